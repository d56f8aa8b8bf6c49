package org.borealisdb.sql.service;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.borealisdb.engine.transaction.IsolationLevel;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.runtime.error.OperationException;
import org.borealisdb.sql.forward.ForwardAnswer;
import org.borealisdb.sql.forward.ForwardAnswer.Outcome;
import org.borealisdb.sql.forward.ForwardRequest;
import org.borealisdb.sql.forward.Forwarder;
import org.borealisdb.sql.session.SessionClient;
import org.borealisdb.sql.session.SessionEndedException;
import org.borealisdb.sql.session.SessionRequest;

/**
 * What a session of a reader has at the writer: a session there, once it has forwarded something, and a transaction while one is open that did. Belongs to the session's task.
 *
 * <p><b>A transaction that forwards is one of the writer's.</b> Its first forwarded statement begins it there, and it ends there. Whatever is lost on the way ends it: nothing is sent twice, and
 * nothing that was lost is committed. Only a lost commit leaves its fate unknown, which ends the session (R3).
 *
 * <p><b>What is seen.</b> {@code floor} is at or above the LSN of everything that forwarded transactions have changed or seen: those that failed too, for who is told of a duplicate expects to find it.
 * Reads wait until the reader has applied it, or with GLOBAL what the writer says.
 */
final class Forwarding {
    private static final long APPLIED_STEP_NANOS = 50_000_000;
    private static final Duration RETRY_STEP = Duration.ofMillis(20);
    private static final double RETRY_SECONDS = 0.05;

    /** How long a cancelled statement, or a rollback, may take to be over at the writer: then the session there is given up. */
    private static final long PATIENCE_NANOS = 10_000_000_000L;

    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    /** Settings of another name are not forwarded: they could not be set. */
    private static final Pattern SETTABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*(\\.[A-Za-z_][A-Za-z0-9_]*)*");

    private final Optional<Forwarder> forwarder;
    private final SessionRequest request;
    private final SessionClient client;
    private final Settings settings;
    private final StatementGuard guard;
    /** Number of the session at the writer; 0 is none. */
    private long session;

    /** Number of the last request to it. */
    private long step;

    private boolean open;
    private long floor;
    /** The statement whose beginning the writer was asked about last. */
    private long askedFor = -1;
    /** What the session at the writer has been told. */
    private SequencedMap<String, String> told = new LinkedHashMap<>();

    private int toldRevision = -1;
    private int portals;
    private final List<Integer> dropped = new ArrayList<>();

    Forwarding(
            Optional<Forwarder> forwarder,
            SessionRequest request,
            SessionClient client,
            Settings settings,
            StatementGuard guard) {
        this.forwarder = forwarder;
        this.request = request;
        this.client = client;
        this.settings = settings;
        this.guard = guard;
    }

    /** Whether the session may write through the writer. */
    boolean active() {
        return open || (forwarder.isPresent() && settings.forwardingMode() != ForwardingMode.OFF);
    }

    /** Whether the transaction that is open has forwarded something. */
    boolean isOpen() {
        return open;
    }

    /** Waits until what the session is to see has been applied here; for the catalog, if {@code catalog}, which no forwarded statement changes. */
    void awaitReads(boolean catalog) {
        ForwardingMode mode = settings.forwardingMode();
        if (forwarder.isEmpty()
                || mode == ForwardingMode.OFF
                || mode == ForwardingMode.EVENTUAL
                || (catalog && mode != ForwardingMode.GLOBAL)) {
            return;
        }
        Forwarder by = forwarder.get();
        if (mode == ForwardingMode.GLOBAL && askedFor != guard.statementNumber()) {
            floor = Math.max(
                    floor,
                    untilAnswered(
                            by,
                            new ForwardRequest.Durable(by.reader()),
                            answer -> answer instanceof ForwardAnswer.Point point
                                    ? Optional.of(point.lsn())
                                    : Optional.empty()));
            askedFor = guard.statementNumber();
        }
        long deadline = deadline();
        while (!by.link().awaitApplied(floor, APPLIED_STEP_NANOS)) {
            guard.check();
            if (isOver(deadline)) {
                throw new SqlException(
                                ErrorCode.QUERY_CANCELED,
                                "canceling statement because this reader has not applied what it is to show")
                        .withDetail("It is not at LSN " + floor + " of the writer after "
                                + settings.get(ForwardingMode.CONNECT_TIMEOUT) + " s.");
            }
        }
    }

