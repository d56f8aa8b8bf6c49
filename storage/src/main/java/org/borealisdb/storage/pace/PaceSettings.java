package org.borealisdb.storage.pace;

import java.time.Duration;

/**
 * Bounds of a pace.
 *
 * @param leastBytesPerSecond so much is copied however busy the node is
 * @param mostBytesPerSecond  and no more than this however idle
 * @param interval            time between judgements; what else takes time goes by it
 */
public record PaceSettings(long leastBytesPerSecond, long mostBytesPerSecond, Duration interval) {
    public PaceSettings {
        if (leastBytesPerSecond < 1
                || mostBytesPerSecond < leastBytesPerSecond
                || interval.isNegative()
                || interval.isZero()) {
            throw new IllegalArgumentException("copies of " + leastBytesPerSecond + " to " + mostBytesPerSecond
                    + " bytes a second, judged every " + interval);
        }
    }

    /** For production: 4 to 256 MiB a second, judged five times a second. */
    public static PaceSettings standard() {
        return new PaceSettings(4L << 20, 256L << 20, Duration.ofMillis(200));
    }

    /** For simulation: so quick that it happens within copies that take tenths of a second. */
    public static PaceSettings tiny() {
        return new PaceSettings(1L << 20, 1L << 30, Duration.ofMillis(10));
    }

    /** Work is gathered for a judgement no longer than this. */
    long longestInterval() {
        return 5 * interval.toNanos();
    }

    /** A time without copying is worth noting from this on. */
    long leastQuiet() {
        return interval.toNanos() / 4;
    }

    /** If there was none, one is made this often. */
    long quietEvery() {
        return 15 * interval.toNanos();
    }

    /** And this long. */
    long quietFor() {
        return interval.toNanos() * 3 / 4;
    }

    /** A piece waits no longer than this for others to be paid for. */
    long longestDebt() {
        return 15 * interval.toNanos();
    }

    /** After so long without copying it begins anew. */
    long forgotten() {
        return 50 * interval.toNanos();
    }
}
