package org.borealisdb.redo.message;

import java.util.List;
import org.borealisdb.redo.volume.VolumeId;

/** Answer to {@link Install}: the progress of the volume's healthy segments on this node, under the installed metadata. */
public record Installed(VolumeId volume, long revision, List<SegmentProgress> segments) implements StorageMessage {
    public Installed {
        segments = List.copyOf(segments);
    }
}
