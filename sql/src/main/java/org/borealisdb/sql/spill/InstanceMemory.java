package org.borealisdb.sql.spill;

import java.util.concurrent.atomic.AtomicLong;

/** How much memory the statements of an instance may take together for the rows that they keep. Safe for use by all tasks. */
public final class InstanceMemory {
    /** So much of the whole a single statement may have, so that others can go on beside it. */
    private static final int SHARE_OF_ONE = 2;

    private final long total;
    private final AtomicLong taken = new AtomicLong();

    /** Makes an account of so many bytes. */
    public InstanceMemory(long total) {
        if (total < 1) {
            throw new IllegalArgumentException("memory of " + total + " bytes");
        }
        this.total = total;
    }

    /** Returns the most bytes that one statement can have. */
    long most() {
        return Math.max(1, total / SHARE_OF_ONE);
    }

    boolean tryTake(long bytes) {
        if (taken.addAndGet(bytes) > total) {
            taken.addAndGet(-bytes);
            return false;
        }
        return true;
    }

    void give(long bytes) {
        taken.addAndGet(-bytes);
    }

    /** Returns the bytes that are taken now. */
    public long taken() {
        return taken.get();
    }

    /** Returns the bytes that there are in all. */
    public long total() {
        return total;
    }
}
