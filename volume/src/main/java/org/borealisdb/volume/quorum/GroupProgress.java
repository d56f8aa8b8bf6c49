package org.borealisdb.volume.quorum;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.borealisdb.redo.volume.Member;
import org.borealisdb.redo.volume.Membership;
import org.borealisdb.redo.volume.Quorum;
import org.borealisdb.redo.volume.Slot;
import org.borealisdb.redo.volume.Voters;
import org.borealisdb.runtime.config.PlantedBug;
import org.borealisdb.runtime.net.Address;
import org.borealisdb.volume.status.GroupStatus;
import org.borealisdb.volume.status.SegmentStatus;
import org.borealisdb.volume.status.SlotStatus;

/** Progress of one protection group on the current timeline. Guarded by the monitor of its {@link QuorumTracker}. */
final class GroupProgress {
    private Membership membership;
    /** All candidates of all slots, and for each of them its slot and its SCL. */
    private List<Member> members;

    private int[] slots;
    private long[] scls;
    /** What those who are members still told under earlier memberships: for people, it counts no more. */
    private final TreeMap<Address, Long> toldBefore = new TreeMap<>();

    private long complete;
    private long sent;
    private long durableTail;

    GroupProgress(Membership membership, long tail) {
        this.membership = membership;
        this.members = membership.members();
        this.slots = slots(membership);
        this.scls = new long[members.size()];
        this.complete = tail;
        this.sent = tail;
        this.durableTail = tail;
    }

    private static int[] slots(Membership membership) {
        return membership.members().stream()
                .mapToInt(member -> membership.slotOf(member.node()).orElseThrow())
                .toArray();
    }

    Membership membership() {
        return membership;
    }

    /**
     * Goes on under a newer membership. What is complete stays so: it was on a quorum of the membership before, and nobody settles a change before the
     * new member has all of that (R14). SCLs are forgotten: who stays tells its own again.
     */
    void follow(Membership next) {
        members.forEach(member -> toldBefore.merge(member.node(), scl(member.node()), Math::max));
        toldBefore.keySet().removeIf(node -> !next.contains(node));
        Map<Address, Long> known = PlantedBug.COUNT_OTHER_MEMBERSHIPS.planted() ? toldBefore : Map.of();
        membership = next;
        members = next.members();
        slots = slots(next);
        scls = members.stream()
                .mapToLong(member -> known.getOrDefault(member.node(), 0L))
                .toArray();
        complete = Math.max(complete, quorumLsn());
    }

    /** PGCL: a write quorum has everything at or below it. */
    long complete() {
        return complete;
    }

    /** LSN of the last record sent. */
    long sent() {
        return sent;
    }

    void sent(long lastGroupLsn) {
        sent = lastGroupLsn;
    }

    /** LSN of the last record at or below VDL. */
    long durableTail() {
        return durableTail;
    }

    void durableTail(long lastGroupLsn) {
        durableTail = lastGroupLsn;
    }

    /** The SCL of {@code node} as it last told; 0 if it has told none. */
    long scl(Address node) {
        int member = indexOf(node);
        return member < 0 ? 0 : scls[member];
    }

    private int indexOf(Address node) {
        for (int member = 0; member < scls.length; member++) {
            if (members.get(member).node().equals(node)) {
                return member;
            }
        }
        return -1;
    }

    /** The lowest SCL of all members. */
    long slowest() {
        long slowest = Long.MAX_VALUE;
        for (long scl : scls) {
            slowest = Math.min(slowest, scl);
        }
        return slowest;
    }

    /** How the group is, for whoever watches. */
    GroupStatus status(int group) {
        List<SlotStatus> all = new ArrayList<>(Membership.COPIES);
        for (Slot slot : membership.slots()) {
            all.add(new SlotStatus(status(slot.current()), slot.replacement().map(this::status)));
        }
        return new GroupStatus(group, membership.epoch(), complete, sent, durableTail, all);
    }

    private SegmentStatus status(Member member) {
        long scl = Math.max(scl(member.node()), toldBefore.getOrDefault(member.node(), 0L));
        return new SegmentStatus(member, scl, Math.max(0, complete - scl));
    }

    /** Notes the SCL of a member; true if PGCL advanced. */
    boolean advance(Address node, long scl) {
        int member = indexOf(node);
        if (member < 0 || scl <= scls[member]) {
            return false;
        }
        scls[member] = scl;
        if (scl <= complete) {
            return false;
        }
        long before = complete;
        complete = Math.max(complete, quorumLsn());
        return complete > before;
    }

    /** The highest LSN that a write quorum has reached: without changes under way, of six values the fourth highest. */
    private long quorumLsn() {
        long best = 0;
        for (long candidate : scls) {
            int lacking = 0;
            for (int member = 0; member < scls.length; member++) {
                if (scls[member] < candidate) {
                    lacking |= 1 << slots[member];
                }
            }
            if (isQuorum(Voters.ALL.places() & ~lacking)) {
                best = Math.max(best, candidate);
            }
        }
        return best;
    }

    private boolean isQuorum(int whole) {
        return PlantedBug.ACKNOWLEDGE_AT_THREE.planted()
                ? Integer.bitCount(whole) >= Voters.ALL.needed(Quorum.READ)
                : membership.reached(Quorum.WRITE, whole);
    }
}
