package org.borealisdb.storage.segment;

import java.util.ArrayList;
import java.util.List;
import org.borealisdb.redo.volume.Member;
import org.borealisdb.redo.volume.Membership;
import org.borealisdb.redo.volume.Slot;
import org.borealisdb.redo.volume.Voters;
import org.borealisdb.runtime.config.PlantedBug;

/**
 * What a tail need not keep: log that the full segments of its group have.
 *
 * <p><b>Which of them.</b> All whose places count, both candidates of a place that is changing included, as they said under the membership and on the timeline that this node knows: one that began anew
 * since, or was replaced, must say it again. So what is let go is on three nodes in three zones, and these three are what any read of it would need anyway. A full segment that is away would have tails
 * gather log without end; so beyond a bound, or if the log that a tail lacks is gone at its peers, two full segments are enough. They copy to the third what it lacks. With fewer than two that have
 * it nothing is let go, ever.
 *
 * <p><b>Why the SCL of a full segment is enough</b>, and it need not have been folded: what its SCL covers is as durable there in its journal as it will be in layers, and if its journal rots it abstains, like one
 * whose layers do, and copies from the other two.
 */
public final class TailBound {
    /** Full segments that must have what a tail lets go, even if others are away. */
    private static final int FEWEST = 2;

    private TailBound() {}

    /**
     * The LSN up to which {@code segment} need not keep log; 0 if it must keep all. The volume's lock is held.
     *
     * @param impatient true if full segments that are away are not to be waited for any longer
     */
    public static long of(VolumeReplica volume, Segment segment, boolean impatient) {
        if (PlantedBug.TRIM_UNHELD.planted()) {
            return segment.log().scl();
        }
        Membership membership = volume.metadata().group(segment.group());
        Voters soon = membership.next().orElse(membership.voters());
        List<Long> told = new ArrayList<>();
        for (int slot = 0; slot < Membership.COPIES; slot++) {
            if (membership.mix().full(slot) && membership.voters().counts(slot) && soon.counts(slot)) {
                told.add(told(segment, membership, membership.slots().get(slot)));
            }
        }
        if (told.size() < FEWEST) {
            return 0;
        }
        told.sort(null);
        return impatient ? told.get(told.size() - FEWEST) : told.getFirst();
    }

    private static long told(Segment segment, Membership membership, Slot slot) {
        long lowest = Long.MAX_VALUE;
        for (Member member : slot.candidates()) {
            lowest = Math.min(lowest, segment.peers().scl(member.node(), membership.epoch()));
        }
        return lowest;
    }
}
