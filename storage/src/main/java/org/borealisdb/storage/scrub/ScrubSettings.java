package org.borealisdb.storage.scrub;

import java.time.Duration;

/**
 * Pace of verifying a node's files.
 *
 * @param period         everything is verified, and compared with a peer, once within this
 * @param bytesPerSecond most bytes that are read for it, even if a pass then takes longer
 * @param remembered     how often the place is made durable, so that a restart goes on there
 * @param callTimeout    for one call of a peer
 * @param pages          pages that are compared with a peer's at a time
 */
public record ScrubSettings(
        Duration period, long bytesPerSecond, Duration remembered, Duration callTimeout, int pages) {
    private static final Duration SHORTEST = Duration.ofMillis(100);
    private static final Duration LONGEST = Duration.ofDays(365);

    public ScrubSettings {
        if (period.compareTo(SHORTEST) < 0
                || period.compareTo(LONGEST) > 0
                || bytesPerSecond < 1
                || remembered.isNegative()
                || remembered.isZero()
                || callTimeout.isNegative()
                || callTimeout.isZero()
                || pages < 1
                || pages > 256) {
            throw new IllegalArgumentException("a scrub every " + period + ", at most " + bytesPerSecond
                    + " bytes a second, remembered every " + remembered + ", calls of " + callTimeout + ", " + pages
                    + " pages at a time");
        }
    }

    /** For production: once a day, at most 64 MiB a second. */
    public static ScrubSettings standard() {
        return new ScrubSettings(Duration.ofDays(1), 64L << 20, Duration.ofMinutes(1), Duration.ofSeconds(2), 64);
    }

    /** For simulation: again and again. */
    public static ScrubSettings tiny() {
        return new ScrubSettings(Duration.ofSeconds(2), 1L << 30, Duration.ofMillis(300), Duration.ofMillis(100), 8);
    }

    /** The same with another period. */
    public ScrubSettings every(Duration next) {
        return new ScrubSettings(next, bytesPerSecond, remembered, callTimeout, pages);
    }
}
