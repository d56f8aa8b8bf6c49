package org.borealisdb.redo.message;

import java.util.List;
import org.borealisdb.redo.volume.VolumeId;

/**
 * Answer to {@link PreparePages}: I can give the histories of all pages as of any LSN in {@code [lowest, highest]}, and will keep it so for a while. Only a
 * segment that votes answers, so what it says of its SCL can be relied on.
 *
 * @param membershipEpoch version of the group's membership that the node knows
 * @param scl             segment complete LSN, on the asker's timeline
 * @param lowest          collection floor; above {@code highest} if the segment has no pages
 * @param highest         LSN of the last record that it has gap-free and at or below the highest VDL it knows; 0 if there is none
 * @param logFloor        records at or below may be gone; above it the log can be fetched ({@link FetchLog})
 * @param bytes           about how many bytes there are to copy
 * @param cuts            page numbers, ascending, that divide its pages into parts of about the same size; at most {@link #MAX_CUTS}
 */
public record PagesPrepared(
        VolumeId volume,
        int group,
        int membershipEpoch,
        long scl,
        long lowest,
        long highest,
        long logFloor,
        long bytes,
        List<Long> cuts)
        implements StorageMessage {
    /** Most cuts: each makes one more layer. */
    public static final int MAX_CUTS = 15;

    public PagesPrepared {
        cuts = List.copyOf(cuts);
        if (cuts.size() > MAX_CUTS) {
            throw new IllegalArgumentException(cuts.size() + " cuts");
        }
    }
}
