package org.borealisdb.redo.message;

import java.util.List;
import org.borealisdb.redo.volume.VolumeEpoch;
import org.borealisdb.redo.volume.VolumeId;

/**
 * Storage node to writer, one-way: the named segments have, durably, everything up to their SCL. Sent after each journal write for the
 * segments whose SCL it advanced, and in answer to a {@link Heartbeat} for all of the volume's segments on the node.
 *
 * @param epoch    the volume epoch that the node knows for the volume: the writer counts the answer only if it is its own
 * @param nonce    that of the heartbeat answered, 0 if this answers batches. It confirms the writer's epoch as of when the heartbeat was sent (R11)
 * @param segments progress of the segments, all of this volume
 */
public record Acknowledgement(VolumeId volume, VolumeEpoch epoch, long nonce, List<SegmentProgress> segments)
        implements StorageMessage {
    public Acknowledgement {
        segments = List.copyOf(segments);
    }
}
