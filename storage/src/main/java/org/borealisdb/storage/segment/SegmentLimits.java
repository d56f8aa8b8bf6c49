package org.borealisdb.storage.segment;

/**
 * What a segment keeps in memory.
 *
 * @param maximumLogBytes  most bytes of log; well above the volume's allocation limit
 * @param unimagedRecords  of a page with more records in memory than this it is looked up how many more are in layers
 * @param imageRecords     it gets an image in memory whenever a read would have to fold more records than this
 * @param imageBytes       ... or more bytes of them
 * @param imageMemoryBytes most bytes of such images, beyond which there are no more until the log is folded
 */
public record SegmentLimits(
        long maximumLogBytes, int unimagedRecords, int imageRecords, int imageBytes, long imageMemoryBytes) {
    public SegmentLimits {
        if (maximumLogBytes < 1
                || unimagedRecords < 1
                || imageRecords < 2 * unimagedRecords
                || imageBytes < 1
                || imageMemoryBytes < 0) {
            throw new IllegalArgumentException("limits of a segment's memory are out of range");
        }
    }

    /** A page that takes no more records than this to read needs no image yet: the rest is for what comes before the next look. */
    int withoutImage() {
        return imageRecords - 2 * unimagedRecords;
    }

    /** For production, with at most {@code maximumLogBytes} of log. */
    public static SegmentLimits standard(long maximumLogBytes) {
        return new SegmentLimits(maximumLogBytes, 8, 64, 48 << 10, 32L << 20);
    }

    /** For simulation: so small that everything happens. */
    public static SegmentLimits tiny(long maximumLogBytes) {
        return new SegmentLimits(maximumLogBytes, 2, 8, 48 << 10, 256 << 10);
    }
}
