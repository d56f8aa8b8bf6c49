package org.borealisdb.volume.status;

import java.util.List;
import org.borealisdb.redo.volume.Geometry;
import org.borealisdb.redo.volume.SegmentMix;
import org.borealisdb.redo.volume.VolumeEpoch;
import org.borealisdb.redo.volume.VolumeId;

/**
 * What the writer of a volume knows of it. VCL has no place of its own here: the log is sent in rounds that end at a CPL and become durable whole, so
 * VDL is where VCL is known to be.
 *
 * @param epoch           under which the writer opened it
 * @param timeline        id of the timeline it writes
 * @param vdl             volume durable LSN
 * @param sentLsn         LSN up to which the log was sent to the storage nodes
 * @param appendedLsn     LSN of the last record appended
 * @param lowestReadLsn   PGMRPL
 * @param allocationLimit LAL, in bytes
 * @param allocationUsed  bytes of it that are used: by how much the log is ahead of VDL
 * @param mix             what the segments of each group are
 * @param groups          by number
 */
public record VolumeStatus(
        VolumeId volume,
        VolumeEpoch epoch,
        int timeline,
        Geometry geometry,
        long vdl,
        long sentLsn,
        long appendedLsn,
        long lowestReadLsn,
        long allocationLimit,
        long allocationUsed,
        SegmentMix mix,
        List<GroupStatus> groups) {
    public VolumeStatus {
        groups = List.copyOf(groups);
    }
}
