package org.borealisdb.storage.segment;

import java.util.List;
import java.util.TreeMap;
import org.borealisdb.runtime.net.Address;

/** What the peers of a segment last said of their copies. Guarded by its volume's lock. */
final class PeerCopies {
    /** Who has said nothing for so long may be gone: peers speak several times a second. */
    private static final long SILENCE_NANOS = 5_000_000_000L;
    /** Who lacks no more than this has it soon. */
    private static final long UNDER_WAY_BYTES = 4 << 20;

    private final TreeMap<Address, Told> told = new TreeMap<>();

    /** How far a peer was at a time, and whether that was all. */
    private record Told(long scl, boolean complete, long atNanos) {}

    /** {@code peer} says that it has come to {@code scl}, when what ends at {@code tail} is known to be durable. */
    void note(Address peer, long scl, long tail, long nowNanos) {
        told.put(peer, new Told(scl, scl > 0 && tail - scl <= UNDER_WAY_BYTES, nowNanos));
    }

    void clear() {
        told.clear();
    }

    /** The SCL that {@code peer} last told, 0 if none. */
    long scl(Address peer) {
        Told last = told.get(peer);
        return last == null ? 0 : last.scl();
    }

    long highestScl() {
        long highest = 0;
        for (Told last : told.values()) {
            highest = Math.max(highest, last.scl());
        }
        return highest;
    }

    /** How many of {@code of} had everything when they last spoke, which was lately. */
    int complete(List<Address> of, long nowNanos) {
        int complete = 0;
        for (Address peer : of) {
            Told last = told.get(peer);
            complete += last != null && last.complete() && nowNanos - last.atNanos() <= SILENCE_NANOS ? 1 : 0;
        }
        return complete;
    }
}
