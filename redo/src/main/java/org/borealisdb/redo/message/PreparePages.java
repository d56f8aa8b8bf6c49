package org.borealisdb.redo.message;

import org.borealisdb.redo.volume.VolumeEpoch;
import org.borealisdb.redo.volume.VolumeId;

/**
 * A call among storage nodes: I want to copy your segment of a group; how far could you give it to me? Answered by {@link PagesPrepared}, by
 * {@link ReadRefused}, or by {@link Rejection} if the epoch or timeline is an old one. For a while the node then keeps what it says that it has.
 *
 * @param epoch    the asker's volume epoch
 * @param timeline the asker's current timeline
 */
public record PreparePages(VolumeId volume, VolumeEpoch epoch, int group, int timeline) implements StorageMessage {}