    /** When a wait for the writer is given up, by the clock's nanoseconds; 0 for never. */
    private long deadline() {
        long seconds = Long.parseLong(settings.get(ForwardingMode.CONNECT_TIMEOUT));
        return seconds == 0 ? 0 : Math.max(1, guard.nanoTime() + seconds * NANOS_PER_SECOND);
    }

    private boolean isOver(long deadline) {
        return deadline != 0 && guard.nanoTime() - deadline > 0;
    }

    /** Asks what changes nothing until the writer answers, or it took too long. */
    private <T> T untilAnswered(Forwarder by, ForwardRequest question, Function<ForwardAnswer, Optional<T>> accept) {
        long deadline = deadline();
        while (true) {
            String trouble = "it does not serve the database at the moment";
            try {
                Optional<T> answer = accept.apply(by.link().ask(question));
                if (answer.isPresent()) {
                    return answer.get();
                }
            } catch (OperationException unreachable) {
                trouble = String.valueOf(unreachable.getMessage());
            }
            if (isOver(deadline)) {
                throw new SqlException(ErrorCode.CONNECTION_FAILURE, "could not connect to the writer")
                        .withDetail(trouble);
            }
            guard.sleep(RETRY_SECONDS, RETRY_STEP);
        }
    }

    /** A number for a portal that may be suspended. */
    int newPortal() {
        return ++portals;
    }

    /** A portal is not gone on with. */
    void drop(int portal) {
        if (open) {
            dropped.add(portal);
        }
    }

    /**
     * Runs a statement in the transaction at the writer, which begins with it if none is open there.
     *
     * @param run   made with the session's number, how the transaction begins, and settings, portals to drop
     * @param taker gets the parts that come
     */
    Outcome run(IsolationLevel isolation, Statement run, Consumer<ForwardAnswer.Part> taker) {
        Forwarder by = forwarder.orElseThrow();
        boolean begins = !open;
        ForwardRequest.Begin begin = !begins
                ? ForwardRequest.Begin.NOT
                : isolation == IsolationLevel.REPEATABLE_READ
                        ? ForwardRequest.Begin.REPEATABLE_READ
                        : ForwardRequest.Begin.READ_COMMITTED;
        boolean again = begins && session != 0;
        while (true) {
            if (session == 0) {
                connect(by);
            }
            open = true;
            ForwardRequest.Run statement = run.with(by.reader(), session, ++step, begin, news(), List.copyOf(dropped));
            dropped.clear();
            Optional<Outcome> outcome = exchange(by, statement, taker);
            if (outcome.isPresent()) {
                return settled(outcome.get());
            }
            drop();
            if (!again) {
                throw lost("the writer does not know the session any more");
            }
            // It was idle for so long that the writer closed it, or that was started again.
            again = false;
        }
    }

    /** A statement that is to be run. */
    @FunctionalInterface
    interface Statement {
        ForwardRequest.Run with(
                long reader,
                long session,
                long step,
                ForwardRequest.Begin begin,
                SequencedMap<String, String> settings,
                List<Integer> dropped);
    }

    /** Goes on with a suspended portal. */
    Outcome fetch(int portal, int rowLimit, Consumer<ForwardAnswer.Part> taker) {
        Forwarder by = forwarder.orElseThrow();
        return exchange(by, new ForwardRequest.Fetch(by.reader(), session, ++step, portal, rowLimit), taker)
                .map(this::settled)
                .orElseThrow(() -> {
                    drop();
                    return lost("the writer does not know the session any more");
                });
    }

    private void connect(Forwarder by) {
        SequencedMap<String, String> all = forwarded();
        ForwardRequest.Open question = new ForwardRequest.Open(
                by.reader(),
                request.role(),
                request.database(),
                all,
                request.client(),
                Long.parseLong(settings.get(ForwardingMode.IDLE_TIMEOUT)),
                Long.parseLong(settings.get(ForwardingMode.IDLE_IN_TRANSACTION_TIMEOUT)));
        session = untilAnswered(by, question, answer -> switch (answer) {
            case ForwardAnswer.Opened opened -> Optional.of(opened.session());
            case ForwardAnswer.Refused refused -> throw refused.reason();
            default -> Optional.empty();
        });
        step = 0;
        by.opened(session);
        told = all;
        toldRevision = settings.revision();
    }

