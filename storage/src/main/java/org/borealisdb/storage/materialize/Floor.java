package org.borealisdb.storage.materialize;

import org.borealisdb.redo.volume.Timeline;
import org.borealisdb.redo.volume.TimelineTree;
import org.borealisdb.storage.segment.Segment;
import org.borealisdb.storage.segment.VolumeReplica;

/**
 * The collection floor that a segment may have now: no page version below it is asked for (PGMRPL), VDL has passed it, and no peer lacks log at or
 * below it.
 */
final class Floor {
    private Floor() {}

    /**
     * The floor; the volume's lock is held.
     *
     * @param retainedBytes a peer that lacks more log than this is not waited for any longer
     */
    static long of(VolumeReplica volume, Segment segment, long retainedBytes) {
        long floor = Math.min(volume.lowestReadLsn(), volume.vdl());
        long peers = segment.lowestPeerScl(volume.peersOf(segment.group()));
        return logBytes(volume.timelines(), peers, segment.flushed()) > retainedBytes ? floor : Math.min(floor, peers);
    }

    /** Bytes of log in {@code (after, upTo]}: LSNs count them, but for the range that each branch skips. */
    static long logBytes(TimelineTree timelines, long after, long upTo) {
        long bytes = upTo - after;
        Timeline line = timelines.current();
        while (line.parent() > 0 && line.branchLsn() >= after) {
            bytes -= Math.max(0, Math.min(line.firstLsn(), upTo) - line.branchLsn());
            line = timelines.get(line.parent());
        }
        return bytes;
    }
}
