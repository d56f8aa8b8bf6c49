package org.borealisdb.redo.message;

import org.borealisdb.redo.volume.VolumeEpoch;
import org.borealisdb.redo.volume.VolumeId;

/**
 * A call: the newest version of a page at or below an LSN. Answered by {@link PageImage}, {@link ReadRefused} or {@link Rejection}.
 *
 * @param timeline         the reader's timeline
 * @param pageNumber       the page
 * @param readLsn          the version: at or below VDL, and, under the current epoch, a proof that VDL is at least this
 * @param requiredGroupLsn the group's tail at or below {@code readLsn}: a segment whose SCL has reached it has all that is needed, so
 *                         that an idle group is not "behind"
 */
public record ReadPage(
        VolumeId volume, VolumeEpoch epoch, int timeline, long pageNumber, long readLsn, long requiredGroupLsn)
        implements StorageMessage {}
