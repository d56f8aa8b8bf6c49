package org.borealisdb.sql.forward;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.expr.value.RowSource;
import org.borealisdb.runtime.error.OperationException;
import org.borealisdb.runtime.task.BoundedQueue;
import org.borealisdb.runtime.task.Tasks;
import org.borealisdb.runtime.time.Clock;
import org.borealisdb.sql.forward.ForwardAnswer.Outcome;
import org.borealisdb.sql.forward.ForwardAnswer.Part;
import org.borealisdb.sql.session.ColumnFormats;
import org.borealisdb.sql.session.SessionClient;
import org.borealisdb.sql.session.SessionEndedException;
import org.borealisdb.sql.session.SessionRequest;
import org.borealisdb.sql.session.SqlNotice;
import org.borealisdb.sql.session.SqlService;
import org.borealisdb.sql.session.SqlSession;
import org.borealisdb.sql.session.SqlStatement;
import org.borealisdb.sql.session.TransactionStatus;
import org.borealisdb.sql.setting.SettingDeclaration;
import org.borealisdb.sql.setting.SettingTable;

/**
 * A session at the writer for one of a reader. {@link #run} is the body of its task, which alone works with the SQL session; the other methods are called by any task.
 *
 * <p>No statement runs outside of a transaction block, so that whatever the reader does not hear the outcome of is not committed. One is committed by {@code End} alone.
 */
final class DeskSession implements SessionClient {
    private static final System.Logger LOG = System.getLogger(DeskSession.class.getName());

    /** Parts that wait to be taken; with more, the statement waits. */
    private static final int WAITING_PARTS = 4;

    /** Prepared statements kept, the one longest unused goes first. */
    private static final int KEPT_STATEMENTS = 64;

    private static final long NANOS_PER_MILLI = 1_000_000;

    private final SqlService service;
    private final SessionRequest request;
    private final ForwardRequest.Open opening;
    private final LongSupplier durable;
    private final Clock clock;
    private final BoundedQueue<ForwardRequest.OfSession> inbox;
    private final BoundedQueue<Part> outbox;
    private final PartSink results;
    private final AtomicLong steps = new AtomicLong();
    private volatile Optional<SqlSession> live = Optional.empty();
    private volatile boolean closed;
    private volatile boolean ended;
    private volatile long askedAt;

    // Of the task.
    private final LinkedHashMap<Prepared, String> prepared = new LinkedHashMap<>(16, 0.75f, true);
    private long names;

    /** What a prepared statement is known by. */
    private record Prepared(String text, List<Integer> types) {}

    DeskSession(
            SqlService service,
            SessionRequest request,
            ForwardRequest.Open opening,
            LongSupplier durable,
            Tasks tasks,
            Clock clock) {
        this.service = service;
        this.request = request;
        this.opening = opening;
        this.durable = durable;
        this.clock = clock;
        this.inbox = new BoundedQueue<>(tasks, "forwarded requests", 1);
        this.outbox = new BoundedQueue<>(tasks, "forwarded results", WAITING_PARTS);
        this.results = new PartSink(this::handOn);
        this.askedAt = clock.nanoTime();
    }

    private void handOn(Part part) {
        if (!outbox.put(part)) {
            throw new ReaderGoneException();
        }
    }

    /** Whose it is. */
    long reader() {
        return opening.reader();
    }

    /** When it was last asked anything, by the clock's nanoseconds. */
    long askedAt() {
        return askedAt;
    }

    /** Whether its task has ended, so that nothing comes but what waits to be taken. */
    boolean ended() {
        return ended;
    }

    /** Whether a request is the next one, which it is once: a message may come again, or late. */
    boolean accept(long step) {
        return steps.compareAndSet(step - 1, step);
    }

    /** Has a request carried out; false if it is not, because the session has ended or one is under way. */
    boolean submit(ForwardRequest.OfSession work) {
        askedAt = clock.nanoTime();
        return inbox.offer(work);
    }

