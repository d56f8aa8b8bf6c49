package org.borealisdb.storage.segment;

import java.util.List;
import java.util.TreeMap;
import org.borealisdb.redo.message.SegmentProgress;
import org.borealisdb.runtime.net.Address;

/** What each peer of a segment last said of its own, on the current timeline. Guarded by the volume's lock. */
public final class ToldByPeers {
    private final TreeMap<Address, SegmentProgress> told = new TreeMap<>();

    void note(Address peer, SegmentProgress progress) {
        told.put(peer, progress);
    }

    void clear() {
        told.clear();
    }

    /** The SCL that {@code peer} last told, 0 if none. */
    public long scl(Address peer) {
        SegmentProgress progress = told.get(peer);
        return progress == null ? 0 : progress.scl();
    }

    /** The same if it told that under membership {@code epoch} of the group; else 0. */
    long scl(Address peer, int epoch) {
        SegmentProgress progress = told.get(peer);
        return progress == null || progress.membershipEpoch() != epoch ? 0 : progress.scl();
    }

    /** The highest SCL that was told; 0 if none. */
    long highestScl() {
        return told.values().stream().mapToLong(SegmentProgress::scl).max().orElse(0);
    }

    /** How many of {@code of} have told an SCL of at least {@code tail}. */
    int complete(List<Address> of, long tail) {
        int complete = 0;
        for (Address peer : of) {
            complete += scl(peer) > 0 && scl(peer) >= tail ? 1 : 0;
        }
        return complete;
    }

    /** The lowest SCL that {@code of} told; of those that told none, or a lower one, {@code least}. */
    public long lowestScl(List<Address> of, long least) {
        long lowest = Long.MAX_VALUE;
        for (Address peer : of) {
            lowest = Math.min(lowest, Math.max(scl(peer), least));
        }
        return lowest;
    }
}
