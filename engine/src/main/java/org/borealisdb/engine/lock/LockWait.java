package org.borealisdb.engine.lock;

/**
 * How long a request may wait.
 *
 * @param nanos longest wait; 0 fails at once (NOWAIT), {@link Long#MAX_VALUE} waits for ever
 * @param until the clock's time in nanoseconds at which the statement's time is over; 0 for never
 */
public record LockWait(long nanos, long until) {
    /** Wait until the lock is there or the statement is cancelled. */
    public static final LockWait FOREVER = new LockWait(Long.MAX_VALUE);
    /** Fail at once if the lock is not free. */
    public static final LockWait NONE = new LockWait(0);

    /** A wait within a statement whose time is not limited. */
    public LockWait(long nanos) {
        this(nanos, 0);
    }

    public LockWait {
        if (nanos < 0) {
            throw new IllegalArgumentException("a wait cannot be negative: " + nanos);
        }
    }
}
