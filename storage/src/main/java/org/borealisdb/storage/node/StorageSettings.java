package org.borealisdb.storage.node;

import java.time.Duration;
import org.borealisdb.storage.gossip.GossipSettings;
import org.borealisdb.storage.journal.JournalSettings;
import org.borealisdb.storage.materialize.MaterializeSettings;
import org.borealisdb.storage.repair.RepairSettings;
import org.borealisdb.storage.scrub.ScrubSettings;
import org.borealisdb.storage.segment.SegmentLimits;

/**
 * Sizes, limits and pace of a storage node.
 *
 * @param queueEntries    most arrivals that wait for the journal
 * @param queueBytes      most bytes of them
 * @param limits          of what a segment keeps in memory
 * @param readWait        how long a read waits for a segment that is behind
 */
public record StorageSettings(
        JournalSettings journal,
        GossipSettings gossip,
        MaterializeSettings materialize,
        RepairSettings repair,
        ScrubSettings scrub,
        int queueEntries,
        long queueBytes,
        SegmentLimits limits,
        Duration readWait) {
    public StorageSettings {
        if (queueEntries < 1
                || queueBytes < journal.writeBytes()
                || limits.maximumLogBytes() < 2L * journal.writeBytes()
                || readWait.isNegative()) {
            throw new IllegalArgumentException("a queue of " + queueEntries + " arrivals and " + queueBytes + " bytes, "
                    + limits.maximumLogBytes() + " bytes of log a segment, reads that wait " + readWait);
        }
    }

    /** For production: 16 MiB journal files, folding from 8 MiB on. */
    public static StorageSettings standard() {
        return new StorageSettings(
                new JournalSettings(16 << 20, 4 << 20, 2),
                new GossipSettings(Duration.ofMillis(200), Duration.ofMillis(10), Duration.ofSeconds(1), 4 << 20),
                new MaterializeSettings(
                        Duration.ofMillis(100), 8 << 20, 64 << 20, 52, 16 << 10, 12, 6, 1L << 30, 256L << 20),
                RepairSettings.standard(),
                ScrubSettings.standard(),
                4096,
                64L << 20,
                SegmentLimits.standard(256L << 20),
                Duration.ofMillis(100));
    }

    /** The same with all files verified once in {@code period}. */
    public StorageSettings withScrubEvery(Duration period) {
        return new StorageSettings(
                journal, gossip, materialize, repair, scrub.every(period), queueEntries, queueBytes, limits, readWait);
    }

    /** For a short life that does everything once: folds and copies from a few KiB on. */
    public static StorageSettings brief() {
        StorageSettings standard = standard();
        return new StorageSettings(
                standard.journal,
                standard.gossip,
                new MaterializeSettings(
                        Duration.ofMillis(100), 128 << 10, 64 << 20, 52, 16 << 10, 3, 6, 1L << 30, 256L << 20),
                standard.repair.copyingFrom(64 << 10),
                standard.scrub,
                standard.queueEntries,
                standard.queueBytes,
                standard.limits,
                standard.readWait);
    }

    /** For simulation: everything so small that files roll, fold and merge within a few hundred mini-transactions. */
    public static StorageSettings tiny() {
        return new StorageSettings(
                new JournalSettings(80 << 10, 64 << 10, 2),
                new GossipSettings(Duration.ofMillis(100), Duration.ofMillis(5), Duration.ofMillis(100), 32 << 10),
                new MaterializeSettings(Duration.ofMillis(60), 6 << 10, 24 << 10, 8, 16 << 10, 4, 2, 8 << 20, 1 << 20),
                RepairSettings.tiny(),
                ScrubSettings.tiny(),
                512,
                4 << 20,
                SegmentLimits.tiny(16 << 20),
                Duration.ofMillis(50));
    }
}
