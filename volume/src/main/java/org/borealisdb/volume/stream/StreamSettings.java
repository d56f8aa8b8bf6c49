package org.borealisdb.volume.stream;

/**
 * Bounds of the stream to readers, the same for all processes of a region. All times in nanoseconds.
 *
 * @param mostReaders  readers that may follow one writer, as on Aurora
 * @param windowBytes  log that the writer keeps for all its readers together, and that each reader may have received and not applied: one that needs more begins again
 * @param gatherNanos  least time between two announcements of VDL to readers: what costs is waking them, and they need not know each VDL
 * @param reportNanos  period of reports in both directions, where nothing is urgent
 * @param askAgainNanos how long a reader waits for log that it knows of before it asks for it
 * @param forgetNanos  a reader that has not reported for so long is forgotten: what it promised counts no more
 * @param staleNanos   a reader that does not know everything that was durable so long ago answers nothing
 */
public record StreamSettings(
        int mostReaders,
        long windowBytes,
        long gatherNanos,
        long reportNanos,
        long askAgainNanos,
        long forgetNanos,
        long staleNanos) {
    private static final long MILLISECOND = 1_000_000;

    public StreamSettings {
        check(mostReaders >= 0, "the number of readers is not negative");
        check(windowBytes >= 1024, "the window has at least 1,024 bytes");
        check(gatherNanos > 0 && reportNanos > 0 && askAgainNanos > 0, "periods are positive");
        check(forgetNanos >= 3 * reportNanos, "a reader is forgotten after three reports that did not come, at least");
        check(staleNanos >= 3 * reportNanos, "a reader is stale after three reports that did not come, at least");
    }

    /** The settings of production. */
    public static StreamSettings standard() {
        return new StreamSettings(
                15,
                32L << 20,
                MILLISECOND,
                100 * MILLISECOND,
                20 * MILLISECOND,
                5_000 * MILLISECOND,
                10_000 * MILLISECOND);
    }

    private static void check(boolean condition, String message) {
        if (!condition) {
            throw new IllegalArgumentException(message);
        }
    }
}
