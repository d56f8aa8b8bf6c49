package org.borealisdb.engine.buffer;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.concurrent.atomic.AtomicInteger;
import org.borealisdb.runtime.task.Condition;
import org.borealisdb.runtime.task.Lock;
import org.borealisdb.runtime.task.Tasks;
import org.borealisdb.volume.Volume;

/**
 * Keeps frames above VDL, and frames that mini-transactions have fixed or may yet change, at a quarter of the pool together (R16), so that three quarters
 * can always be evicted and reads go on while writes wait.
 *
 * <p>A mini-transaction takes credits for all its frames when it begins, waiting only here. When it commits, those that it brought above VDL keep
 * their credit, in a queue by LSN, until VDL reaches them; the others give it back.
 *
 * <p>Nobody waits here for ever while the volume makes progress: a credit is held either by a frame above VDL, which gives it back when VDL moves, or by a
 * mini-transaction that holds all it needs but log room, which is admitted when VDL moves, and then never waits for credits.
 */
final class FrameCredits {
    private final Volume volume;
    private final LsnOfFrame lsnOfFrame;
    private final AtomicInteger taken = new AtomicInteger();
    private final AtomicInteger waiters = new AtomicInteger();
    private final Lock lock;
    private final Condition returned;
    private volatile int limit;

    @GuardedBy("this")
    private final boolean[] above;

    /** Frames above VDL, each once, as a ring in the order of the LSN that it had when it was put there. */
    @GuardedBy("this")
    private final int[] frames;

    @GuardedBy("this")
    private final long[] lsns;

    @GuardedBy("this")
    private int head;

    @GuardedBy("this")
    private int count;

    /** The LSN of the page that a frame holds now. */
    @FunctionalInterface
    interface LsnOfFrame {
        long lsn(int frame);
    }

    FrameCredits(Tasks tasks, Volume volume, int maxFrames, int limit, LsnOfFrame lsnOfFrame) {
        this.volume = volume;
        this.lsnOfFrame = lsnOfFrame;
        this.limit = limit;
        this.lock = tasks.lock("frame credits");
        this.returned = lock.condition();
        this.above = new boolean[maxFrames];
        this.frames = new int[maxFrames];
        this.lsns = new long[maxFrames];
    }

    int limit() {
        return limit;
    }

    void limit(int newLimit) {
        limit = newLimit;
        wake();
    }

    int taken() {
        return taken.get();
    }

    /** Takes {@code wanted} credits, waiting for them. The caller holds no pin and no latch. */
    void take(int wanted) {
        if (tryTake(wanted)) {
            return;
        }
        waiters.incrementAndGet();
        try {
            while (true) {
                settle();
                if (tryTake(wanted)) {
                    return;
                }
                long first = firstLsn();
                if (first > 0) {
                    volume.awaitDurable(first);
                } else {
                    awaitReturn(wanted);
                }
            }
        } finally {
            waiters.decrementAndGet();
        }
    }

    private void awaitReturn(int wanted) {
        lock.lock();
        try {
            while (firstLsn() == 0 && taken.get() + wanted > limit) {
                returned.await();
            }
        } finally {
            lock.unlock();
        }
    }

    private boolean tryTake(int wanted) {
        if (wanted > limit) {
            throw new IllegalArgumentException(wanted + " frames are more than a quarter of the pool, " + limit);
        }
        if (taken.addAndGet(wanted) <= limit) {
            return true;
        }
        give(wanted);
        return false;
    }

    void give(int credits) {
        if (credits > 0) {
            taken.addAndGet(-credits);
            wake();
        }
    }

    /** A mini-transaction with {@code reserved} credits committed; {@code kept} of its frames are newly above VDL. */
    void committed(int reserved, int kept) {
        taken.addAndGet(kept - reserved);
        wake();
    }

    private void wake() {
        if (waiters.get() > 0) {
            lock.lock();
            try {
                returned.signalAll();
            } finally {
                lock.unlock();
            }
        }
    }

    /** A frame, latched, was brought to {@code lsn}: true if it was not above VDL before, and so keeps one credit. */
    synchronized boolean changed(int frame, long lsn) {
        if (above[frame]) {
            return false;
        }
        above[frame] = true;
        add(frame, lsn);
        return true;
    }

    /** Takes frames that VDL has reached out of the queue and gives their credits back. Cheap if there are none. */
    void settle() {
        give(takeSettled(volume.vdl()));
    }

    private synchronized int takeSettled(long vdl) {
        int settled = 0;
        int looked = count;
        while (looked-- > 0 && lsns[head] <= vdl) {
            int frame = frames[head];
            head = head + 1 == frames.length ? 0 : head + 1;
            count--;
            // The page may have been changed again, or be another one by now: what counts is what the frame holds.
            long lsn = lsnOfFrame.lsn(frame);
            if (lsn <= vdl) {
                above[frame] = false;
                settled++;
            } else {
                add(frame, lsn);
            }
        }
        return settled;
    }

    @GuardedBy("this")
    private void add(int frame, long lsn) {
        int tail = head + count;
        tail = tail >= frames.length ? tail - frames.length : tail;
        frames[tail] = frame;
        lsns[tail] = lsn;
        count++;
    }

    private synchronized long firstLsn() {
        return count == 0 ? 0 : lsns[head];
    }
}