    private SequencedMap<String, String> forwarded() {
        SequencedMap<String, String> all = settings.all();
        all.keySet()
                .removeIf(name ->
                        !settings.holdsAtWriter(name) || !SETTABLE.matcher(name).matches());
        // Which role may be taken depends on that of the session.
        all.putLast(Settings.ROLE, settings.get(Settings.ROLE));
        return all;
    }

    /** The settings that the session at the writer does not have yet. */
    private SequencedMap<String, String> news() {
        if (toldRevision == settings.revision()) {
            return new LinkedHashMap<>();
        }
        SequencedMap<String, String> all = forwarded();
        SequencedMap<String, String> news = new LinkedHashMap<>(all);
        news.entrySet().removeIf(each -> each.getValue().equals(told.get(each.getKey())));
        if (news.containsKey(Settings.SESSION_AUTHORIZATION)) {
            news.putLast(Settings.ROLE, settings.get(Settings.ROLE));
        }
        told = all;
        toldRevision = settings.revision();
        return news;
    }

    /** What is true of every outcome of a statement; fails if that has. */
    private Outcome settled(Outcome outcome) {
        if (!(outcome instanceof Outcome.Failed failed)) {
            return outcome;
        }
        floor = Math.max(floor, failed.lsn());
        if (failed.sessionEnded()) {
            drop();
        }
        if (failed.error().code().endsSession()) {
            // The writer's sessions end; this one can go on.
            throw lost(failed.error().text());
        }
        throw failed.error();
    }

    private static SqlException lost(String why) {
        return new SqlException(ErrorCode.CONNECTION_FAILURE, "the connection to the writer was lost")
                .withDetail(why)
                .withHint("The transaction is rolled back, and can be repeated.");
    }

    /** Asks, and takes parts until the last one; its outcome, or empty if the writer did not carry the request out because it does not know the session. */
    private Optional<Outcome> exchange(
            Forwarder by, ForwardRequest.OfSession question, Consumer<ForwardAnswer.Part> taker) {
        boolean settled = false;
        try {
            ForwardAnswer answer = ask(by, question);
            if (answer instanceof ForwardAnswer.Unknown) {
                settled = true;
                return Optional.empty();
            }
            Cancelling cancelling = new Cancelling(by);
            while (true) {
                ForwardAnswer.Part part = part(answer);
                part.notices().forEach(client::notice);
                taker.accept(part);
                if (!(part.outcome() instanceof Outcome.Going)) {
                    settled = true;
                    return Optional.of(cancelling.explain(part.outcome()));
                }
                cancelling.check();
                answer = ask(by, new ForwardRequest.Next(by.reader(), session, ++step));
            }
        } finally {
            if (!settled) {
                drop();
            }
        }
    }

    /** Asks in the middle of a transaction, which is lost if there is no answer. What a client's sink throws is another matter. */
    private static ForwardAnswer ask(Forwarder by, ForwardRequest question) {
        try {
            return by.link().ask(question);
        } catch (OperationException unreachable) {
            throw lost(String.valueOf(unreachable.getMessage()));
        }
    }

    private static ForwardAnswer.Part part(ForwardAnswer answer) {
        if (answer instanceof ForwardAnswer.Part part) {
            return part;
        }
        throw lost("the writer does not know the session any more");
    }

    /** Why a statement under way is to end, and that the writer is told. */
    private final class Cancelling {
        private final Forwarder by;
        private Optional<SqlException> reason = Optional.empty();
        private long since;

        Cancelling(Forwarder by) {
            this.by = by;
        }

        /** Looks whether it is to end, and tells the writer, again and again until it has. */
        void check() {
            if (reason.isEmpty()) {
                try {
                    guard.check();
                } catch (SqlException cancelled) {
                    reason = Optional.of(cancelled);
                    since = guard.nanoTime();
                }
            }
            if (reason.isPresent()) {
                if (guard.nanoTime() - since > PATIENCE_NANOS) {
                    throw reason.get();
                }
                ask(by, new ForwardRequest.Cancel(by.reader(), session, step));
            }
        }

