package org.borealisdb.storage.materialize;

import org.borealisdb.storage.segment.Segment;
import org.borealisdb.storage.segment.VolumeReplica;

/**
 * The collection floor that a segment may have now: no page version below it is asked for (PGMRPL), VDL has passed it, and no peer lacks log at or
 * below it, and nobody copies the segment as of an LSN below it.
 */
final class Floor {
    private Floor() {}

    /**
     * The floor; the volume's lock is held.
     *
     * @param nowNanos      what the clock shows
     * @param retainedBytes a peer that lacks more log than this is not waited for any longer
     */
    static long of(VolumeReplica volume, Segment segment, long nowNanos, long retainedBytes) {
        long floor = Math.min(Math.min(volume.lowestReadLsn(), volume.vdl()), segment.pinned(nowNanos));
        // Log above this may be asked for, as far as this segment can help.
        long peers = segment.peers()
                .lowestScl(volume.peersOf(segment.group()), segment.manifest().logFloor());
        return volume.timelines().logBytes(peers, segment.flushed()) > retainedBytes ? floor : Math.min(floor, peers);
    }
}
