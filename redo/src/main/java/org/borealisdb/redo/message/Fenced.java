package org.borealisdb.redo.message;

import java.util.List;
import org.borealisdb.redo.volume.VolumeId;

/** Answer to {@link Fence}: what each healthy segment of the volume on this node has. A segment that abstains (damaged) is left out. */
public record Fenced(VolumeId volume, List<SegmentContent> segments) implements StorageMessage {
    public Fenced {
        segments = List.copyOf(segments);
    }
}
