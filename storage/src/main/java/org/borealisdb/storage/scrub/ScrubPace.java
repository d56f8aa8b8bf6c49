package org.borealisdb.storage.scrub;

import java.time.Duration;
import org.borealisdb.runtime.task.Condition;
import org.borealisdb.runtime.task.Lock;
import org.borealisdb.runtime.task.Tasks;
import org.borealisdb.runtime.time.Clock;

/**
 * Spreads a pass over its time: it rests after each piece until so much of the time is over as of the bytes are done. So it takes as little of the disk as its period allows, and never more
 * than {@link ScrubSettings#bytesPerSecond}. Used by the scrubbing task, but for {@link #close}.
 */
final class ScrubPace {
    /** Of the period: the rest is for what is written meanwhile. */
    private static final double SHARE = 0.8;

    private static final double SECOND = 1e9;

    private final Clock clock;
    private final ScrubSettings settings;
    private final Tasks tasks;
    private final Lock lock;
    private final Condition closing;
    private boolean closed;
    private long began;
    private double nanos = 1;
    private long total = 1;
    private long done;

    ScrubPace(Tasks tasks, Clock clock, ScrubSettings settings) {
        this.clock = clock;
        this.settings = settings;
        this.tasks = tasks;
        this.lock = tasks.lock("scrub");
        this.closing = lock.condition();
    }

    void close() {
        lock.lock();
        try {
            closed = true;
            closing.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** A pass of {@code bytes} begins, or goes on after a start, {@code since} its beginning. */
    void begin(long bytes, Duration since) {
        began = clock.nanoTime();
        total = Math.max(1, bytes);
        done = 0;
        double whole = settings.period().toNanos() * SHARE;
        nanos = Math.max(whole - since.toNanos(), whole / 10);
    }

    /**
     * So many bytes were read: rests.
     *
     * @throws ScrubEndedException if the node closes
     */
    void spent(long bytes) {
        done += bytes;
        double due = began + nanos * Math.min(1.0, (double) done / total);
        double least = bytes / (double) settings.bytesPerSecond() * SECOND;
        rest((long) Math.max(least, due - clock.nanoTime()));
        tasks.giveWay();
    }

    /**
     * Rests.
     *
     * @throws ScrubEndedException if the node closes
     */
    void rest(long forNanos) {
        long until = clock.nanoTime() + forNanos;
        lock.lock();
        try {
            while (!closed && clock.nanoTime() - until < 0) {
                closing.await(until - clock.nanoTime());
            }
            if (closed) {
                throw new ScrubEndedException();
            }
        } finally {
            lock.unlock();
        }
    }
}
