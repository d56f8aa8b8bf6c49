package org.borealisdb.volume.healing;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.borealisdb.redo.message.SegmentProgress;
import org.borealisdb.redo.volume.Member;
import org.borealisdb.redo.volume.Membership;
import org.borealisdb.redo.volume.Quorum;
import org.borealisdb.redo.volume.Slot;
import org.borealisdb.redo.volume.Voters;
import org.borealisdb.runtime.config.PlantedBug;
import org.borealisdb.runtime.net.Address;

/**
 * What to do next for one group, from what the nodes said. Pure but for the suspicions that it looks up.
 *
 * @param group             which
 * @param membership        what is decided for it
 * @param nodes             all storage nodes of the region
 * @param orders            what an operator decided about nodes
 * @param suspectAfterNanos a copy that has been missing for so long is replaced
 */
record GroupHealing(
        int group,
        Membership membership,
        NodeViews views,
        Suspicions suspicions,
        List<Member> nodes,
        Orders orders,
        long suspectAfterNanos) {

    /**
     * An LSN at or above everything that may count under the sets before the changes under way; empty if too few nodes know of these changes. See the package
     * description.
     */
    OptionalLong bound() {
        if (!membership.reachedByCurrent(Quorum.READ, node -> knowing(node).isPresent())) {
            return OptionalLong.empty();
        }
        // What the last opening kept is needed too, even if it found only three copies of it.
        long bound = views.metadata().timelines().current().groupTail(group);
        for (Slot slot : membership.slots()) {
            Optional<SegmentProgress> current = knowing(slot.current().node());
            bound = Math.max(bound, current.map(SegmentProgress::scl).orElse(0L));
        }
        return OptionalLong.of(bound);
    }

    private Optional<SegmentProgress> knowing(Address node) {
        return views.segment(node, group, membership);
    }

    /** Slots whose copies are all there. */
    int healthySlots() {
        return membership.slots(this::present);
    }

    private boolean present(Address node) {
        return views.segment(node, group).isPresent();
    }

    private boolean leaving(Address node) {
        return orders.leaving().contains(node);
    }

    private boolean suspect(Address node) {
        return suspicions.missingNanos(group, node, views.now()) > suspectAfterNanos;
    }

    /** The slots that need a new member. */
    List<Slot> needy() {
        return membership.slots().stream()
                .filter(slot -> slot.replacement().isEmpty()
                        && (suspect(slot.current().node())
                                || leaving(slot.current().node())))
                .toList();
    }

    /**
     * The membership after the changes that can be ended now, and, if {@code mayBegin}, those that should begin: the same if there are none.
     *
     * @param bound a {@link #bound} of this membership on this timeline, of this look or an earlier one
     */
    Membership next(OptionalLong bound, boolean mayBegin) {
        Membership next = membership;
        for (int slot = 0; slot < Membership.COPIES; slot++) {
            Slot before = membership.slots().get(slot);
            if (before.replacement().isPresent()) {
                next = ended(next, slot, before, before.replacement().get(), bound);
            }
        }
        if (next.equals(membership)
                && membership.members().stream()
                        .anyMatch(member -> views.forgotten(member.node(), group, membership))) {
            next = next.renewed();
        }
        next = recounted(next, bound, mayBegin);
        if (mayBegin) {
            for (Slot needy : needy()) {
                next = begun(next, needy);
            }
        }
        return next;
    }

    /** True if not all places count, or will. */
    boolean recounts() {
        return !membership.voters().equals(Voters.ALL)
                || !membership.next().orElse(Voters.ALL).equals(Voters.ALL);
    }

    /** The places that should count, by what the operator decided. */
    private Voters wanted() {
        return orders.lostZone().map(membership::without).orElse(Voters.ALL);
    }

    /** The next membership with a change of which places count begun, or ended. */
    private Membership recounted(Membership next, OptionalLong bound, boolean mayBegin) {
        Voters wanted = wanted();
        if (membership.next().isPresent()) {
            if (wanted.equals(membership.voters())) {
                return next.votersReverted();
            }
            boolean whole =
                    bound.isPresent() && membership.reachedByNext(Quorum.WRITE, node -> scl(node) >= bound.getAsLong());
            return whole ? next.votersSettled() : next;
        }
        // Until it is settled writes need both quorums, so whoever is to count again is there before.
        boolean ready = mayBegin
                && membership.reached(Quorum.WRITE, this::present)
                && (!wanted.equals(Voters.ALL) || healthySlots() >= wanted.needed(Quorum.WRITE) + 1);
        return ready && !wanted.equals(membership.voters()) ? next.counting(wanted) : next;
    }

    private long scl(Address node) {
        return views.segment(node, group).map(SegmentProgress::scl).orElse(-1L);
    }

    private Membership ended(Membership next, int slot, Slot before, Member replacement, OptionalLong bound) {
        Address current = before.current().node();
        boolean back = present(current) && !leaving(current) && !before.moving();
        if (back || suspect(replacement.node()) || leaving(replacement.node())) {
            return next.reverted(slot);
        }
        Optional<SegmentProgress> reached = knowing(replacement.node());
        boolean whole = reached.isPresent()
                && (PlantedBug.SETTLE_UNSEEN.planted()
                        || (bound.isPresent() && reached.get().scl() >= bound.getAsLong()));
        return whole ? next.settled(slot) : next;
    }

    private Membership begun(Membership next, Slot needy) {
        boolean moves = !suspect(needy.current().node());
        // Whoever is merely to leave does so while nobody else is missing.
        if (moves && (next.changing() || healthySlots() < Membership.COPIES)) {
            return next;
        }
        Optional<Member> spare = spare(next, needy.current().zone());
        return spare.isPresent() ? next.replacing(membership.slots().indexOf(needy), spare.get()) : next;
    }

    /** A node of the zone that works and has nothing of the group, with as few segments as any. */
    Optional<Member> spare(Membership of, String zone) {
        return nodes.stream()
                .filter(member -> member.zone().equals(zone)
                        && !of.contains(member.node())
                        && !leaving(member.node())
                        && views.serves(member.node()))
                .min(Comparator.comparingInt((Member member) -> views.load(member.node()))
                        .thenComparing(Member::node));
    }
}
