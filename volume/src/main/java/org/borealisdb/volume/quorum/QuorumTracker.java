package org.borealisdb.volume.quorum;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.borealisdb.redo.message.Batch;
import org.borealisdb.redo.message.LaggingSegment;
import org.borealisdb.redo.message.SegmentProgress;
import org.borealisdb.redo.volume.Member;
import org.borealisdb.redo.volume.Membership;
import org.borealisdb.runtime.config.PlantedBug;
import org.borealisdb.runtime.net.Address;
import org.borealisdb.volume.status.GroupStatus;

/**
 * From acknowledgements to VDL, for one writer on one timeline: SCL, PGCL, VDL. Called by the sender and by whoever receives
 * acknowledgements; all state is guarded by this object's monitor, within which nothing waits.
 *
 * <p><b>Why VDL is right.</b> The stream is sent in rounds; each begins where the one before ended and ends at a CPL, and holds every record
 * between, each in exactly one batch of its group. A segment's SCL says that it has, durably, every record of the group up to there. PGCL is an LSN that
 * the SCLs of a write quorum (four of six) have reached; it never goes back, since what is durable on a segment stays. A round counts as durable when the PGCL of
 * each of its groups has reached the round's last batch there; VDL is the end of the longest unbroken prefix of durable rounds. So at VDL every record
 * at or below is on a write quorum, and VDL is a CPL. VDL moves round by round, not CPL by CPL within one: a batch is acknowledged whole anyway.
 *
 * <p><b>Changes of membership</b> (R14). A segment counts only if its node knows the same membership as this tracker. If it knows a newer one: once so many nodes know it that the
 * older set can have no quorum any more, whoever changes the set relies on that. The caller then learns the newer one and has the tracker {@link #follow} it. If it
 * knows an older one: it may have told that before it left the group and came back with nothing, or lost what it had and was allowed to begin anew. So what was heard under one
 * membership is forgotten under the next.
 *
 * <p>Acknowledgements may be lost, doubled, and arrive in any order: SCLs only grow here. Those of another timeline are ignored, for
 * an SCL there says nothing here; the caller has checked the epoch.
 */
public final class QuorumTracker implements Segments {
    private final int timeline;

    @GuardedBy("this")
    private final List<GroupProgress> groups = new ArrayList<>();

    @GuardedBy("this")
    private final ArrayDeque<SentRound> inFlight = new ArrayDeque<>();

    @GuardedBy("this")
    private long vdl;

    @GuardedBy("this")
    private long sent;

    private volatile int roundsInFlight;
    private volatile List<Membership> memberships = List.of();

    /**
     * A tracker for a writer that starts at the branch of its timeline.
     *
     * @param tails by group index, the group's tail at the branch
     */
    public QuorumTracker(int timeline, long branchLsn, List<Membership> memberships, List<Long> tails) {
        this.timeline = timeline;
        this.vdl = branchLsn;
        this.sent = branchLsn;
        for (int group = 0; group < memberships.size(); group++) {
            groups.add(new GroupProgress(memberships.get(group), tails.get(group)));
        }
        this.memberships = List.copyOf(memberships);
    }

    /** Adds the next protection groups, which are formatted and recorded, and have no log yet. */
    public synchronized void addGroups(List<Membership> added) {
        List<Membership> all = new ArrayList<>(memberships);
        for (Membership membership : added) {
            groups.add(new GroupProgress(membership, 0));
            all.add(membership);
        }
        memberships = List.copyOf(all);
    }

    /** Goes on under those memberships that are newer than what is known; true if any is, and then VDL may have advanced. Groups beyond those known are added by {@link #addGroups}. */
    public synchronized boolean follow(List<Membership> newest) {
        List<Membership> all = new ArrayList<>(memberships);
        // Whoever tells may know more groups than we use yet, or, being behind, fewer.
        for (int group = 0; group < Math.min(groups.size(), newest.size()); group++) {
            Membership next = newest.get(group);
            if (next.epoch() > groups.get(group).membership().epoch()) {
                groups.get(group).follow(next);
                all.set(group, next);
            }
        }
        boolean changed = !all.equals(memberships);
        memberships = List.copyOf(all);
        if (changed) {
            // A smaller set may have what the larger one lacked.
            advanceVdl();
        }
        return changed;
    }

    /** True if the node of {@code segments} knows a newer membership of one of their groups. */
    public synchronized boolean outdates(List<SegmentProgress> segments) {
        for (SegmentProgress segment : segments) {
            if (segment.group() < groups.size() && outdated(segment)) {
                return true;
            }
        }
        return false;
    }

