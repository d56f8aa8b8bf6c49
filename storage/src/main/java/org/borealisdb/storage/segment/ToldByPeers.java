package org.borealisdb.storage.segment;

import java.util.List;
import java.util.TreeMap;
import org.borealisdb.redo.message.SegmentProgress;
import org.borealisdb.runtime.net.Address;

/** What each peer of a segment last said of its own, on the current timeline. Guarded by the volume's lock. */
public final class ToldByPeers {
    /** Who has said nothing for so long may be gone: peers speak several times a second. */
    private static final long SILENCE_NANOS = 5_000_000_000L;
    /** Who lacks no more than this has it soon. */
    private static final long UNDER_WAY_BYTES = 4 << 20;

    private final TreeMap<Address, Told> told = new TreeMap<>();

    /** How far a peer was at a time, and whether that was all. */
    private record Told(SegmentProgress progress, boolean complete, long atNanos) {}

    /** {@code peer} says how far it has come, when what ends at {@code tail} is known to be durable. */
    void note(Address peer, SegmentProgress progress, long tail, long nowNanos) {
        long scl = progress.scl();
        told.put(peer, new Told(progress, scl > 0 && tail - scl <= UNDER_WAY_BYTES, nowNanos));
    }

    void clear() {
        told.clear();
    }

    /** The SCL that {@code peer} last told, 0 if none. */
    public long scl(Address peer) {
        Told last = told.get(peer);
        return last == null ? 0 : last.progress().scl();
    }

    /** The same if it told that under membership {@code epoch} of the group; else 0. */
    long scl(Address peer, int epoch) {
        Told last = told.get(peer);
        return last == null || last.progress().membershipEpoch() != epoch
                ? 0
                : last.progress().scl();
    }

    /** The highest SCL that was told; 0 if none. */
    long highestScl() {
        long highest = 0;
        for (Told last : told.values()) {
            highest = Math.max(highest, last.progress().scl());
        }
        return highest;
    }

    /** How many of {@code of} said lately that they had all that was known to be durable then, but for what was under way. */
    public int complete(List<Address> of, long nowNanos) {
        int complete = 0;
        for (Address peer : of) {
            Told last = told.get(peer);
            complete += last != null && last.complete() && nowNanos - last.atNanos() <= SILENCE_NANOS ? 1 : 0;
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
