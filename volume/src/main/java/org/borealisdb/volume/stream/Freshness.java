package org.borealisdb.volume.stream;

import com.google.errorprone.annotations.concurrent.GuardedBy;

/**
 * Since when a reader may lack something that was durable. Guarded by its monitor; leaf code.
 *
 * <p>A report of the reader that was sent at time t is answered with a VDL that the writer looked at after the report had come, while its lease was valid: so nothing above it had been acknowledged to
 * anybody at t. Once the reader has applied that, it knows all that was acknowledged at t. Times are the reader's own, so no two clocks are compared, and it does not matter how long messages were under way.
 */
final class Freshness {
    @GuardedBy("this")
    private long freshAt;

    /** What must be applied for {@link #pendingAt} to count; -1 for nothing. */
    @GuardedBy("this")
    private long pendingVdl = -1;

    @GuardedBy("this")
    private long pendingAt;

    /** Everything that was durable at {@code freshAt} is known. */
    Freshness(long freshAt) {
        this.freshAt = freshAt;
    }

    /** What was durable at {@code askedAt} is at or below {@code vdl}; the reader has applied {@code applied}. */
    synchronized void answered(long askedAt, long vdl, long applied) {
        if (vdl <= applied) {
            freshAt = askedAt - freshAt > 0 ? askedAt : freshAt;
        } else if (pendingVdl < 0) {
            // One that waits is kept, for the next one comes later: else a busy reader would never be told fresh.
            pendingVdl = vdl;
            pendingAt = askedAt;
        }
    }

    synchronized void applied(long lsn) {
        if (pendingVdl >= 0 && pendingVdl <= lsn) {
            freshAt = pendingAt - freshAt > 0 ? pendingAt : freshAt;
            pendingVdl = -1;
        }
    }

    /** The reader begins anew, with all that was durable at {@code at}. */
    synchronized void restarted(long at) {
        freshAt = at - freshAt > 0 ? at : freshAt;
        pendingVdl = -1;
    }

    /** Nanoseconds before {@code now} at which everything that was durable is known. */
    synchronized long age(long now) {
        return now - freshAt;
    }
}
