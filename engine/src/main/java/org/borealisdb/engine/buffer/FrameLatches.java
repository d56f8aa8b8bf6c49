package org.borealisdb.engine.buffer;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/** The latches of frames: counters that are odd while held, and one higher after each change. Safe for use by all tasks. */
final class FrameLatches {
    private static final VarHandle LATCH = MethodHandles.arrayElementVarHandle(long[].class);

    private final Turns turns;
    private final long[] latches;

    FrameLatches(Turns turns, int maxFrames) {
        this.turns = turns;
        this.latches = new long[maxFrames];
    }

    /** The counter of a frame; what is read from the frame next is at least as new. */
    long version(int frame) {
        return (long) LATCH.getAcquire(latches, frame);
    }

    /** The counter of a frame, no older than what the caller did before. */
    long versionNow(int frame) {
        return (long) LATCH.getVolatile(latches, frame);
    }

    /** The counter as it was before the caller latched the frame. */
    long versionBefore(int frame) {
        return latches[frame] - 1;
    }

    boolean held(int frame) {
        return (latches[frame] & 1) != 0;
    }

    /** Latches a frame, waiting for whoever holds it. */
    void latch(int frame) {
        int turn = 0;
        while (true) {
            long version = (long) LATCH.getOpaque(latches, frame);
            if ((version & 1) == 0 && LATCH.compareAndSet(latches, frame, version, version + 1)) {
                VarHandle.storeStoreFence();
                return;
            }
            turn = turns.next(turn);
        }
    }

    /** Latches a frame unless somebody holds it. */
    boolean tryLatch(int frame) {
        long version = (long) LATCH.getVolatile(latches, frame);
        return (version & 1) == 0 && LATCH.compareAndSet(latches, frame, version, version + 1);
    }

    /** Latches a frame that nobody else knows of. */
    void take(int frame) {
        LATCH.setVolatile(latches, frame, latches[frame] + 1);
    }

    /** Gives a latch up after changes: all readers begin anew. */
    void unlatch(int frame) {
        LATCH.setRelease(latches, frame, latches[frame] + 1);
    }

    /** Gives a latch up with nothing changed: what others have read is still good. */
    void unlatchUnchanged(int frame) {
        LATCH.setRelease(latches, frame, latches[frame] - 1);
    }
}
