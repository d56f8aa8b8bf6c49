package org.borealisdb.volume.quorum;

import org.borealisdb.redo.volume.Membership;
import org.borealisdb.runtime.config.PlantedBug;

/** Progress of one protection group on the current timeline. Guarded by the monitor of its {@link QuorumTracker}. */
final class GroupProgress {
    private final Membership membership;
    private final long[] scls = new long[Membership.COPIES];
    private long complete;
    private long sent;
    private long durableTail;

    GroupProgress(Membership membership, long tail) {
        this.membership = membership;
        this.complete = tail;
        this.sent = tail;
        this.durableTail = tail;
    }

    Membership membership() {
        return membership;
    }

    /** PGCL: four of six have everything at or below it. */
    long complete() {
        return complete;
    }

    /** LSN of the last record sent. */
    long sent() {
        return sent;
    }

    void sent(long lastGroupLsn) {
        sent = lastGroupLsn;
    }

    /** LSN of the last record at or below VDL. */
    long durableTail() {
        return durableTail;
    }

    void durableTail(long lastGroupLsn) {
        durableTail = lastGroupLsn;
    }

    long scl(int member) {
        return scls[member];
    }

    /** The lowest SCL of all six. */
    long slowest() {
        long slowest = Long.MAX_VALUE;
        for (long scl : scls) {
            slowest = Math.min(slowest, scl);
        }
        return slowest;
    }

    /** Notes the SCL of a member; true if PGCL advanced. */
    boolean advance(int member, long scl) {
        if (scl <= scls[member]) {
            return false;
        }
        scls[member] = scl;
        if (scl <= complete) {
            return false;
        }
        long before = complete;
        complete = Math.max(complete, quorumLsn());
        return complete > before;
    }

    /** The highest LSN that as many segments as a write quorum needs have reached: of six values, the fourth highest. */
    private long quorumLsn() {
        int quorum = PlantedBug.ACKNOWLEDGE_AT_THREE.planted() ? 3 : Membership.WRITE_QUORUM;
        long best = 0;
        for (long candidate : scls) {
            int reached = 0;
            for (long scl : scls) {
                if (scl >= candidate) {
                    reached++;
                }
            }
            if (reached >= quorum) {
                best = Math.max(best, candidate);
            }
        }
        return best;
    }
}
