package org.borealisdb.volume.writer;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.borealisdb.redo.message.Batch;
import org.borealisdb.volume.quorum.QuorumTracker;

/**
 * The batches that not every segment has acknowledged, kept to be sent again. What is not durable yet is always kept (the allocation limit bounds it); of
 * what is durable, at most a given number of bytes: a segment that lacks older batches gets them from its peers. Guarded by its monitor.
 */
final class SentBatches {
    private final QuorumTracker tracker;
    private final long maxDurableBytes;

    @GuardedBy("this")
    private final List<ArrayDeque<Batch>> groups = new ArrayList<>();

    @GuardedBy("this")
    private long bytes;

    SentBatches(QuorumTracker tracker, long maxDurableBytes) {
        this.tracker = tracker;
        this.maxDurableBytes = maxDurableBytes;
    }

    synchronized void keep(Batch batch) {
        while (groups.size() <= batch.group()) {
            groups.add(new ArrayDeque<>());
        }
        groups.get(batch.group()).addLast(batch);
        bytes += batch.length();
        forget(batch.group());
    }

    /** Drops what all segments of {@code group} have, and what is durable and too much. */
    synchronized void forget(int group) {
        if (group >= groups.size()) {
            return;
        }
        ArrayDeque<Batch> batches = groups.get(group);
        long everywhere = tracker.slowestScl(group);
        long durable = tracker.groupCompleteLsn(group);
        while (!batches.isEmpty()) {
            long last = batches.getFirst().lastGroupLsn();
            boolean tooMuch = bytes > maxDurableBytes && last <= durable;
            if (last > everywhere && !tooMuch) {
                return;
            }
            bytes -= batches.removeFirst().length();
        }
    }

    /**
     * The kept batches of {@code group} that a segment with this SCL lacks, oldest first, up to {@code maxBytes}, at least one if any. Only one if what comes before it is not kept: more would not
     * help the segment on, which gets the older ones, and then these, from its peers, but one has it tell where it is.
     */
    synchronized List<Batch> after(int group, long scl, long maxBytes) {
        List<Batch> missing = new ArrayList<>();
        if (group < groups.size()) {
            long room = maxBytes;
            for (Batch batch : groups.get(group)) {
                if (batch.lastGroupLsn() <= scl) {
                    continue;
                }
                room -= batch.length();
                if (room < 0 && !missing.isEmpty()) {
                    break;
                }
                missing.add(batch);
                if (missing.getFirst().previousGroupLsn() > scl) {
                    break;
                }
            }
        }
        return missing;
    }

    /** Bytes kept. */
    synchronized long bytes() {
        return bytes;
    }
}
