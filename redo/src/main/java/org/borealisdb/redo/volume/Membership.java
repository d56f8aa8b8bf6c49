package org.borealisdb.redo.volume;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.borealisdb.runtime.net.Address;

/**
 * The six segments of a protection group, by the nodes that hold them, and the rule for how many must agree: writes 4 of 6,
 * recovery reads and fences 3 of 6. Any two write quorums share two segments, and every fence meets every write quorum.
 *
 * <p><b>Changing it</b> (R14) takes two reversible steps, each with the next epoch: a {@link Slot} gets a replacement, and then it is settled, one way or the
 * other. In between a slot counts only if both of its candidates do, so a quorum of this membership is one of the set before and of the set after, and of every
 * mixture when several slots change at the same time. What this class can't know: who settles for the replacement must have seen that it holds everything
 * that may be durable under the set before (see {@code volume.healing}).
 *
 * @param epoch counts the changes of this group's set
 * @param slots six, all of whose candidates are on distinct nodes; order has no meaning
 */
public record Membership(int epoch, List<Slot> slots) {
    /** Copies of every segment. */
    public static final int COPIES = 6;

    private static final int WRITE_SLOTS = 4;
    private static final int READ_SLOTS = 3;

    public Membership {
        slots = List.copyOf(slots);
        TreeSet<Address> distinct = new TreeSet<>();
        int candidates = 0;
        for (Slot slot : slots) {
            for (Member member : slot.candidates()) {
                distinct.add(member.node());
                candidates++;
            }
        }
        if (epoch < 1 || slots.size() != COPIES || distinct.size() != candidates) {
            throw new IllegalArgumentException("a protection group has six segments on six nodes: " + slots);
        }
    }

    /** The first membership of a group. */
    public static Membership initial(List<Member> members) {
        return new Membership(1, members.stream().map(Slot::of).toList());
    }

    /** How many slots must agree. */
    public static int slotsFor(Quorum quorum) {
        return quorum == Quorum.WRITE ? WRITE_SLOTS : READ_SLOTS;
    }

    /** Everyone who holds a segment or is about to, slot by slot: six, and one more for each slot that is changing. */
    public List<Member> members() {
        List<Member> members = new ArrayList<>(COPIES + 1);
        for (Slot slot : slots) {
            members.addAll(slot.candidates());
        }
        return members;
    }

    public boolean contains(Address node) {
        return slotOf(node).isPresent();
    }

    /** Index of the slot that {@code node} is a candidate of. */
    public Optional<Integer> slotOf(Address node) {
        for (int index = 0; index < COPIES; index++) {
            for (Member member : slots.get(index).candidates()) {
                if (member.node().equals(node)) {
                    return Optional.of(index);
                }
            }
        }
        return Optional.empty();
    }

    /** How many slots count if {@code node} says so of their nodes: those of which every candidate does. */
    public int slots(Predicate<Address> node) {
        int count = 0;
        for (Slot slot : slots) {
            boolean all = true;
            for (Member member : slot.candidates()) {
                all &= node.test(member.node());
            }
            count += all ? 1 : 0;
        }
        return count;
    }

    /** True if the nodes of which {@code node} is true are such a quorum, whichever candidates will be chosen. */
    public boolean reached(Quorum quorum, Predicate<Address> node) {
        return slots(node) >= slotsFor(quorum);
    }

    /** True if the nodes of which {@code node} is true were such a quorum before any of the changes under way. */
    public boolean reachedByCurrent(Quorum quorum, Predicate<Address> node) {
        return slots.stream().filter(slot -> node.test(slot.current().node())).count() >= slotsFor(quorum);
    }

    /** True if a slot has two candidates. */
    public boolean changing() {
        return slots.stream().anyMatch(slot -> slot.replacement().isPresent());
    }

    /**
     * The next membership, in which {@code replacement} is about to take the place of {@code slot}'s current member.
     *
     * @throws IllegalArgumentException if the slot is changing already, or the node holds another place
     */
    public Membership replacing(int slot, Member replacement) {
        if (slots.get(slot).replacement().isPresent()) {
            throw new IllegalArgumentException("slot " + slot + " is changing already: " + slots.get(slot));
        }
        return with(slot, new Slot(slots.get(slot).current(), Optional.of(replacement)));
    }

    /** The next membership, in which {@code slot} belongs to its replacement. */
    public Membership settled(int slot) {
        return with(
                slot,
                Slot.of(slots.get(slot)
                        .replacement()
                        .orElseThrow(() -> new IllegalArgumentException("slot " + slot + " is not changing"))));
    }

    /** The next membership, in which {@code slot} belongs to whom it belonged before the change. */
    public Membership reverted(int slot) {
        if (slots.get(slot).replacement().isEmpty()) {
            throw new IllegalArgumentException("slot " + slot + " is not changing");
        }
        return with(slot, Slot.of(slots.get(slot).current()));
    }

    /**
     * The next membership, of the same slots: a member that does not know any more what it acknowledged may begin anew under it. What it told under an older one counts no
     * more.
     */
    public Membership renewed() {
        return new Membership(epoch + 1, slots);
    }

    private Membership with(int slot, Slot next) {
        List<Slot> all = new ArrayList<>(slots);
        all.set(slot, next);
        return new Membership(epoch + 1, all);
    }
}
