package org.borealisdb.redo.message;

import java.util.List;
import java.util.Optional;
import org.borealisdb.redo.volume.VolumeId;

/** Answer to {@link Fence}: what each healthy segment of the volume on this node has. A segment that abstains (damaged) is left out. */
public record Fenced(VolumeId volume, List<SegmentContent> segments) implements StorageMessage {
    public Fenced {
        segments = ByGroup.sorted(segments, SegmentContent::group);
    }

    /** What it says of its segment of {@code group}, if it says anything. */
    public Optional<SegmentContent> segment(int group) {
        return ByGroup.find(segments, SegmentContent::group, group);
    }
}
