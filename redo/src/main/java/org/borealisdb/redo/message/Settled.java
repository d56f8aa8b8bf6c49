package org.borealisdb.redo.message;

import java.util.List;
import java.util.Optional;
import org.borealisdb.redo.volume.VolumeId;

/**
 * Answer to {@link Settle}.
 *
 * @param segments the volume's segments on this node that count in quorums, each with the LSN up to which its layers have everything, in place of its SCL
 */
public record Settled(VolumeId volume, List<SegmentProgress> segments) implements StorageMessage {
    public Settled {
        segments = ByGroup.sorted(segments, SegmentProgress::group);
    }

    /** What it says of its segment of {@code group}, if it says anything. */
    public Optional<SegmentProgress> segment(int group) {
        return ByGroup.find(segments, SegmentProgress::group, group);
    }
}
