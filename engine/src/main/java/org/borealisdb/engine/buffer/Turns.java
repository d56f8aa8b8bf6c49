package org.borealisdb.engine.buffer;

import org.borealisdb.runtime.task.Tasks;
import org.jspecify.annotations.Nullable;

/** How tasks wait their turn for a latch, which is never held for long; and the end of waiting when the instance has failed. */
final class Turns {
    /** Far more turns than a latch can be held for: a deadlock of latches is a mistake of ours, and stops the instance. */
    static final int MAX_TURNS = 50_000_000;

    private static final int SPINS = 64;

    private final Tasks tasks;
    private volatile @Nullable Throwable failure;

    Turns(Tasks tasks) {
        this.tasks = tasks;
    }

    /** Lets others go first, the more often it was called the more so; answers the number for the next call. */
    int next(int turns) {
        if (turns < SPINS) {
            tasks.interleave();
        } else {
            checkUsable();
            tasks.giveWay();
        }
        if (turns >= MAX_TURNS) {
            throw new IllegalStateException("a page stayed latched for ever: latches were taken against their order");
        }
        return turns + 1;
    }

    void fail(Throwable cause) {
        if (failure == null) {
            failure = cause;
        }
    }

    void checkUsable() {
        Throwable cause = failure;
        if (cause != null) {
            throw new PoolFailedException(cause);
        }
    }
}
