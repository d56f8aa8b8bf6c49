package org.borealisdb.sql.forward;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.borealisdb.runtime.error.OperationException;
import org.borealisdb.runtime.metric.Metrics;
import org.borealisdb.runtime.random.RandomSource;
import org.borealisdb.runtime.task.Condition;
import org.borealisdb.runtime.task.Lock;
import org.borealisdb.runtime.task.Task;
import org.borealisdb.runtime.task.TaskKind;
import org.borealisdb.runtime.task.Tasks;

/** What the sessions of a reader share that forward to its writer: the way there, and a task that tells the writer that they live. Safe for use by all tasks. */
public final class Forwarder implements AutoCloseable {
    /** How often the writer is told: several times within {@link ForwardDesk#LEASE_NANOS}. */
    private static final long PAUSE_NANOS = 500_000_000;

    private final WriterLink link;
    private final Metrics metrics;
    private final long reader;
    /** Guards {@code sessions} and {@code closed}. */
    private final Lock lock;

    private final Condition woken;
    private final Task pulse;

    private final Set<Long> sessions = new LinkedHashSet<>();

    private boolean closed;

    /** A reader without sessions. */
    public Forwarder(WriterLink link, Tasks tasks, RandomSource random, Metrics metrics) {
        this.link = link;
        this.metrics = metrics;
        this.reader = random.nextLong();
        this.lock = tasks.lock("sessions that forward");
        this.woken = lock.condition();
        this.pulse = tasks.start("forwarder", TaskKind.BACKGROUND, this::pulse);
    }

    /** The number of this reader. */
    public long reader() {
        return reader;
    }

    /** The way to the writer. */
    public WriterLink link() {
        return link;
    }

    /** The writer has opened a session. */
    public void opened(long session) {
        lock.lock();
        try {
            sessions.add(session);
            woken.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /**
     * A session is not used any more: the writer is told, if it can be. It finds out by itself if not.
     *
     * @param step number of its last request
     */
    public void close(long session, long step) {
        lock.lock();
        try {
            sessions.remove(session);
        } finally {
            lock.unlock();
        }
        try {
            link.ask(new ForwardRequest.Close(reader, session, step));
        } catch (OperationException unreachable) {
            metrics.count("sql.forward.not-closed");
        }
    }

    private void pulse() {
        long number = 0;
        while (true) {
            List<Long> now;
            lock.lock();
            try {
                if (!closed && sessions.isEmpty()) {
                    woken.await();
                } else if (!closed) {
                    woken.await(PAUSE_NANOS);
                }
                if (closed) {
                    return;
                }
                now = List.copyOf(sessions);
            } finally {
                lock.unlock();
            }
            tell(++number, now);
        }
    }

    private void tell(long number, List<Long> now) {
        try {
            if (!now.isEmpty()) {
                link.ask(new ForwardRequest.Alive(reader, number, now));
            }
        } catch (OperationException unreachable) {
            // Who waits for an answer finds out; in a second it is tried again.
            metrics.count("sql.forward.unheard");
        }
    }

    /** Ends the task; the sessions are closed before. */
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            woken.signalAll();
        } finally {
            lock.unlock();
        }
        pulse.join();
    }
}
