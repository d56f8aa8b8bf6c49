package org.borealisdb.storage.backup;

import java.time.Duration;

/**
 * Pace and bounds of the backup.
 *
 * @param interval        time between turns
 * @param poll            how often who is not the uploader reads the index
 * @param takeOver        who has more than the index for so long, in which nobody stored anything, takes over
 * @param turn            after so long an uploader leaves its place to another
 * @param logBytes        most bytes of log in one object
 * @param baseBytes       a new base is made when the layers behind the last one have at least this many bytes, and twice as many as that base
 * @param baseLayers      or when there are so many of them
 * @param partBytes       most bytes of one object of a base, about
 * @param retainedBytes   most bytes of log that floors wait for the store
 * @param collectInterval time between two searches for objects that nobody needs; one that is found twice is deleted
 */
public record BackupSettings(
        Duration interval,
        Duration poll,
        Duration takeOver,
        Duration turn,
        long logBytes,
        long baseBytes,
        int baseLayers,
        long partBytes,
        long retainedBytes,
        Duration collectInterval) {
    public BackupSettings {
        if (!interval.isPositive()
                || !poll.isPositive()
                || takeOver.compareTo(poll) < 0
                || turn.compareTo(takeOver) < 0
                || logBytes < 1
                || baseBytes < 1
                || baseLayers < 2
                || partBytes < 1
                || retainedBytes < 0
                || !collectInterval.isPositive()) {
            throw new IllegalArgumentException("settings of the backup are out of range");
        }
    }

    /** For production. */
    public static BackupSettings standard() {
        return new BackupSettings(
                Duration.ofSeconds(1),
                Duration.ofSeconds(1),
                Duration.ofSeconds(3),
                Duration.ofMinutes(10),
                16L << 20,
                256L << 20,
                48,
                128L << 20,
                1L << 30,
                Duration.ofMinutes(10));
    }

    /** For simulation: turns, bases and collections within seconds. */
    public static BackupSettings tiny() {
        return new BackupSettings(
                Duration.ofMillis(100),
                Duration.ofMillis(100),
                Duration.ofMillis(300),
                Duration.ofSeconds(5),
                16L << 10,
                32L << 10,
                6,
                16L << 10,
                1L << 20,
                Duration.ofSeconds(1));
    }
}