    /** True if a node that told this of its segments has one of {@code group}, and knows the same membership of it as we do. */
    public synchronized boolean counts(int group, List<SegmentProgress> segments) {
        for (SegmentProgress segment : segments) {
            if (segment.group() == group) {
                return agreed(segment);
            }
        }
        return false;
    }

    /** True if the node that told this knows the same membership of the group as we do. */
    private synchronized boolean agreed(SegmentProgress segment) {
        return segment.membershipEpoch()
                        == groups.get(segment.group()).membership().epoch()
                || PlantedBug.COUNT_OTHER_MEMBERSHIPS.planted();
    }

    private synchronized boolean outdated(SegmentProgress segment) {
        return segment.membershipEpoch()
                > groups.get(segment.group()).membership().epoch();
    }

    @Override
    public List<Membership> memberships() {
        return memberships;
    }

    /** Rounds sent and not durable. */
    public int roundsInFlight() {
        return roundsInFlight;
    }

    /** Notes that {@code round}, which follows the one before, is about to be sent. */
    public synchronized void sending(SentRound round) {
        for (Batch batch : round.batches()) {
            groups.get(batch.group()).sent(batch.lastGroupLsn());
        }
        sent = round.end();
        inFlight.addLast(round);
        roundsInFlight = inFlight.size();
    }

    /**
     * Takes what {@code node} said of its segments.
     *
     * @return true if VDL advanced
     */
    public synchronized boolean acknowledged(Address node, List<SegmentProgress> segments) {
        boolean advanced = false;
        for (SegmentProgress segment : segments) {
            if (segment.timeline() == timeline && segment.group() < groups.size() && agreed(segment)) {
                advanced |= groups.get(segment.group()).advance(node, segment.scl());
            }
        }
        return advanced && advanceVdl();
    }

    private synchronized boolean advanceVdl() {
        boolean advanced = false;
        while (!inFlight.isEmpty() && durable(inFlight.getFirst())) {
            SentRound round = inFlight.removeFirst();
            for (Batch batch : round.batches()) {
                groups.get(batch.group()).durableTail(batch.lastGroupLsn());
            }
            vdl = round.end();
            advanced = true;
        }
        roundsInFlight = inFlight.size();
        return advanced;
    }

    private synchronized boolean durable(SentRound round) {
        for (Batch batch : round.batches()) {
            if (groups.get(batch.group()).complete() < batch.lastGroupLsn()) {
                return false;
            }
        }
        return true;
    }

    public synchronized long vdl() {
        return vdl;
    }

    /** VDL and the tails of all groups at that moment. */
    public synchronized DurablePoint durablePoint() {
        List<Long> tails = new ArrayList<>(groups.size());
        for (GroupProgress group : groups) {
            tails.add(group.durableTail());
        }
        return new DurablePoint(vdl, tails);
    }

    @Override
    public synchronized long durableTail(int group) {
        return groups.get(group).durableTail();
    }

    /** PGCL of {@code group}. */
    public synchronized long groupCompleteLsn(int group) {
        return groups.get(group).complete();
    }

    /** LSN of the last record of {@code group} that was sent. */
    public synchronized long sentLsn(int group) {
        return groups.get(group).sent();
    }

    /** LSN of the last record that was sent, of whatever group. */
    public synchronized long sentLsn() {
        return sent;
    }

    /** How {@code group} is, for whoever watches. */
    public synchronized GroupStatus status(int group) {
        return groups.get(group).status(group);
    }

    /** As it was last acknowledged; 0 if it was not. */
    @Override
    public synchronized long scl(int group, Address node) {
        return groups.get(group).scl(node);
    }

    /** At most {@code most} segments that lack something at or below VDL. */
    public synchronized List<LaggingSegment> lagging(int most) {
        List<LaggingSegment> lagging = new ArrayList<>();
        for (int group = 0; group < groups.size() && lagging.size() < most; group++) {
            GroupProgress progress = groups.get(group);
            if (progress.slowest() < progress.durableTail()) {
                for (Member member : progress.membership().members()) {
                    long scl = progress.scl(member.node());
                    if (scl < progress.durableTail() && lagging.size() < most) {
                        lagging.add(new LaggingSegment(group, member.node(), scl));
                    }
                }
            }
        }
        return lagging;
    }

    /** The lowest SCL of all members of {@code group}. */
    public synchronized long slowestScl(int group) {
        return groups.get(group).slowest();
    }
}
