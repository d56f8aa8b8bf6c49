package org.borealisdb.redo.message;

import java.util.List;
import java.util.Optional;
import org.borealisdb.redo.volume.VolumeId;

/** Answer to {@link Install}: the progress of the volume's healthy segments on this node, under the installed metadata. */
public record Installed(VolumeId volume, long revision, List<SegmentProgress> segments) implements StorageMessage {
    public Installed {
        segments = ByGroup.sorted(segments, SegmentProgress::group);
    }

    /** What it says of its segment of {@code group}, if it says anything. */
    public Optional<SegmentProgress> segment(int group) {
        return ByGroup.find(segments, SegmentProgress::group, group);
    }
}
