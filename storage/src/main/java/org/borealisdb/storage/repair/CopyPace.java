package org.borealisdb.storage.repair;

import org.borealisdb.runtime.task.Lock;
import org.borealisdb.runtime.task.Tasks;
import org.borealisdb.runtime.time.Clock;

/** Keeps what a node copies in below a number of bytes per second, whoever of its workers does it. */
final class CopyPace {
    private static final long SECOND = 1_000_000_000;

    private final Tasks tasks;
    private final Clock clock;
    private final long bytesPerSecond;
    private final Lock lock;
    private long freeAt;

    CopyPace(Tasks tasks, Clock clock, long bytesPerSecond) {
        this.tasks = tasks;
        this.clock = clock;
        this.bytesPerSecond = bytesPerSecond;
        this.lock = tasks.lock("copy pace");
        this.freeAt = clock.nanoTime();
    }

    /** Waits until there is time for {@code bytes}: not at all if nothing was copied for a while, else as long as what came before takes. */
    void take(int bytes) {
        long wait;
        lock.lock();
        try {
            long now = clock.nanoTime();
            long begin = Math.max(now, freeAt);
            freeAt = begin + (long) ((double) bytes / bytesPerSecond * SECOND);
            wait = begin - now;
        } finally {
            lock.unlock();
        }
        if (wait > 0) {
            tasks.sleep(wait);
        } else {
            tasks.giveWay();
        }
    }
}
