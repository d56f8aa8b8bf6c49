package org.borealisdb.storage.segment;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToLongFunction;
import java.util.function.UnaryOperator;
import org.borealisdb.redo.message.Batch;
import org.borealisdb.runtime.config.PlantedBug;

/**
 * The batches of one group that are durable but not in layers, in the order of the group's chain, and those that arrived beyond a gap. Guarded
 * by the volume's lock.
 *
 * <p>A batch says: these are all records of the group in (previous, last]. So a batch extends the gap-free part whenever its previous LSN is at or below
 * SCL, even if an opener or a peer has cut the log into batches elsewhere than the writer did; what it repeats does not count again.
 */
final class ReceivedLog {
    private final List<LogEntry> chained = new ArrayList<>();
    private final TreeMap<Long, LogEntry> beyondGap = new TreeMap<>();
    private long flushed;
    private long scl;
    private long bytes;
    private long beyondGapBytes;

    /** An empty log whose records at or below {@code flushed} are in layers. */
    ReceivedLog(long flushed) {
        this.flushed = flushed;
        this.scl = flushed;
    }

    /** Segment complete LSN. */
    long scl() {
        if (PlantedBug.SCL_IGNORES_GAPS.planted() && !beyondGap.isEmpty()) {
            return Math.max(scl, beyondGap.lastEntry().getValue().upTo());
        }
        return scl;
    }

    long flushed() {
        return flushed;
    }

    /** Bytes of all batches held. */
    long bytes() {
        return bytes + beyondGapBytes;
    }

    long beyondGapBytes() {
        return beyondGapBytes;
    }

    /** The gap-free part, from the oldest; not to be changed. */
    List<LogEntry> chained() {
        return chained;
    }

    /** What lies beyond the first gap, by where it begins; not to be changed. */
    Map<Long, LogEntry> beyondGap() {
        return beyondGap;
    }

    boolean hasGap() {
        return !beyondGap.isEmpty();
    }

    /** Where the first gap ends; SCL if there is none. */
    long gapEnd() {
        return beyondGap.isEmpty() ? scl : beyondGap.firstKey();
    }

    /** True if nothing of {@code (after, upTo]} would be new. */
    boolean covers(long after, long upTo) {
        if (upTo <= scl) {
            return true;
        }
        LogEntry same = beyondGap.get(after);
        return same != null && same.upTo() >= upTo;
    }

    /** Adds a durable batch. */
    void add(LogEntry entry) {
        if (covers(entry.after(), entry.upTo())) {
            return;
        }
        if (entry.after() > scl && !PlantedBug.SKIP_BACK_LINK_CHECK.planted()) {
            LogEntry replaced = beyondGap.put(entry.after(), entry);
            beyondGapBytes += entry.batch().length()
                    - (replaced == null ? 0 : replaced.batch().length());
            return;
        }
        chain(entry);
        drain();
    }

    /** There is no record in {@code (after, upTo]}; true if SCL moved. Nothing of that is durable, and need not be: what is complete after a restart is the same records. */
    boolean skip(long after, long upTo) {
        if (scl != after || upTo <= scl) {
            return false;
        }
        scl = upTo;
        drain();
        return true;
    }

    private void drain() {
        while (!beyondGap.isEmpty() && beyondGap.firstKey() <= scl) {
            LogEntry next = beyondGap.pollFirstEntry().getValue();
            beyondGapBytes -= next.batch().length();
            if (next.upTo() > scl) {
                chain(next);
            }
        }
    }

    private void chain(LogEntry entry) {
        chained.add(entry.within(scl, entry.upTo()));
        scl = entry.upTo();
        bytes += entry.batch().length();
    }

    /** Forgets the gap-free entries at or below {@code upTo}: everything up to there is in layers now. */
    void flushedUpTo(long upTo) {
        int count = 0;
        while (count < chained.size() && chained.get(count).upTo() <= upTo) {
            bytes -= chained.get(count).batch().length();
            count++;
        }
        chained.subList(0, count).clear();
        flushed = Math.max(flushed, upTo);
        scl = Math.max(scl, flushed);
        // The timelines may have changed during the fold, and what chained on before may have lain beyond a gap since.
        drain();
    }

    /**
     * After everything up to {@code upTo}, which is at or above {@link #flushed}, was copied from peers into layers: what is held beyond chains on from there.
     *
     * @param keep false if what is held is not to be relied on
     */
    void rebase(long upTo, boolean keep) {
        List<LogEntry> all = new ArrayList<>();
        if (keep) {
            all.addAll(chained);
            all.addAll(beyondGap.values());
        }
        empty(upTo);
        for (LogEntry entry : all) {
            if (entry.upTo() > upTo) {
                add(entry);
            }
        }
    }

    private void empty(long upTo) {
        chained.clear();
        beyondGap.clear();
        bytes = 0;
        beyondGapBytes = 0;
        flushed = upTo;
        scl = upTo;
    }

    /**
     * Starts again with what counts under other timelines.
     *
     * @param lastLsn the highest LSN of a batch that counts now; negative if it is off the path
     * @param limit   the highest LSN that may be complete without a new batch
     */
    void clip(ToLongFunction<Batch> lastLsn, long limit) {
        List<LogEntry> all = new ArrayList<>(chained);
        all.addAll(beyondGap.values());
        empty(Math.min(flushed, limit));
        for (LogEntry entry : all) {
            long upTo = Math.min(entry.upTo(), lastLsn.applyAsLong(entry.batch()));
            if (upTo > entry.after()) {
                add(entry.within(entry.after(), upTo));
            }
        }
    }

    /** Replaces entries, one for one and in place. */
    void replaceAll(UnaryOperator<LogEntry> change) {
        chained.replaceAll(change);
        beyondGap.replaceAll((_, entry) -> change.apply(entry));
    }

    /** The oldest generation of the journal that an entry needs; {@link LogEntry#IN_RAW_LOG} if none does. */
    long oldestGeneration() {
        long oldest = LogEntry.IN_RAW_LOG;
        for (LogEntry entry : chained) {
            oldest = Math.min(oldest, entry.generation());
        }
        for (LogEntry entry : beyondGap.values()) {
            oldest = Math.min(oldest, entry.generation());
        }
        return oldest;
    }
}
