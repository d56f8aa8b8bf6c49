package org.borealisdb.storage.materialize;

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
}
