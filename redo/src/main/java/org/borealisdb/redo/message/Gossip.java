package org.borealisdb.redo.message;

import java.util.List;
import org.borealisdb.redo.volume.VolumeId;

/**
 * Storage node to its peers, one-way: how far my segments of this volume are, and how new my metadata is. Who sees that the sender is ahead
 * fetches the log ({@link FetchLog}); who has newer metadata answers with {@link Rejection}.
 *
 * @param vdl highest VDL known for the volume
 */
public record Gossip(VolumeId volume, long revision, long vdl, List<SegmentProgress> segments)
        implements StorageMessage {
    public Gossip {
        segments = List.copyOf(segments);
    }
}
