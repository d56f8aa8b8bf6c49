package org.borealisdb.volume.recovery;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import org.borealisdb.redo.message.Fenced;
import org.borealisdb.redo.message.SegmentContent;
import org.borealisdb.redo.volume.Quorum;
import org.borealisdb.redo.volume.Timeline;
import org.borealisdb.redo.volume.TimelineTree;
import org.borealisdb.redo.volume.VolumeMetadata;
import org.borealisdb.runtime.net.Address;
import org.borealisdb.volume.HistoryGoneException;
import org.borealisdb.volume.RewindTarget;
import org.borealisdb.volume.geometry.GroupQuorums;
import org.jspecify.annotations.Nullable;

/**
 * Where an opening lets the next timeline begin: where the log ends, or, for a rewind, anywhere in the history that is kept. Pure.
 *
 * <p><b>Tails.</b> The tail of a group at the point is the tail at the nearest end of a line above it, if that is at or below the point, for there is no record in between. Otherwise
 * the group has records beyond, and the point itself serves as the tail: a segment that has reached a record beyond it has everything at or below it.
 *
 * @param parent timeline that owns {@code lsn}
 * @param lsn    a consistency point
 * @param tails  for each group, an LSN at or below {@code lsn} and at or above the group's last record at or below {@code lsn}
 */
record BranchPoint(int parent, long lsn, List<Long> tails) {
    BranchPoint {
        tails = List.copyOf(tails);
    }

    /** Where the log ends. */
    static BranchPoint end(VolumeMetadata metadata, LogEnd end) {
        return new BranchPoint(metadata.timelines().current().id(), end.vdl(), end.groupTails());
    }

    /**
     * A point in the past.
     *
     * @param end     where the log of the current timeline ends
     * @param answers of the segments that were fenced
     * @throws HistoryGoneException if there is no such point, or too few segments still have its history
     */
    static BranchPoint rewound(
            VolumeMetadata metadata, LogEnd end, SortedMap<Address, Fenced> answers, RewindTarget target) {
        BranchPoint point = past(metadata, end, target);
        TimelineTree tree = metadata.timelines();
        check(
                metadata,
                answers,
                Math.min(target.lsn(), tree.sharedUpTo(tree.current().id(), target.timeline())));
        return point;
    }

    /**
     * A point in the past, whether its history is still kept or not.
     *
     * @throws HistoryGoneException if there was no such point
     */
    static BranchPoint past(VolumeMetadata metadata, LogEnd end, RewindTarget target) {
        TimelineTree tree = metadata.timelines();
        if (target.timeline() > tree.current().id()) {
            throw new HistoryGoneException(metadata.id() + " has no timeline " + target.timeline());
        }
        boolean current = target.timeline() == tree.current().id();
        long last = current ? end.vdl() : endOf(tree, target.timeline());
        List<Long> tails = current ? end.groupTails() : endTails(tree, target.timeline());
        if (target.lsn() > last) {
            throw new HistoryGoneException("timeline " + target.timeline() + " of " + metadata.id() + " ends at LSN "
                    + last + ", before LSN " + target.lsn());
        }
        int owner = tree.ownerOf(target.timeline(), target.lsn());
        long lsn = target.lsn();
        if (lsn < tree.get(owner).firstLsn()) {
            // The range that the owner's branch skipped: what there is was there at the branch.
            lsn = Math.min(lsn, tree.get(owner).branchLsn());
            owner = tree.ownerOf(owner, lsn);
        }
        return new BranchPoint(
                owner,
                lsn,
                tailsAt(
                        tree,
                        target.timeline(),
                        owner,
                        lsn,
                        tails,
                        metadata.groups().size()));
    }

    /** VDL of a timeline when it was left. */
    private static long endOf(TimelineTree tree, int timeline) {
        Timeline next = tree.get(timeline + 1);
        return next.rewound() ? next.leftLsn() : next.branchLsn();
    }

    private static List<Long> endTails(TimelineTree tree, int timeline) {
        Timeline next = tree.get(timeline + 1);
        return next.rewound() ? next.leftTails() : next.groupTails();
    }

    /** Enough segments of each group ({@link Quorum#PAGES}) must still have what its pages were at {@code lsn}, and since: it is to go on from there at once. */
    private static void check(VolumeMetadata metadata, SortedMap<Address, Fenced> answers, long lsn) {
        if (!GroupQuorums.everyGroup(metadata, Quorum.PAGES, (node, group) -> floor(answers.get(node), group) <= lsn)) {
            long kept = 0;
            for (int group = 0; group < metadata.groups().size(); group++) {
                for (Fenced answer : answers.values()) {
                    long floor = floor(answer, group);
                    kept = Math.max(kept, floor == Long.MAX_VALUE ? 0 : floor);
                }
            }
            throw new HistoryGoneException("the history of " + metadata.id() + " is not kept back to LSN " + lsn
                    + " on " + metadata.group(0).needed(Quorum.PAGES) + " segments of every group; it is since LSN "
                    + kept);
        }
    }

    /** Collection floor of a segment; {@link Long#MAX_VALUE} if it did not answer. */
    private static long floor(@Nullable Fenced answer, int group) {
        return answer == null
                ? Long.MAX_VALUE
                : answer.segment(group).map(SegmentContent::floor).orElse(Long.MAX_VALUE);
    }

    private static List<Long> tailsAt(
            TimelineTree tree, int from, int owner, long lsn, List<Long> endTails, int groups) {
        List<Long> tails = new ArrayList<>();
        for (int group = 0; group < groups; group++) {
            long tail = group < endTails.size() ? endTails.get(group) : 0;
            for (int at = from; at > owner; at = tree.get(at).parent()) {
                tail = Math.min(tail, tree.get(at).groupTail(group));
            }
            tails.add(Math.min(tail, lsn));
        }
        return tails;
    }
}