        /** The writer knows of a request only, not whose. */
        Outcome explain(Outcome outcome) {
            return reason.isPresent()
                            && outcome instanceof Outcome.Failed failed
                            && failed.error().code() == ErrorCode.QUERY_CANCELED
                    ? new Outcome.Failed(reason.get(), failed.sessionEnded(), failed.lsn())
                    : outcome;
        }
    }

    /**
     * Commits what is open at the writer, if anything is.
     *
     * @throws SqlException          if it was rolled back
     * @throws SessionEndedException 08007 if that is not known (R3)
     */
    void commit() {
        if (!open) {
            return;
        }
        Outcome outcome;
        try {
            outcome = end(true, 0).orElseThrow(() -> lost("the writer does not know the session any more"));
        } catch (OperationException unreachable) {
            drop();
            throw new SessionEndedException(unknown(String.valueOf(unreachable.getMessage())));
        } finally {
            open = false;
        }
        switch (outcome) {
            case Outcome.Ended ended -> floor = Math.max(floor, ended.lsn());
            case Outcome.Failed failed -> {
                if (failed.error().code() == ErrorCode.TRANSACTION_RESOLUTION_UNKNOWN) {
                    drop();
                    throw new SessionEndedException(unknown(failed.error().text()));
                }
                // Whatever it was told in the transaction is as before.
                toldRevision = -1;
                told.clear();
                settled(failed);
            }
            case Outcome.Going _, Outcome.Completed _, Outcome.Suspended _ -> {
                drop();
                throw new SessionEndedException(unknown("the writer gave an answer of the wrong kind"));
            }
        }
    }

    private static SqlException unknown(String why) {
        return new SqlException(
                        ErrorCode.TRANSACTION_RESOLUTION_UNKNOWN,
                        "the writer was lost while it committed, so that it is not known whether it did")
                .withDetail(why);
    }

    /** Rolls back what is open at the writer, if anything is. */
    void rollback() {
        if (!open) {
            return;
        }
        boolean done = false;
        try {
            Outcome outcome = end(false, PATIENCE_NANOS).orElse(new Outcome.Going());
            if (outcome instanceof Outcome.Ended ended) {
                floor = Math.max(floor, ended.lsn());
                done = true;
            }
        } catch (OperationException | SqlException unreachable) {
            // Then it is rolled back there when the session is given up.
            done = false;
        } finally {
            open = false;
            toldRevision = -1;
            told.clear();
            if (!done) {
                drop();
            }
        }
    }

    /**
     * Ends the transaction; empty if the writer does not know the session, and so has rolled it back.
     *
     * @param patienceNanos how long to wait; 0 is as long as the writer answers
     */
    private Optional<Outcome> end(boolean commit, long patienceNanos) {
        Forwarder by = forwarder.orElseThrow();
        dropped.clear();
        ForwardAnswer answer = by.link().ask(new ForwardRequest.End(by.reader(), session, ++step, commit));
        if (answer instanceof ForwardAnswer.Unknown) {
            drop();
            return Optional.empty();
        }
        long began = guard.nanoTime();
        while (answer instanceof ForwardAnswer.Part part) {
            if (!(part.outcome() instanceof Outcome.Going)) {
                return Optional.of(part.outcome());
            }
            if (patienceNanos > 0 && guard.nanoTime() - began > patienceNanos) {
                throw new OperationException("the writer takes too long", true);
            }
            answer = by.link().ask(new ForwardRequest.Next(by.reader(), session, ++step));
        }
        throw new OperationException("the writer has ended the session", false);
    }

    /** Gives up the session at the writer, and with it what it has not committed. */
    private void drop() {
        long gone = session;
        session = 0;
        open = false;
        dropped.clear();
        told = new LinkedHashMap<>();
        toldRevision = -1;
        if (gone != 0) {
            forwarder.orElseThrow().close(gone, step);
        }
    }

    /** Gives everything up. */
    void close() {
        drop();
    }
}
