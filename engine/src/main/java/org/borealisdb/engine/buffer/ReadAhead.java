package org.borealisdb.engine.buffer;

import java.util.ArrayDeque;
import org.borealisdb.runtime.task.Condition;
import org.borealisdb.runtime.task.Lock;
import org.borealisdb.runtime.task.TaskKind;
import org.borealisdb.runtime.task.Tasks;

/**
 * Reads pages of a pool that will be asked for soon, several at a time, so that whoever scans waits for storage once for many of them. A few tasks do that, as long as there is something to read. Safe for use by
 * all tasks.
 */
final class ReadAhead implements AutoCloseable {
    private static final int MOST_WORKERS = 4;

    /** Pages that wait to be read: more are refused. */
    private static final int MOST_WANTED = 64;

    /** A task without work waits so long for more. */
    private static final long LINGER_NANOS = 5_000_000;

    private final BufferPool pool;
    private final Tasks tasks;
    /** Guards all that follows. */
    private final Lock lock;

    private final Condition more;
    private final Condition ended;

    private final ArrayDeque<Long> wanted = new ArrayDeque<>();

    private int workers;
    private int idle;
    private boolean closed;

    ReadAhead(BufferPool pool, Tasks tasks) {
        this.pool = pool;
        this.tasks = tasks;
        this.lock = tasks.lock("read ahead");
        this.more = lock.condition();
        this.ended = lock.condition();
    }

    /** Has a page read soon; false if it is not, since too many are wanted already. Waits for nothing. */
    boolean offer(long page) {
        lock.lock();
        try {
            if (closed || wanted.size() >= MOST_WANTED) {
                return false;
            }
            wanted.add(page);
            if (idle > 0) {
                more.signal();
            } else if (workers < MOST_WORKERS) {
                return startWorker();
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** With the lock held. */
    private boolean startWorker() {
        workers++;
        try {
            tasks.start("read ahead", TaskKind.SESSION, this::work);
        } catch (IllegalStateException closing) {
            workers--;
            closed = true;
            wanted.clear();
        }
        return !closed;
    }

    private void work() {
        for (long page = next(); page >= 0; page = next()) {
            read(page);
        }
    }

    private void read(long page) {
        try {
            pool.bring(page);
        } catch (RuntimeException unread) {
            // Whoever needs the page is told.
            pool.metrics().count("engine.pool.readAheadFailed");
        }
    }

    /** The next page to read; negative if there is none for a while, and the task is to end. */
    private long next() {
        lock.lock();
        try {
            if (wanted.isEmpty() && !closed) {
                idle++;
                more.await(LINGER_NANOS);
                idle--;
            }
            Long page = closed ? null : wanted.poll();
            if (page == null) {
                workers--;
                ended.signalAll();
                return -1;
            }
            return page;
        } finally {
            lock.unlock();
        }
    }

    /** Reads nothing more, and waits until nothing is being read. */
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            wanted.clear();
            more.signalAll();
            while (workers > 0) {
                ended.await();
            }
        } finally {
            lock.unlock();
        }
    }
}
