package org.borealisdb.tests.model;

import java.util.function.Predicate;
import org.borealisdb.redo.volume.Membership;
import org.borealisdb.redo.volume.Quorum;
import org.borealisdb.redo.volume.Slot;
import org.borealisdb.redo.volume.Voters;
import org.borealisdb.runtime.net.Address;

/**
 * The answers of a {@link Membership} for every set of nodes, asked once each: sets are bit masks here, bit {@code n} for node {@code n}. With a
 * {@link Mistake} about quorums, the wrong answers.
 */
final class Quorums {
    private final boolean[] write;
    private final boolean[] fence;
    private final boolean[] complete;
    private final boolean[] readByCurrent;
    private final boolean[] recounted;
    private final boolean[] writeByCurrent;
    private final Voters voters;
    private final boolean recounting;
    private final int[] current = new int[Membership.COPIES];
    private final int[] replacement = new int[Membership.COPIES];
    private final int candidates;

    Quorums(Membership membership, Roster roster, Scope scope) {
        int sets = 1 << roster.size();
        write = new boolean[sets];
        fence = new boolean[sets];
        complete = new boolean[sets];
        readByCurrent = new boolean[sets];
        recounted = new boolean[sets];
        writeByCurrent = new boolean[sets];
        voters = membership.voters();
        recounting = membership.next().isPresent();
        for (int set = 0; set < sets; set++) {
            int members = set;
            Predicate<Address> contains = node -> ((members >> roster.indexOf(node)) & 1) != 0;
            boolean either = scope.makes(Mistake.EITHER_CANDIDATE_COUNTS);
            write[set] = either
                    ? slotsOfEither(membership, contains) >= Voters.ALL.needed(Quorum.WRITE)
                    : membership.reached(Quorum.WRITE, contains);
            complete[set] = write[set] || (scope.threeOfSix() && membership.reached(Quorum.READ, contains));
            writeByCurrent[set] = membership.reachedByCurrent(Quorum.WRITE, contains);
            recounted[set] = membership.reachedByNext(Quorum.WRITE, contains);
            readByCurrent[set] = membership.reachedByCurrent(Quorum.READ, contains);
            if (either) {
                fence[set] = slotsOfEither(membership, contains) >= Voters.ALL.needed(Quorum.READ);
            } else if (scope.makes(Mistake.FENCE_NEW_SET_ONLY)) {
                fence[set] = slotsOfNewest(membership, contains) >= Voters.ALL.needed(Quorum.READ);
            } else if (scope.makes(Mistake.FENCE_OF_TWO)) {
                fence[set] = membership.slots(contains) >= Voters.ALL.needed(Quorum.READ) - 1;
            } else if (scope.makes(Mistake.FENCE_NEW_VOTERS_ONLY)) {
                fence[set] = recounting
                        ? membership.reachedByNext(Quorum.READ, contains)
                        : membership.reached(Quorum.READ, contains);
            } else if (scope.makes(Mistake.FENCE_OF_TAILS)) {
                fence[set] = membership.slots(contains) >= Voters.ALL.needed(Quorum.READ);
            } else {
                fence[set] = membership.reached(Quorum.READ, contains);
            }
        }
        int all = 0;
        for (int index = 0; index < Membership.COPIES; index++) {
            Slot slot = membership.slots().get(index);
            current[index] = roster.indexOf(slot.current().node());
            replacement[index] = slot.replacement()
                    .map(member -> roster.indexOf(member.node()))
                    .orElse(-1);
            all |= 1 << current[index];
            all |= replacement[index] < 0 ? 0 : (1 << replacement[index]);
        }
        candidates = all;
    }

    /** True if a record that these nodes have counts as durable. */
    boolean write(int nodes) {
        return write[nodes];
    }

    /** True if the answers of these nodes are a fence. */
    boolean fence(int nodes) {
        return fence[nodes];
    }

    /** True if an opener may branch when these nodes have everything. */
    boolean complete(int nodes) {
        return complete[nodes];
    }

    /** True if the current members among these nodes are a read quorum. */
    boolean readByCurrent(int nodes) {
        return readByCurrent[nodes];
    }

    /** True if the current members among these nodes are such a quorum. */
    boolean byCurrent(Quorum quorum, int nodes) {
        return quorum == Quorum.WRITE ? writeByCurrent[nodes] : readByCurrent[nodes];
    }

    /** True if these nodes have what is needed to settle which slots count. */
    boolean recounted(int nodes) {
        return recounted[nodes];
    }

    /** True if other slots are about to count. */
    boolean recounting() {
        return recounting;
    }

    /** The slots that count. */
    Voters voters() {
        return voters;
    }

    /** The node that holds a slot. */
    int current(int slot) {
        return current[slot];
    }

    /** The node that is about to take it over, or -1. */
    int replacement(int slot) {
        return replacement[slot];
    }

    boolean contains(int node) {
        return ((candidates >> node) & 1) != 0;
    }

    private static long slotsOfEither(Membership membership, Predicate<Address> contains) {
        return membership.slots().stream()
                .filter(slot -> slot.candidates().stream().anyMatch(member -> contains.test(member.node())))
                .count();
    }

    private static long slotsOfNewest(Membership membership, Predicate<Address> contains) {
        return membership.slots().stream()
                .filter(slot -> contains.test(slot.candidates().getLast().node()))
                .count();
    }
}
