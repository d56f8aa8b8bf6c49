package org.borealisdb.wire.postgres;

import org.borealisdb.expr.error.SqlException;
import org.borealisdb.runtime.net.NetworkException;
import org.borealisdb.runtime.net.StreamTimeoutException;
import org.borealisdb.runtime.task.Condition;
import org.borealisdb.runtime.task.Lock;
import org.borealisdb.runtime.task.Task;
import org.borealisdb.runtime.task.TaskKind;
import org.borealisdb.runtime.task.Tasks;
import org.borealisdb.sql.session.SqlNotification;
import org.borealisdb.sql.session.SqlSession;
import org.borealisdb.sql.session.TransactionStatus;
import org.borealisdb.wire.postgres.message.BackendWriter;
import org.borealisdb.wire.postgres.message.Severity;
import org.jspecify.annotations.Nullable;

/**
 * Passes notifications on to a client: before ReadyForQuery by the session's own task, and while it waits for the client by a task that is there from the first one on.
 *
 * <p>The writer belongs to whoever holds the lock while the session is {@code idle}, and to the session's task while it is not: {@link #busy} waits until what is being
 * sent is sent.
 */
final class NotificationSender {
    private final Tasks tasks;
    private final BackendWriter writer;
    private final SqlSession session;
    private final Lock lock;
    private final Condition changed;

    /** Whether the session waits for its client outside of a transaction; guarded by {@code lock}, as all below. */
    private boolean idle;

    /** Whether there may be something to take. */
    private boolean pending;

    private boolean ended;
    private @Nullable Task task;

    NotificationSender(Tasks tasks, BackendWriter writer, SqlSession session) {
        this.tasks = tasks;
        this.writer = writer;
        this.session = session;
        this.lock = tasks.lock("notification sender");
        this.changed = lock.condition();
    }

    /** There is something to take. Returns at once, unless a client does not take what is being sent to it. May be called by any task. */
    void notified() {
        lock.lock();
        try {
            pending = true;
            if (task == null && !ended) {
                task = tasks.start("notifications", TaskKind.SESSION, this::sendWhileIdle);
            }
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Passes on what there is, if the session is in no transaction. Called by the session's task. */
    void pass() {
        if (session.transactionStatus() == TransactionStatus.IDLE) {
            for (SqlNotification notification : session.takeNotifications()) {
                writer.notification(notification);
            }
        }
    }

    /** The session waits for its client. Called by its task. */
    void idle() {
        lock.lock();
        try {
            idle = session.transactionStatus() == TransactionStatus.IDLE;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** The session waits no more. Called by its task. */
    void busy() {
        lock.lock();
        try {
            idle = false;
        } finally {
            lock.unlock();
        }
    }

    private void sendWhileIdle() {
        lock.lock();
        try {
            while (true) {
                while (!ended && !(idle && pending)) {
                    changed.await();
                }
                if (ended) {
                    return;
                }
                pending = false;
                try {
                    pass();
                } catch (SqlException untranslatable) {
                    writer.error(Severity.ERROR, untranslatable);
                }
                writer.send();
            }
        } catch (NetworkException | StreamTimeoutException gone) {
            // The session's task finds the same when it reads.
            ended = true;
        } finally {
            lock.unlock();
        }
    }

    /** The session ends: nothing is sent any more. Called by its task. */
    void close() {
        Task running;
        lock.lock();
        try {
            ended = true;
            running = task;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        if (running != null) {
            running.join();
        }
    }
}