    /** Takes the next part, waiting for one, but not for long. */
    Part next(long timeoutNanos) {
        Part next = outbox.take(timeoutNanos).orElseGet(() -> Part.of(new Outcome.Going()));
        askedAt = clock.nanoTime();
        return next;
    }

    /** Whether it is to end. */
    boolean closed() {
        return closed;
    }

    /** Cancels what the request with that number began, unless there is a later one. */
    void cancel(long step) {
        if (steps.get() == step) {
            cancel();
        }
    }

    void cancel() {
        live.ifPresent(SqlSession::cancel);
    }

    /** Has it end soon; what it did not commit is rolled back. */
    void close() {
        closed = true;
        inbox.close();
        outbox.close();
        cancel();
    }

    void run() {
        try {
            serve();
        } catch (ReaderGoneException gone) {
            LOG.log(System.Logger.Level.DEBUG, "a forwarded session ends: {0}", gone.getMessage());
        } finally {
            inbox.close();
            ended = true;
        }
    }

    private void serve() {
        SqlSession opened;
        try {
            opened = service.open(request, this);
        } catch (SqlException refused) {
            inbox.take(ForwardDesk.LEASE_NANOS).ifPresent(first -> results.finish(failed(refused, true)));
            return;
        }
        try (SqlSession session = opened) {
            live = Optional.of(session);
            boolean goesOn = true;
            while (goesOn) {
                Optional<ForwardRequest.OfSession> work = await(session);
                goesOn = work.isPresent() && !closed && work(session, work.get());
            }
        } finally {
            live = Optional.empty();
        }
    }

    /** Waits for the next request; empty if the session is to end, because it was closed or idle for too long. */
    private Optional<ForwardRequest.OfSession> await(SqlSession session) {
        boolean idle = session.transactionStatus() == TransactionStatus.IDLE;
        long millis = idle ? opening.idleMillis() : opening.idleInTransactionMillis();
        if (millis == 0) {
            return inbox.take();
        }
        long deadline = clock.nanoTime() + millis * NANOS_PER_MILLI;
        Optional<ForwardRequest.OfSession> work = Optional.empty();
        long left = deadline - clock.nanoTime();
        while (work.isEmpty() && !closed && left > 0) {
            work = inbox.take(left);
            left = deadline - clock.nanoTime();
        }
        return work;
    }

    /** Carries a request out; false if the session ends with it. */
    private boolean work(SqlSession session, ForwardRequest.OfSession work) {
        try {
            switch (work) {
                case ForwardRequest.Run run -> run(session, run);
                case ForwardRequest.Fetch fetch -> {
                    checkInTransaction(session);
                    session.portal(Integer.toString(fetch.portal())).execute(results, fetch.rowLimit());
                    results.finish();
                }
                case ForwardRequest.End end -> end(session, end.commit());
                case ForwardRequest.Next _, ForwardRequest.Cancel _, ForwardRequest.Close _ ->
                    throw new IllegalArgumentException(work + " is no work");
            }
            return true;
        } catch (ReaderGoneException gone) {
            throw gone;
        } catch (SqlException error) {
            boolean last = error.code().endsSession();
            results.finish(failed(error, last));
            return !last;
        } catch (SessionEndedException end) {
            results.finish(failed(end.report(), true));
            return false;
        } catch (RuntimeException failure) {
            LOG.log(System.Logger.Level.ERROR, "a forwarded session of " + opening.client() + " failed", failure);
            results.finish(failed(report(failure, work), true));
            return false;
        }
    }

    /** What was not committed for certain is not said to be rolled back (R3). */
    private static SqlException report(RuntimeException failure, ForwardRequest.OfSession work) {
        if (work instanceof ForwardRequest.End end && end.commit()) {
            return new SqlException(ErrorCode.TRANSACTION_RESOLUTION_UNKNOWN, "the writer failed while it committed")
                    .withDetail(String.valueOf(failure.getMessage()));
        }
        return failure instanceof OperationException trouble
                ? new SqlException(ErrorCode.SYSTEM_ERROR, String.valueOf(trouble.getMessage()))
                : new SqlException(ErrorCode.INTERNAL_ERROR, "internal error; the writer's log has the particulars");
    }

