package org.borealisdb.sql.forward;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.runtime.metric.Metrics;
import org.borealisdb.runtime.net.HostPort;
import org.borealisdb.runtime.random.RandomSource;
import org.borealisdb.runtime.task.Condition;
import org.borealisdb.runtime.task.Lock;
import org.borealisdb.runtime.task.Task;
import org.borealisdb.runtime.task.TaskKind;
import org.borealisdb.runtime.task.Tasks;
import org.borealisdb.runtime.time.Clock;
import org.borealisdb.sql.forward.ForwardAnswer.Outcome;
import org.borealisdb.sql.forward.ForwardAnswer.Part;
import org.borealisdb.sql.session.SessionRequest;
import org.borealisdb.sql.session.SqlService;

/**
 * The writer's side: answers what readers forward, with a session and a task for each of theirs. Safe for use by all tasks.
 *
 * <p>A reader that nothing was heard of for {@link #LEASE_NANOS} has ended: so do its sessions. So does a session that the reader does not name any more among those it has, and did not ask anything for as
 * long: it gave it up when it lost an answer.
 */
public final class ForwardDesk implements AutoCloseable {
    /** How long a request waits for its answer at most: a cancelled statement hears of that so late. */
    public static final long ANSWER_NANOS = 100_000_000;

    /** How long a reader may be silent. */
    public static final long LEASE_NANOS = 3_000_000_000L;

    private static final long PAUSE_NANOS = 500_000_000;

    /** Process ids of forwarded sessions are above those of clients. */
    private static final int FIRST_PROCESS_ID = 1_000_000_000;

    private final SqlService service;
    private final LongSupplier committed;
    private final LongSupplier durable;
    private final int limit;
    private final Tasks tasks;
    private final Clock clock;
    private final RandomSource random;
    private final Metrics metrics;
    /** Guards the maps, {@code lastProcessId} and {@code closed}. */
    private final Lock lock;

    private final Condition woken;
    private final Task watch;

    private final Map<Long, DeskSession> sessions = new LinkedHashMap<>();

    private final Map<Long, Heard> heard = new LinkedHashMap<>();

    private final Map<Long, Running> running = new LinkedHashMap<>();

    private int lastProcessId = FIRST_PROCESS_ID;

    private boolean closed;

    /** When a reader was heard of, and the number of what it said last of its sessions. */
    private record Heard(long at, long number) {}

    /** A session, which may have been forgotten, and its task. */
    private record Running(DeskSession session, Task task) {}

    /**
     * A desk without sessions.
     *
     * @param committed confirms that no other writer has taken over, which may wait, and answers an LSN at or above that of every commit that was acknowledged before
     * @param durable   answers such an LSN of this writer's commits without waiting, also when it has ended
     * @param limit     most sessions at a time
     */
    public ForwardDesk(
            SqlService service,
            LongSupplier committed,
            LongSupplier durable,
            int limit,
            Tasks tasks,
            Clock clock,
            RandomSource random,
            Metrics metrics) {
        this.service = service;
        this.committed = committed;
        this.durable = durable;
        this.limit = limit;
        this.tasks = tasks;
        this.clock = clock;
        this.random = random;
        this.metrics = metrics;
        this.lock = tasks.lock("forwarded sessions");
        this.woken = lock.condition();
        this.watch = tasks.start("forward-desk", TaskKind.BACKGROUND, this::watch);
    }

    /**
     * Answers a request; waits for {@link #ANSWER_NANOS} at most, or for what {@code Durable} has to.
     *
     * @throws org.borealisdb.runtime.error.OperationException if a {@code Durable} cannot be answered
     */
    public ForwardAnswer answer(ForwardRequest request) {
        if (!hear(request.reader())) {
            return new ForwardAnswer.Unknown();
        }
        return switch (request) {
            case ForwardRequest.Open open -> open(open);
            case ForwardRequest.Alive alive -> {
                if (isNews(alive)) {
                    endOthers(alive);
                }
                yield new ForwardAnswer.Noted();
            }
            case ForwardRequest.Durable _ -> new ForwardAnswer.Point(committed.getAsLong());
            case ForwardRequest.OfSession known -> answer(known);
        };
    }

    private boolean hear(long reader) {
        lock.lock();
        try {
            if (!closed) {
                long number = Optional.ofNullable(heard.get(reader))
                        .map(Heard::number)
                        .orElse(0L);
                heard.put(reader, new Heard(clock.nanoTime(), number));
            }
            return !closed;
        } finally {
            lock.unlock();
        }
    }

    private boolean isNews(ForwardRequest.Alive alive) {
        lock.lock();
        try {
            Heard before = heard.get(alive.reader());
            if (before == null || before.number() >= alive.number()) {
                return false;
            }
            heard.put(alive.reader(), new Heard(before.at(), alive.number()));
            return true;
        } finally {
            lock.unlock();
        }
    }

    private ForwardAnswer open(ForwardRequest.Open open) {
        if (open.role().isEmpty() || open.database().isEmpty()) {
            throw new IllegalArgumentException("no role or no database");
        }
        lock.lock();
        try {
            if (closed) {
                return new ForwardAnswer.Unknown();
            }
            if (running.size() >= limit) {
                metrics.count("sql.forward.refused");
                return new ForwardAnswer.Refused(new SqlException(
                                ErrorCode.TOO_MANY_CONNECTIONS, "the writer has too many forwarded sessions already")
                        .withDetail("It takes at most " + limit + " from all readers together."));
            }
            long number = random.nextLong();
            while (number == 0 || sessions.containsKey(number)) {
                number = random.nextLong();
            }
            long id = number;
            DeskSession session = new DeskSession(service, request(open), open, durable, tasks, clock);
            sessions.put(id, session);
            Task task = tasks.start("forwarded " + lastProcessId, TaskKind.SESSION, () -> run(id, session));
            running.put(id, new Running(session, task));
            metrics.count("sql.forward.sessions");
            return new ForwardAnswer.Opened(id);
        } finally {
            lock.unlock();
        }
    }

