package org.borealisdb.redo.volume;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.borealisdb.runtime.net.Address;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Quorums by what segments are: every set of slots, whichever places count, and every set of nodes while that or the members change. */
class SegmentMixTest {
    private static final int SETS = 1 << Membership.COPIES;
    private static final int CANDIDATES = Membership.COPIES + 2;

    @ParameterizedTest
    @EnumSource
    void writeQuorumsMeetEachOtherAndEveryReadQuorum(SegmentMix mix) {
        for (Voters voters : voters()) {
            for (int write = 0; write < SETS; write++) {
                if (!mix.reached(Quorum.WRITE, voters, write)) {
                    continue;
                }
                for (int other = 0; other < SETS; other++) {
                    boolean meets = mix.reached(Quorum.WRITE, voters, other) || mix.reached(Quorum.READ, voters, other);
                    assertThat(!meets || (write & other & voters.places()) != 0)
                            .as("%s and %s of %s", write, other, voters)
                            .isTrue();
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void whoeverIsLeftOfAWriteQuorumMeetsAReadQuorumOfTheOthers(SegmentMix mix) {
        // R14: what a member that has forgotten helped to make durable is known to any read quorum without it.
        for (Voters voters : voters()) {
            for (int slot = 0; slot < Membership.COPIES; slot++) {
                int others = SETS - 1 & ~(1 << slot);
                for (int write = 0; write < SETS; write++) {
                    for (int read = 0; read < SETS; read++) {
                        boolean both = voters.counts(slot)
                                && (write & 1 << slot) != 0
                                && mix.reached(Quorum.WRITE, voters, write)
                                && mix.reached(Quorum.READ, voters, read & others);
                        assertThat(!both || (write & read & others & voters.places()) != 0)
                                .isTrue();
                    }
                }
            }
        }
    }

    @Test
    void threeFullOnesAreAWriteQuorumAndThreeTailsAreNothing() {
        SegmentMix mix = SegmentMix.THREE_FULL_THREE_TAIL;
        assertThat(mix.reached(Quorum.WRITE, Voters.ALL, 0b010101)).isTrue();
        assertThat(mix.reached(Quorum.WRITE, Voters.ALL, 0b101011)).isTrue();
        assertThat(mix.reached(Quorum.WRITE, Voters.ALL, 0b001011)).isFalse();
        assertThat(mix.reached(Quorum.READ, Voters.ALL, 0b101010)).isFalse();
        assertThat(mix.reached(Quorum.READ, Voters.ALL, 0b101001)).isTrue();
        assertThat(mix.reached(Quorum.READ, Voters.ALL, 0b000101)).isFalse();
        assertThat(mix.reached(Quorum.PAGES, Voters.ALL, 0b000101)).isTrue();
        assertThat(mix.reached(Quorum.PAGES, Voters.ALL, 0b101011)).isFalse();
        Voters four = new Voters(0b001111);
        assertThat(mix.reached(Quorum.WRITE, four, 0b110101))
                .as("two nodes hold too little")
                .isFalse();
        assertThat(mix.reached(Quorum.WRITE, four, 0b001110)).isTrue();
        assertThat(mix.reached(Quorum.READ, four, 0b001010)).isFalse();
        Membership membership = membership(mix);
        assertThat(membership.needed(Quorum.WRITE)).isEqualTo("4 of 6 or the 3 full ones");
        assertThat(membership.needed(Quorum.READ)).isEqualTo("3 of 6 with a full one");
        assertThat(membership.counting(four).needed(Quorum.WRITE)).isEqualTo("4 of 6 or the 3 full ones, and 3 of 4");
        assertThat(membership.fullMembers()).hasSize(3);
        assertThat(membership.replacing(2, member(6)).fullMembers()).hasSize(4).contains(member(6));
        assertThat(membership.replacing(3, member(6)).full(member(6).node())).isFalse();
        assertThat(membership.branched().mix()).isEqualTo(mix);
        assertThat(membership.spreadsFull()).isTrue();
        assertThat(SegmentMix.named("three-full-three-tail")).contains(mix);
        assertThat(SegmentMix.named("two-full")).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void quorumsMeetWhateverIsChanging(SegmentMix mix) {
        for (Membership membership : changing(mix)) {
            for (int write = 0; write < 1 << CANDIDATES; write++) {
                if (!membership.reached(Quorum.WRITE, in(write))) {
                    continue;
                }
                for (Membership outcome : outcomes(membership)) {
                    assertThat(outcome.reached(Quorum.WRITE, in(write)))
                            .as("%s in %s", write, outcome)
                            .isTrue();
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void fencesOfAChangeMeetWriteQuorumsOfBefore(SegmentMix mix) {
        Membership six = membership(mix);
        List<Membership[]> steps = new ArrayList<>();
        for (int slot = 0; slot < Membership.COPIES; slot++) {
            Membership one = six.replacing(slot, member(6));
            steps.add(new Membership[] {six, one});
            steps.add(new Membership[] {one, one.replacing((slot + 1) % Membership.COPIES, member(7))});
        }
        for (Voters four : voters().subList(1, voters().size())) {
            Membership leaving = six.counting(four);
            steps.add(new Membership[] {six, leaving});
            steps.add(new Membership[] {
                leaving.votersSettled(), leaving.votersSettled().counting(Voters.ALL)
            });
        }
        for (Membership[] step : steps) {
            for (int write = 0; write < 1 << CANDIDATES; write++) {
                if (!step[0].reached(Quorum.WRITE, in(write))) {
                    continue;
                }
                for (int read = 0; read < 1 << CANDIDATES; read++) {
                    if ((write & read) == 0) {
                        assertThat(step[1].reached(Quorum.READ, in(read))).isFalse();
                        assertThat(step[1].reachedByCurrent(Quorum.READ, in(read)))
                                .isFalse();
                    }
                }
            }
        }
    }

    private static List<Membership> changing(SegmentMix mix) {
        Membership six = membership(mix);
        Membership full = six.replacing(4, member(6));
        Membership tail = six.replacing(5, member(6));
        Voters four = six.without("z1");
        return List.of(
                six,
                full,
                tail,
                full.replacing(5, member(7)),
                six.counting(four),
                six.counting(four).votersSettled(),
                six.counting(four).votersSettled().counting(Voters.ALL),
                full.counting(four),
                tail.counting(four));
    }

    /** Every membership that the changes under way may lead to. */
    private static List<Membership> outcomes(Membership membership) {
        if (membership.next().isPresent()) {
            List<Membership> all = new ArrayList<>(outcomes(membership.votersSettled()));
            all.addAll(outcomes(membership.votersReverted()));
            return all;
        }
        Optional<Integer> slot = IntStream.range(0, Membership.COPIES)
                .filter(each -> membership.slots().get(each).replacement().isPresent())
                .boxed()
                .findFirst();
        if (slot.isEmpty()) {
            return List.of(membership);
        }
        List<Membership> all = new ArrayList<>(outcomes(membership.settled(slot.get())));
        all.addAll(outcomes(membership.reverted(slot.get())));
        return all;
    }

    /** All places, and any four. */
    private static List<Voters> voters() {
        List<Voters> all = new ArrayList<>(List.of(Voters.ALL));
        for (int places = 0; places < SETS; places++) {
            if (Integer.bitCount(places) == 4) {
                all.add(new Voters(places));
            }
        }
        return all;
    }

    private static Membership membership(SegmentMix mix) {
        return Membership.initial(
                IntStream.range(0, Membership.COPIES)
                        .mapToObj(SegmentMixTest::member)
                        .toList(),
                mix);
    }

    private static Predicate<Address> in(int set) {
        return node -> (set >>> Integer.parseInt(node.name().substring(1)) & 1) != 0;
    }

    private static Member member(int index) {
        return new Member(new Address("n" + index), "z" + index / 2 % 3);
    }
}