    private Outcome failed(SqlException error, boolean sessionEnded) {
        return new Outcome.Failed(error, sessionEnded, durable.getAsLong());
    }

    private static void checkInTransaction(SqlSession session) {
        if (session.transactionStatus() != TransactionStatus.IN_TRANSACTION) {
            throw new SessionEndedException(new SqlException(
                    ErrorCode.PROTOCOL_VIOLATION,
                    "a forwarded transaction is " + session.transactionStatus() + " at the writer"));
        }
    }

    private void run(SqlSession session, ForwardRequest.Run run) {
        boolean begins = run.begin() != ForwardRequest.Begin.NOT;
        if (begins && session.transactionStatus() != TransactionStatus.IDLE) {
            throw new SessionEndedException(new SqlException(
                    ErrorCode.PROTOCOL_VIOLATION, "a forwarded transaction is open at the writer already"));
        }
        set(session, run.settings());
        if (begins) {
            session.query(
                    "BEGIN ISOLATION LEVEL " + run.begin().name().replace('_', ' ') + " READ WRITE",
                    new PartSink(part -> {}));
        }
        checkInTransaction(session);
        run.dropped().forEach(portal -> session.closePortal(Integer.toString(portal)));
        if (run.types().isEmpty() && run.rowLimit() == 0) {
            session.query(run.text(), results);
        } else {
            SqlStatement statement = session.statement(prepared(session, run.text(), run.types()));
            RowSource parameters = ForwardedValues.read(
                    statement.parameterTypes(), run.parameters().slice());
            String portal = run.portal() == 0 ? "" : Integer.toString(run.portal());
            session.bind(portal, statement, parameters, ColumnFormats.BINARY);
            session.portal(portal).execute(results, run.rowLimit());
        }
        results.finish();
    }

    private void set(SqlSession session, SequencedMap<String, String> settings) {
        if (!settings.isEmpty()) {
            // What names mean may be another thing now.
            prepared.values().forEach(session::closeStatement);
            prepared.clear();
        }
        PartSink nothing = new PartSink(part -> {});
        settings.forEach((name, value) -> session.query("SET " + name + " = " + written(name, value), nothing));
    }

    /** A list of names is kept as it is written: in quotes it would be one name. */
    private static String written(String name, String value) {
        boolean list = SettingTable.find(name.toLowerCase(Locale.ROOT))
                .filter(setting -> setting.has(SettingDeclaration.Flag.QUOTED))
                .isPresent();
        return list && !value.isBlank() ? value : literal(value);
    }

    private static String literal(String value) {
        return "E'" + value.replace("\\", "\\\\").replace("'", "''") + "'";
    }

    private String prepared(SqlSession session, String text, List<Integer> types) {
        Prepared key = new Prepared(text, types);
        String known = prepared.get(key);
        if (known != null) {
            return known;
        }
        String name = "forwarded " + ++names;
        session.parse(name, text, types);
        prepared.put(key, name);
        if (prepared.size() > KEPT_STATEMENTS) {
            session.closeStatement(prepared.pollFirstEntry().getValue());
        }
        return name;
    }

    private void end(SqlSession session, boolean commit) {
        if (commit) {
            checkInTransaction(session);
        }
        if (session.transactionStatus() != TransactionStatus.IDLE) {
            session.query(commit ? "COMMIT" : "ROLLBACK", results);
        }
        results.finish(new Outcome.Ended(durable.getAsLong()));
    }

    @Override
    public void notice(SqlNotice notice) {
        results.notice(notice);
    }

    /** The reader knows its settings. */
    @Override
    public void settingChanged(String name, String value) {}

    @Override
    public void terminate() {
        close();
    }
}
