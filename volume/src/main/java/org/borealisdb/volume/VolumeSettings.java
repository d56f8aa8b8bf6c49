package org.borealisdb.volume;

import java.time.Duration;
import org.borealisdb.redo.message.Batch;
import org.borealisdb.redo.volume.VolumeMetadata;
import org.borealisdb.volume.geometry.Placement;
import org.borealisdb.volume.stream.StreamSettings;

/**
 * What may differ between a laptop, a region and a simulation. All times in nanoseconds.
 *
 * @param zone               zone of this process: its segments are read from first
 * @param placement          homes of protection groups added by growth
 * @param allocationLimit    LAL given to volumes that are created: how far the log may run ahead of VDL, in bytes
 * @param logBufferBytes     bytes of log that may wait to be sent
 * @param resendBytes        bytes of batches, durable on a quorum, that are kept for segments that lack them; beyond, gossip must help
 * @param roundsInFlight     rounds sent and not durable yet, before further log gathers in the buffer. With one, a commit may wait for the
 *                           round before its own; with more, sessions share rounds less: two cost 20 % more CPU at 32 sessions
 * @param roundBytes         log sent in one round (a longer mini-transaction is sent in one all the same)
 * @param leaseNanos         how long a confirmation of the epoch lasts. The same for all processes of a region
 * @param tickNanos          period of the background duty: what nobody waits for is sent, what seems lost is sent again
 * @param heartbeatNanos     period of heartbeats, at most half of the lease
 * @param resendAfterNanos   a segment that lacks batches and made no progress for so long gets them again; doubles up to 16 times
 * @param callTimeoutNanos   time-out of one call to a storage node
 * @param readTimeoutNanos   how long a page is asked for, over all segments, before the volume is unavailable
 * @param openTimeoutNanos   how long opening, creating and growing look for their quorums
 * @param patienceNanos      how long opening waits for a fourth segment when it has three
 * @param historyNanos       how long versions of pages are kept for going back in history; 0 for not at all
 * @param historyBytes       most bytes of log that are kept for it: the window shrinks when it is reached
 * @param stream             of the log to readers
 */
public record VolumeSettings(
        String zone,
        Placement placement,
        long allocationLimit,
        int logBufferBytes,
        long resendBytes,
        int roundsInFlight,
        int roundBytes,
        long leaseNanos,
        long tickNanos,
        long heartbeatNanos,
        long resendAfterNanos,
        long callTimeoutNanos,
        long readTimeoutNanos,
        long openTimeoutNanos,
        long patienceNanos,
        long historyNanos,
        long historyBytes,
        StreamSettings stream) {
    /** How long history is kept as a rule. */
    public static final Duration STANDARD_HISTORY = Duration.ofHours(1);
    /** And for how many bytes of log. */
    public static final long STANDARD_HISTORY_BYTES = 2L << 30;

    private static final long MILLISECOND = 1_000_000;

    public VolumeSettings {
        check(allocationLimit >= 1024, "the allocation limit is at least 1,024 bytes");
        check(logBufferBytes >= 1024, "the log buffer has at least 1,024 bytes");
        check(resendBytes >= 0, "the bytes kept for sending again are not negative");
        check(roundsInFlight >= 1, "at least one round must be in flight");
        check(roundBytes >= 1024 && roundBytes <= Batch.MAX_BYTES, "a round has 1,024 bytes to one batch");
        check(tickNanos > 0 && heartbeatNanos > 0 && resendAfterNanos > 0, "periods are positive");
        check(leaseNanos >= 2 * heartbeatNanos, "heartbeats must be at most half a lease apart");
        check(callTimeoutNanos > 0 && readTimeoutNanos > 0 && openTimeoutNanos > 0, "time-outs are positive");
        check(patienceNanos >= 0, "patience is not negative");
        check(historyNanos >= 0 && historyBytes >= 0, "history is not negative");
        // What may be sent and not durable: four rounds, each of which may be one mini-transaction of half a log
        // buffer.
        check(stream.windowBytes() >= 2L * logBufferBytes, "readers get at least two log buffers in one go");
    }

    /** The settings of production, for a process in {@code zone}. */
    public static VolumeSettings standard(String zone, Placement placement) {
        return new VolumeSettings(
                zone,
                placement,
                VolumeMetadata.STANDARD_ALLOCATION_LIMIT,
                16 << 20,
                64L << 20,
                1,
                512 << 10,
                500 * MILLISECOND,
                25 * MILLISECOND,
                100 * MILLISECOND,
                50 * MILLISECOND,
                1_000 * MILLISECOND,
                20_000 * MILLISECOND,
                30_000 * MILLISECOND,
                1_000 * MILLISECOND,
                STANDARD_HISTORY.toNanos(),
                STANDARD_HISTORY_BYTES,
                StreamSettings.standard());
    }

    /** The same with other sizes: of the allocation limit, the log buffer, one round, and what is kept for sending again. */
    public VolumeSettings withSizes(long limit, int bufferBytes, int bytesOfRound, long bytesKept) {
        return new VolumeSettings(
                zone,
                placement,
                limit,
                bufferBytes,
                bytesKept,
                roundsInFlight,
                bytesOfRound,
                leaseNanos,
                tickNanos,
                heartbeatNanos,
                resendAfterNanos,
                callTimeoutNanos,
                readTimeoutNanos,
                openTimeoutNanos,
                patienceNanos,
                historyNanos,
                historyBytes,
                stream);
    }

    /** The same with other time-outs: of a call, of reading a page, of opening, and for the fourth segment. */
    public VolumeSettings withTimeouts(long call, long read, long open, long patience) {
        return new VolumeSettings(
                zone,
                placement,
                allocationLimit,
                logBufferBytes,
                resendBytes,
                roundsInFlight,
                roundBytes,
                leaseNanos,
                tickNanos,
                heartbeatNanos,
                resendAfterNanos,
                call,
                read,
                open,
                patience,
                historyNanos,
                historyBytes,
                stream);
    }

    /** The same with another history: kept for so long, and for so many bytes of log. */
    public VolumeSettings withHistory(Duration kept, long bytes) {
        return new VolumeSettings(
                zone,
                placement,
                allocationLimit,
                logBufferBytes,
                resendBytes,
                roundsInFlight,
                roundBytes,
                leaseNanos,
                tickNanos,
                heartbeatNanos,
                resendAfterNanos,
                callTimeoutNanos,
                readTimeoutNanos,
                openTimeoutNanos,
                patienceNanos,
                kept.toNanos(),
                bytes,
                stream);
    }

    /** The same with another way to send the log to readers. */
    public VolumeSettings withStream(StreamSettings next) {
        return new VolumeSettings(
                zone,
                placement,
                allocationLimit,
                logBufferBytes,
                resendBytes,
                roundsInFlight,
                roundBytes,
                leaseNanos,
                tickNanos,
                heartbeatNanos,
                resendAfterNanos,
                callTimeoutNanos,
                readTimeoutNanos,
                openTimeoutNanos,
                patienceNanos,
                historyNanos,
                historyBytes,
                next);
    }

    /** Most bytes of log of one mini-transaction: far below what the limits can ever grant. */
    public int maxMiniTransactionBytes() {
        return maxMiniTransactionBytes(allocationLimit);
    }

    /** Like {@link #maxMiniTransactionBytes()}, for a volume that was created with {@code limit}. */
    public int maxMiniTransactionBytes(long limit) {
        return (int) Math.min(logBufferBytes / 2, Math.min(Integer.MAX_VALUE, limit / 4));
    }

    private static void check(boolean condition, String message) {
        if (!condition) {
            throw new IllegalArgumentException(message);
        }
    }
}
