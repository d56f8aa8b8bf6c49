package org.borealisdb.tests.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.borealisdb.redo.volume.Membership;
import org.borealisdb.redo.volume.SegmentMix;

/**
 * First members of one kind that no decision has named are interchangeable: renaming them, with their slots, changes nothing that matters. The canonical state
 * numbers the slots that decisions named in the order in which they did, and then the others in an order of what their nodes hold and have answered.
 * (Spares take part in their order, so there is nothing to choose.)
 */
final class Symmetry {
    private static final int SLOTS = Membership.COPIES;

    private final History root;
    /** Slots of one kind are so many apart: full ones and tails take turns. */
    private final int kinds;

    Symmetry(History root, SegmentMix mix) {
        this.root = root;
        this.kinds = mix.hasTails() ? 2 : 1;
    }

    ProtocolState canonical(ProtocolState state) {
        int[] order = order(state);
        boolean inOrder = true;
        for (int index = 0; index < SLOTS; index++) {
            inOrder &= order[index] == index;
        }
        return inOrder ? state : renamed(state, order);
    }

    /** True if an earlier node, which no decision named either, can do just the same. */
    boolean standsAside(ProtocolState state, int node) {
        int before = node - kinds;
        if (before < 0 || node >= SLOTS || named(state.history(), node) || named(state.history(), before)) {
            return false;
        }
        return compare(state, before, node) == 0;
    }

    /** The node that is to have each number; a full one has a number of a full one. */
    private int[] order(ProtocolState state) {
        int[] order = new int[SLOTS];
        for (int kind = 0; kind < kinds; kind++) {
            order(state, kind, order);
        }
        return order;
    }

    private void order(ProtocolState state, int kind, int[] order) {
        History history = state.history();
        int at = kind;
        for (int index = 0; index < history.namedSlots(); index++) {
            if (history.namedSlot(index) % kinds == kind) {
                order[at] = history.namedSlot(index);
                at += kinds;
            }
        }
        int unnamed = at;
        for (int slot = kind; slot < SLOTS; slot += kinds) {
            if (named(history, slot)) {
                continue;
            }
            int place = at;
            while (place > unnamed && compare(state, order[place - kinds], slot) > 0) {
                order[place] = order[place - kinds];
                place -= kinds;
            }
            order[place] = slot;
            at += kinds;
        }
    }

    private static boolean named(History history, int slot) {
        for (int index = 0; index < history.namedSlots(); index++) {
            if (history.namedSlot(index) == slot) {
                return true;
            }
        }
        return false;
    }

    private static int compare(ProtocolState state, int one, int other) {
        Node left = state.nodes().get(one);
        Node right = state.nodes().get(other);
        int result = Integer.compare(left.known(), right.known());
        result = result != 0 ? result : Integer.compare(left.records(), right.records());
        result = result != 0 ? result : left.health().compareTo(right.health());
        result = result != 0 ? result : Long.compare(left.said(), right.said());
        int answered = state.fence().answered();
        result = result != 0 ? result : Integer.compare((answered >> one) & 1, (answered >> other) & 1);
        for (int index = 0; result == 0 && index < state.inquiries().size(); index++) {
            Inquiry inquiry = state.inquiries().get(index);
            result = Boolean.compare(inquiry.slot() == one, inquiry.slot() == other);
            answered = inquiry.answered();
            result = result != 0 ? result : Integer.compare((answered >> one) & 1, (answered >> other) & 1);
        }
        return result;
    }

    /** {@code order} says which node gets each number. */
    private ProtocolState renamed(ProtocolState state, int[] order) {
        int[] names = new int[state.nodes().size()];
        Arrays.setAll(names, index -> index);
        Node[] nodes = state.nodes().toArray(Node[]::new);
        for (int name = 0; name < SLOTS; name++) {
            names[order[name]] = name;
            nodes[name] = state.nodes().get(order[name]);
        }
        History history = root;
        for (Decision decision : state.history().decisions()) {
            history = history.with(renamed(decision, names));
        }
        Fence fence = state.fence();
        if (fence.answered() != 0) {
            fence = history.shared(new Fence(renamed(fence.answered(), names), fence.union(), fence.vdl()));
        }
        List<Inquiry> inquiries = new ArrayList<>(state.inquiries().size());
        for (Inquiry each : state.inquiries()) {
            int slot = each.slot() == Inquiry.ALL_SLOTS ? Inquiry.ALL_SLOTS : names[each.slot()];
            inquiries.add(new Inquiry(each.purpose(), slot, renamed(each.answered(), names), each.highest()));
        }
        inquiries.sort((one, other) -> Integer.compare(one.slot(), other.slot()));
        return new ProtocolState(
                history,
                List.of(nodes),
                state.writers(),
                fence,
                history.shared(List.copyOf(inquiries)),
                state.damages());
    }

    private static Decision renamed(Decision decision, int[] names) {
        return switch (decision) {
            case Decision.Replacing(int slot, int node) -> new Decision.Replacing(names[slot], names[node]);
            case Decision.Settled(int slot) -> new Decision.Settled(names[slot]);
            case Decision.Reverted(int slot) -> new Decision.Reverted(names[slot]);
            case Decision.Renewed(int slot) -> new Decision.Renewed(names[slot]);
            case Decision.Counting(int places) -> new Decision.Counting(renamed(places, names));
            case Decision.RecountedAtOnce(int places) -> new Decision.RecountedAtOnce(renamed(places, names));
            case Decision.Claimed _,
                    Decision.Branched _,
                    Decision.SettledAll _,
                    Decision.Recounted _,
                    Decision.CountedAsBefore _ -> decision;
        };
    }

    private static int renamed(int set, int[] names) {
        int renamed = 0;
        for (int index = 0; index < names.length; index++) {
            renamed |= ((set >> index) & 1) << names[index];
        }
        return renamed;
    }
}
