package org.borealisdb.redo.message;

import org.borealisdb.redo.volume.VolumeEpoch;
import org.borealisdb.redo.volume.VolumeId;

/**
 * A call among storage nodes: what are the checksums of your versions of the pages in {@code [fromPage, toPage)} at {@code lsn}? Answered by {@link PageChecksums}, by
 * {@link ReadRefused}, which for {@code BEHIND} names the LSN that the node could be asked for and for {@code COLLECTED} its collection floor, or by {@link Rejection} if the epoch or
 * timeline is an old one.
 *
 * @param epoch    the asker's volume epoch
 * @param timeline the asker's current timeline
 */
public record ChecksumPages(
        VolumeId volume, VolumeEpoch epoch, int group, int timeline, long lsn, long fromPage, long toPage)
        implements StorageMessage {}
