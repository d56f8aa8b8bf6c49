package org.borealisdb.storage.materialize;

import java.time.Duration;

/**
 * Pace and bounds of background work.
 *
 * @param interval         time between turns
 * @param foldBytes        a segment is folded when this much log has gathered
 * @param foldLimit        most log of one fold, which it holds in memory
 * @param imageRecords     a page gets an image when its chain has more deltas than this
 * @param imageBytes       or more bytes of them
 * @param maximumLayers    layers of a segment, behind the last large one, above which some are merged
 * @param journalFiles     journal files in use above which the oldest is emptied
 * @param retainedBytes    most bytes of log that are kept for peers that lag behind
 * @param headroomBytes    batches are refused while the disk has less room than this, so that folding and collection can go on
 */
public record MaterializeSettings(
        Duration interval,
        long foldBytes,
        long foldLimit,
        int imageRecords,
        int imageBytes,
        int maximumLayers,
        int journalFiles,
        long retainedBytes,
        long headroomBytes) {
    public MaterializeSettings {
        if (interval.isNegative()
                || interval.isZero()
                || foldBytes < 1
                || foldLimit < 2 * foldBytes
                || imageRecords < 1
                || imageBytes < 1
                || maximumLayers < 2
                || journalFiles < 1
                || retainedBytes < 0
                || headroomBytes < 0) {
            throw new IllegalArgumentException("settings of folding are out of range");
        }
    }
}
