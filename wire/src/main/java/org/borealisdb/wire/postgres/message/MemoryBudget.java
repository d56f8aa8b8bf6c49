package org.borealisdb.wire.postgres.message;

import java.util.concurrent.atomic.AtomicLong;

/** Bytes that all connections together may hold for large messages. Safe for use by all tasks. */
public final class MemoryBudget {
    private final AtomicLong left;

    public MemoryBudget(long bytes) {
        if (bytes < 0) {
            throw new IllegalArgumentException("budget of " + bytes + " bytes");
        }
        this.left = new AtomicLong(bytes);
    }

    /** Takes bytes, if that many are left. */
    public boolean take(long bytes) {
        long seen = left.get();
        while (seen >= bytes) {
            if (left.compareAndSet(seen, seen - bytes)) {
                return true;
            }
            seen = left.get();
        }
        return false;
    }

    /** Gives back what was taken. */
    public void give(long bytes) {
        left.addAndGet(bytes);
    }

    /** Bytes that are left. */
    public long left() {
        return left.get();
    }
}
