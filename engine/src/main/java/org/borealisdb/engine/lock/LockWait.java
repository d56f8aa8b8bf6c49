package org.borealisdb.engine.lock;

/**
 * How long a request may wait.
 *
 * @param nanos longest wait; 0 fails at once (NOWAIT), {@link Long#MAX_VALUE} waits for ever
 */
public record LockWait(long nanos) {
    /** Wait until the lock is there or the statement is cancelled. */
    public static final LockWait FOREVER = new LockWait(Long.MAX_VALUE);
    /** Fail at once if the lock is not free. */
    public static final LockWait NONE = new LockWait(0);

    public LockWait {
        if (nanos < 0) {
            throw new IllegalArgumentException("a wait cannot be negative: " + nanos);
        }
    }
}
