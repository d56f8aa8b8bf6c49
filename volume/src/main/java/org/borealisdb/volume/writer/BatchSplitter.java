package org.borealisdb.volume.writer;

import java.util.ArrayList;
import java.util.List;
import org.borealisdb.redo.message.Batch;
import org.borealisdb.redo.message.BatchBuilder;
import org.borealisdb.redo.record.RedoRecord;
import org.borealisdb.redo.volume.Geometry;
import org.borealisdb.redo.volume.Membership;
import org.borealisdb.redo.volume.VolumeEpoch;
import org.borealisdb.redo.volume.VolumeId;

/**
 * Makes batches of a stretch of the stream: one or more for each protection group in it, at most {@link Batch#MAX_BYTES} each, chained to the
 * group's batch before. Records are never split. Used by one task at a time.
 */
final class BatchSplitter {
    private final VolumeId volume;
    private final Geometry geometry;
    private final VolumeEpoch epoch;
    private final int timeline;
    private final List<GroupChain> chains = new ArrayList<>();

    /** One group's batch under construction, and where its chain is. */
    private static final class GroupChain {
        final BatchBuilder builder = new BatchBuilder();
        long last;

        GroupChain(long tail) {
            last = tail;
        }
    }

    BatchSplitter(VolumeId volume, Geometry geometry, VolumeEpoch epoch, int timeline, List<Long> tails) {
        this.volume = volume;
        this.geometry = geometry;
        this.epoch = epoch;
        this.timeline = timeline;
        tails.forEach(tail -> chains.add(new GroupChain(tail)));
    }

    /** The batches of {@code span}, in order of LSN within each group. */
    List<Batch> split(LogSpan span, List<Membership> memberships, long vdl, long lowestReadLsn) {
        while (chains.size() < memberships.size()) {
            chains.add(new GroupChain(0));
        }
        List<Batch> batches = new ArrayList<>();
        List<Integer> touched = new ArrayList<>();
        long end = span.from() + span.length();
        long runAt = span.from();
        int runGroup = geometry.groupOf(RedoRecord.pageNumber(span.memory(), runAt));
        touched.add(runGroup);
        long at = runAt;
        while (at < end) {
            int length = RedoRecord.length(span.memory(), at);
            int group = geometry.groupOf(RedoRecord.pageNumber(span.memory(), at));
            long unfinished = group == runGroup ? at - runAt : 0;
            boolean full = chains.get(group).builder.length() + unfinished + Batch.RUN_BYTES + length > Batch.MAX_BYTES;
            if (group != runGroup || full) {
                addRun(span, runAt, at, runGroup);
                if (full) {
                    finish(group, memberships, vdl, lowestReadLsn, batches);
                }
                runAt = at;
                runGroup = group;
                if (!touched.contains(group)) {
                    touched.add(group);
                }
            }
            at += length;
        }
        addRun(span, runAt, end, runGroup);
        for (int group : touched) {
            finish(group, memberships, vdl, lowestReadLsn, batches);
        }
        return batches;
    }

    private void addRun(LogSpan span, long from, long to, int group) {
        if (to > from) {
            long startLsn = span.startLsn() + (from - span.from());
            chains.get(group).builder.add(span.memory(), from, (int) (to - from), startLsn);
        }
    }

    private void finish(int group, List<Membership> memberships, long vdl, long lowestReadLsn, List<Batch> batches) {
        GroupChain chain = chains.get(group);
        if (chain.builder.empty()) {
            return;
        }
        Batch batch = chain.builder.build(
                volume, group, timeline, epoch, memberships.get(group).epoch(), chain.last, vdl, lowestReadLsn);
        chain.last = batch.lastGroupLsn();
        batches.add(batch);
    }
}
