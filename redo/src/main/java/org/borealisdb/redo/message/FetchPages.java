package org.borealisdb.redo.message;

import org.borealisdb.redo.volume.VolumeEpoch;
import org.borealisdb.redo.volume.VolumeId;

/**
 * A call among storage nodes: send me what you keep of the pages in {@code [fromPage, toPage)}, at or below LSN {@code base}. Answered by
 * {@link FetchedPages}, by {@link ReadRefused}, or by {@link Rejection} if the epoch or timeline is an old one. As long as somebody asks, the node collects
 * nothing that is needed at {@code base}.
 *
 * @param epoch    the asker's volume epoch
 * @param timeline the asker's current timeline
 * @param fromLsn  of page {@code fromPage} only what lies above: where the answer before ended
 * @param maxBytes about how many bytes the answer may have; it has at least one entry if there is any
 */
public record FetchPages(
        VolumeId volume,
        VolumeEpoch epoch,
        int group,
        int timeline,
        long base,
        long fromPage,
        long fromLsn,
        long toPage,
        int maxBytes)
        implements StorageMessage {}
