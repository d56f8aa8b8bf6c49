package org.borealisdb.redo.message;

import org.borealisdb.redo.volume.VolumeEpoch;
import org.borealisdb.redo.volume.VolumeId;

/**
 * A call among storage nodes (gossip), or of an opener: send me the batches of a group that overlap {@code (after, upTo]}. Answered by
 * {@link FetchedLog} or {@link Rejection}.
 *
 * @param epoch    the asker's volume epoch; the node rejects older ones
 * @param timeline timeline of the batches
 * @param maxBytes most bytes of batches in the answer; at least one batch is sent if there is any
 */
public record FetchLog(VolumeId volume, VolumeEpoch epoch, int group, int timeline, long after, long upTo, int maxBytes)
        implements StorageMessage {}
