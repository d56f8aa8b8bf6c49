package org.borealisdb.storage.repair;

import java.time.Duration;
import org.borealisdb.redo.message.Batch;
import org.borealisdb.storage.pace.PaceSettings;

/**
 * Pace and bounds of rebuilding segments.
 *
 * @param interval       time between looks at what has to be rebuilt, also after an attempt that failed
 * @param callTimeout    for one call of a peer
 * @param pinTime        how long a source keeps what is copied from it after the last request
 * @param pace           of what a node copies in, of all its segments together, and of what it gives away
 * @param workers        pieces that are asked for at the same time
 * @param pieceBytes     most bytes of one answer
 * @param copyBytes      a segment that lacks more log than this is copied: that is cheaper than the log
 */
public record RepairSettings(
        Duration interval,
        Duration callTimeout,
        Duration pinTime,
        PaceSettings pace,
        int workers,
        int pieceBytes,
        long copyBytes) {
    private static final int LEAST_COPY_DIVISOR = 16;
    private static final int MAX_WORKERS = 16;
    private static final int MAX_PIECE_BYTES = 8 << 20;

    public RepairSettings {
        if (!positive(interval)
                || !positive(callTimeout)
                || pinTime.compareTo(callTimeout) <= 0
                || pace.leastBytesPerSecond() < pieceBytes
                || workers < 1
                || workers > MAX_WORKERS
                || pieceBytes < 1
                || pieceBytes > MAX_PIECE_BYTES
                || copyBytes < 1) {
            throw new IllegalArgumentException("repair every " + interval + ", time-out " + callTimeout + ", pins of "
                    + pinTime + ", " + pace + ", pieces of " + pieceBytes + ", " + workers
                    + " workers, log up to " + copyBytes + " bytes");
        }
    }

    /** An empty segment is copied if it lacks more log than this, and any other that lacks more than it has. */
    long leastCopyBytes() {
        return copyBytes / LEAST_COPY_DIVISOR;
    }

    private static boolean positive(Duration duration) {
        return !duration.isNegative() && !duration.isZero();
    }

    /** For production: pieces of 256 KiB. */
    public static RepairSettings standard() {
        return new RepairSettings(
                Duration.ofSeconds(1),
                Duration.ofSeconds(2),
                Duration.ofSeconds(30),
                PaceSettings.standard(),
                4,
                256 << 10,
                256L << 20);
    }

    /** The same, copying segments that lack more log than {@code bytes}. */
    public RepairSettings copyingFrom(long bytes) {
        return new RepairSettings(
                interval, callTimeout, pinTime, pace, workers, pieceBytes, bytes * LEAST_COPY_DIVISOR);
    }

    /** For simulation: pieces so small that a segment takes many, and log so little that copying happens. */
    public static RepairSettings tiny() {
        return new RepairSettings(
                Duration.ofMillis(150),
                Duration.ofMillis(100),
                Duration.ofSeconds(3),
                PaceSettings.tiny(),
                3,
                24 << 10,
                Batch.MAX_BYTES / 8);
    }
}