    private SessionRequest request(ForwardRequest.Open open) {
        lastProcessId = lastProcessId == Integer.MAX_VALUE ? FIRST_PROCESS_ID : lastProcessId + 1;
        return new SessionRequest(
                lastProcessId, open.role(), open.database(), open.settings(), open.client(), HostPort.loopback(0));
    }

    private void run(long id, DeskSession session) {
        try {
            session.run();
        } finally {
            lock.lock();
            try {
                running.remove(id);
                woken.signalAll();
            } finally {
                lock.unlock();
            }
        }
    }

    private ForwardAnswer answer(ForwardRequest.OfSession request) {
        DeskSession session;
        lock.lock();
        try {
            DeskSession found = sessions.get(request.session());
            if (found == null || found.reader() != request.reader()) {
                return new ForwardAnswer.Unknown();
            }
            session = found;
        } finally {
            lock.unlock();
        }
        return switch (request) {
            case ForwardRequest.Run _, ForwardRequest.Fetch _, ForwardRequest.End _, ForwardRequest.Next _
            when !session.accept(request.step()) -> {
                metrics.count("sql.forward.out-of-turn");
                yield new ForwardAnswer.Unknown();
            }
            case ForwardRequest.Run _, ForwardRequest.Fetch _, ForwardRequest.End _ -> {
                if (request instanceof ForwardRequest.Run) {
                    metrics.count("sql.forward.statements");
                }
                yield session.submit(request) ? next(request.session(), session) : forget(request.session(), session);
            }
            case ForwardRequest.Next _ -> next(request.session(), session);
            case ForwardRequest.Cancel _ -> {
                session.cancel(request.step());
                yield new ForwardAnswer.Noted();
            }
            case ForwardRequest.Close _ -> {
                forget(request.session(), session);
                yield new ForwardAnswer.Noted();
            }
        };
    }

    private ForwardAnswer next(long id, DeskSession session) {
        boolean over = session.ended();
        Part part = session.next(over ? 0 : ANSWER_NANOS);
        boolean nothing = part.outcome() instanceof Outcome.Going
                && part.count() == 0
                && part.notices().isEmpty();
        if (over && nothing) {
            return forget(id, session);
        }
        if (part.outcome() instanceof Outcome.Failed failed && failed.sessionEnded()) {
            forget(id, session);
        }
        return part;
    }

    private ForwardAnswer forget(long id, DeskSession session) {
        lock.lock();
        try {
            sessions.remove(id);
        } finally {
            lock.unlock();
        }
        session.close();
        return new ForwardAnswer.Unknown();
    }

    private void endOthers(ForwardRequest.Alive alive) {
        for (Map.Entry<Long, DeskSession> each : present()) {
            DeskSession session = each.getValue();
            if (session.reader() == alive.reader()
                    && !alive.sessions().contains(each.getKey())
                    && clock.nanoTime() - session.askedAt() > LEASE_NANOS) {
                forget(each.getKey(), session);
            }
        }
    }

    private List<Map.Entry<Long, DeskSession>> present() {
        lock.lock();
        try {
            return sessions.entrySet().stream()
                    .map(entry -> Map.entry(entry.getKey(), entry.getValue()))
                    .toList();
        } finally {
            lock.unlock();
        }
    }

    /** The task's body: ends what nobody asks for any more. */
    private void watch() {
        boolean goesOn = true;
        while (goesOn) {
            lock.lock();
            try {
                if (!closed) {
                    woken.await(PAUSE_NANOS);
                }
                goesOn = !closed;
                heard.values().removeIf(each -> clock.nanoTime() - each.at() > LEASE_NANOS);
            } finally {
                lock.unlock();
            }
            cancelClosed();
            for (Map.Entry<Long, DeskSession> each : present()) {
                DeskSession session = each.getValue();
                boolean untaken = session.ended() && clock.nanoTime() - session.askedAt() > LEASE_NANOS;
                if (untaken || !isHeard(session.reader())) {
                    metrics.count("sql.forward.given-up");
                    forget(each.getKey(), session);
                }
            }
        }
    }

    /** A cancel request that came just before a statement began was not heeded. */
    private void cancelClosed() {
        List<Running> now;
        lock.lock();
        try {
            now = List.copyOf(running.values());
        } finally {
            lock.unlock();
        }
        now.stream().map(Running::session).filter(DeskSession::closed).forEach(DeskSession::cancel);
    }

    private boolean isHeard(long reader) {
        lock.lock();
        try {
            return heard.containsKey(reader);
        } finally {
            lock.unlock();
        }
    }

    /** Sessions that are open now. */
    public int sessions() {
        lock.lock();
        try {
            return running.size();
        } finally {
            lock.unlock();
        }
    }

    /** Ends all sessions, rolling back what they did not commit, and answers nothing more. Waits for their tasks. */
    @Override
    public void close() {
        List<Task> left;
        lock.lock();
        try {
            closed = true;
            left = running.values().stream().map(Running::task).toList();
            woken.signalAll();
        } finally {
            lock.unlock();
        }
        present().forEach(each -> forget(each.getKey(), each.getValue()));
        watch.join();
        while (isRunning()) {
            cancelClosed();
        }
        left.forEach(Task::join);
    }

    /** Waits a moment for sessions to end; true if some have not. */
    private boolean isRunning() {
        lock.lock();
        try {
            if (!running.isEmpty()) {
                woken.await(ANSWER_NANOS);
            }
            return !running.isEmpty();
        } finally {
            lock.unlock();
        }
    }
}
