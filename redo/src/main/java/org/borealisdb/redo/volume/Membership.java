package org.borealisdb.redo.volume;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.borealisdb.runtime.net.Address;

/**
 * The six segments of a protection group, by the nodes that hold them, and the rule for how many must agree ({@link SegmentMix}, {@link Voters}): writes 4 of 6,
 * recovery reads and fences 3 of 6, as a rule. Any two write quorums meet, and every fence meets every write quorum.
 *
 * <p><b>Changing it</b> (R14) takes two reversible steps, each with the next epoch: a {@link Slot} gets a replacement, and then it is settled, one way or the
 * other. In between a slot counts only if both of its candidates do, so a quorum of this membership is one of the set before and of the set after, and of every
 * mixture when several slots change at the same time. What this class can't know: who settles for the replacement must have seen that it holds everything
 * that may be durable under the set before (see {@code volume.healing}). Which places count is changed in the same two steps: in between, a quorum is one by
 * the rule of before and one by the rule of after.
 *
 * @param epoch  counts the changes of this group's set
 * @param slots  six, all of whose candidates are on distinct nodes; their order means nothing but which of them {@code voters} are
 * @param voters which of them count
 * @param next   those that are about to count instead
 * @param mix    which of them are full: the same for all groups of a volume, and for good
 */
public record Membership(int epoch, List<Slot> slots, Voters voters, Optional<Voters> next, SegmentMix mix) {
    /** Copies of every segment. */
    public static final int COPIES = 6;

    public Membership {
        if (next.isPresent() && next.get().equals(voters)) {
            throw new IllegalArgumentException("these count already: " + voters);
        }
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

    /** The first membership of a group whose segments are all full. */
    public static Membership initial(List<Member> members) {
        return initial(members, SegmentMix.SIX_FULL);
    }

    /** The first membership of a group: {@code members} have the slots in their order. */
    public static Membership initial(List<Member> members, SegmentMix mix) {
        return new Membership(1, members.stream().map(Slot::of).toList(), Voters.ALL, Optional.empty(), mix);
    }

    /** True if each zone that has full segments has only one of them, or all are full: then the loss of a zone takes no more than one. */
    public boolean spreadsFull() {
        List<Member> full = fullMembers();
        return !mix.hasTails() || full.stream().map(Member::zone).distinct().count() == full.size();
    }

    /** True if the segment of {@code node} has, or is about to have, pages. */
    public boolean full(Address node) {
        return slotOf(node).map(mix::full).orElse(false);
    }

    /** Those of {@link #members} whose segments have, or are about to have, pages. */
    public List<Member> fullMembers() {
        List<Member> full = new ArrayList<>(COPIES + 1);
        for (int index = 0; index < COPIES; index++) {
            if (mix.full(index)) {
                full.addAll(slots.get(index).candidates());
            }
        }
        return full;
    }

    /** What the first membership of a branch of this group is: the same members, and the same of them count. */
    public Membership branched() {
        return new Membership(
                1, slots.stream().map(slot -> Slot.of(slot.current())).toList(), voters, Optional.empty(), mix);
    }

    /** How many of how many slots must agree, for a person, such as "4 of 6". */
    public String needed(Quorum quorum) {
        String before = mix.needed(quorum, voters);
        return next.map(after -> before + ", and " + mix.needed(quorum, after)).orElse(before);
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

    /** How many slots are whole if {@code node} says so of their nodes: those of which every candidate is, whether they count or not. */
    public int slots(Predicate<Address> node) {
        return Integer.bitCount(wholeSlots(node));
    }

    /** The same as a set: bit {@code i} for slot {@code i}. */
    public int wholeSlots(Predicate<Address> node) {
        int whole = 0;
        for (int index = 0; index < COPIES; index++) {
            boolean all = true;
            for (Member member : slots.get(index).candidates()) {
                all &= node.test(member.node());
            }
            whole |= all ? 1 << index : 0;
        }
        return whole;
    }

    /** True if the nodes of which {@code node} is true are such a quorum, whichever candidates will be chosen. */
    public boolean reached(Quorum quorum, Predicate<Address> node) {
        return reached(quorum, wholeSlots(node));
    }

    /** True if the slots of which bits are set in {@code whole} are such a quorum, whichever voters will be chosen. */
    public boolean reached(Quorum quorum, int whole) {
        return mix.reached(quorum, voters, whole) && (next.isEmpty() || mix.reached(quorum, next.get(), whole));
    }

    /** The same by the rule to come for which places count, alone; false if none is. */
    public boolean reachedByNext(Quorum quorum, Predicate<Address> node) {
        return next.isPresent() && mix.reached(quorum, next.get(), wholeSlots(node));
    }

    /** True if the nodes of which {@code node} is true were such a quorum before any of the changes under way. */
    public boolean reachedByCurrent(Quorum quorum, Predicate<Address> node) {
        int current = 0;
        for (int index = 0; index < COPIES; index++) {
            current |= node.test(slots.get(index).current().node()) ? 1 << index : 0;
        }
        return mix.reached(quorum, voters, current);
    }

    /** True if a slot has two candidates, or other places are about to count. */
    public boolean changing() {
        return next.isPresent()
                || slots.stream().anyMatch(slot -> slot.replacement().isPresent());
    }

    /** Those that count when the places of {@code zone} don't; all if it has not two places. */
    public Voters without(String zone) {
        int places = Voters.ALL.places();
        for (int index = 0; index < COPIES; index++) {
            places &= slots.get(index).current().zone().equals(zone) ? ~(1 << index) : Voters.ALL.places();
        }
        return Integer.bitCount(places) == COPIES - 2 ? new Voters(places) : Voters.ALL;
    }

    /**
     * The next membership, in which {@code after} are about to count instead.
     *
     * @throws IllegalArgumentException if that is so already, or another change of them is under way
     */
    public Membership counting(Voters after) {
        if (next.isPresent()) {
            throw new IllegalArgumentException("it is changing already which places count: " + next.get());
        }
        return new Membership(epoch + 1, slots, voters, Optional.of(after), mix);
    }

    /** The next membership, in which those count that were about to. */
    public Membership votersSettled() {
        return new Membership(epoch + 1, slots, changingVoters(), Optional.empty(), mix);
    }

    /** The next membership, in which those count that counted before the change. */
    public Membership votersReverted() {
        changingVoters();
        return new Membership(epoch + 1, slots, voters, Optional.empty(), mix);
    }

    private Voters changingVoters() {
        return next.orElseThrow(() -> new IllegalArgumentException("it is not changing which places count"));
    }

    /**
     * The next membership, in which {@code replacement} is about to take the place of {@code slot}'s current member.
     *
     * @throws IllegalArgumentException if the slot is changing already, or the node holds another place
     */
    public Membership replacing(int slot, Member replacement) {
        return replacing(slot, replacement, false);
    }

    /** The same, though nothing is wrong with the current member. */
    public Membership moving(int slot, Member replacement) {
        return replacing(slot, replacement, true);
    }

    private Membership replacing(int slot, Member replacement, boolean moving) {
        if (slots.get(slot).replacement().isPresent()) {
            throw new IllegalArgumentException("slot " + slot + " is changing already: " + slots.get(slot));
        }
        return with(slot, new Slot(slots.get(slot).current(), Optional.of(replacement), moving));
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
        return new Membership(epoch + 1, slots, voters, next, mix);
    }

    private Membership with(int slot, Slot changed) {
        List<Slot> all = new ArrayList<>(slots);
        all.set(slot, changed);
        return new Membership(epoch + 1, all, voters, next, mix);
    }
}
