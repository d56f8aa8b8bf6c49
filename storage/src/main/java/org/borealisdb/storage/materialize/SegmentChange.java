package org.borealisdb.storage.materialize;

import org.borealisdb.storage.layer.Layer;
import org.borealisdb.storage.segment.Abstention;
import org.borealisdb.storage.segment.Segment;
import org.borealisdb.storage.segment.VolumeReplica;

/** A change of a segment's files that another task wants. */
public sealed interface SegmentChange {
    VolumeReplica volume();

    Segment segment();

    /** The segment, whose files are sound, must come so far before it votes. */
    record Abstain(VolumeReplica volume, Segment segment, Abstention abstention) implements SegmentChange {}

    /** The segment is to have this base instead of its layers. */
    record Rebase(VolumeReplica volume, Segment segment, RebuiltBase base) implements SegmentChange {}

    /**
     * A layer some of whose sections were damaged is to be replaced by a copy in which they are sound.
     *
     * @param copy  number of the file
     * @param floor what the copy lacks of what the layer had is at or below it; 0 if it lacks nothing
     * @param pages how many sections were damaged
     */
    record Mend(VolumeReplica volume, Segment segment, Layer damaged, int copy, long floor, int pages)
            implements SegmentChange {}

    /** The segment's manifest and raw logs are to be written again from memory: what is on the disk does not read as it was written. */
    record Rewrite(VolumeReplica volume, Segment segment) implements SegmentChange {}
}
