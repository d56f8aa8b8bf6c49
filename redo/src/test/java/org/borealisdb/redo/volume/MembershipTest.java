package org.borealisdb.redo.volume;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.borealisdb.runtime.net.Address;
import org.junit.jupiter.api.Test;

/** Quorums of memberships, also while they change: small enough to try every set of nodes. */
class MembershipTest {
    private static final List<Address> NODES = nodes(8);

    @Test
    void quorumsMeetWhateverIsChanging() {
        for (Membership membership : List.of(six(), one(), nested(), leaving(), four(), returning(), nestedLeaving())) {
            for (Set<Address> write : sets()) {
                if (!membership.reached(Quorum.WRITE, write::contains)) {
                    continue;
                }
                for (Membership outcome : outcomes(membership)) {
                    assertThat(outcome.reached(Quorum.WRITE, write::contains))
                            .as("%s in %s of %s", write, outcome, membership)
                            .isTrue();
                    for (Set<Address> read : sets()) {
                        if (outcome.reached(Quorum.READ, read::contains)) {
                            assertThat(read).as("fence of %s", outcome).containsAnyElementsOf(write);
                        }
                    }
                }
            }
        }
    }

    @Test
    void fenceOfAChangeMeetsWriteQuorumsOfBefore() {
        for (Set<Address> write : sets()) {
            if (six().reached(Quorum.WRITE, write::contains)) {
                for (Set<Address> read : sets()) {
                    if (nested().reached(Quorum.READ, read::contains)) {
                        assertThat(read).containsAnyElementsOf(write);
                        assertThat(nested().reachedByCurrent(Quorum.READ, read::contains))
                                .isTrue();
                    }
                }
            }
        }
    }

    @Test
    void fencesOfTheRuleToComeMeetWriteQuorumsOfTheRuleBefore() {
        for (Set<Address> write : sets()) {
            for (Membership[] step : List.of(
                    new Membership[] {six(), leaving()},
                    new Membership[] {four(), returning()},
                    new Membership[] {one(), nestedLeaving()})) {
                if (step[0].reached(Quorum.WRITE, write::contains)) {
                    for (Set<Address> read : sets()) {
                        if (step[1].reached(Quorum.READ, read::contains)) {
                            assertThat(read).containsAnyElementsOf(write);
                        }
                    }
                }
            }
        }
    }

    @Test
    void withoutAZoneThreeOfTheOtherFourAgree() {
        Membership four = four();
        assertThat(four.voters().count()).isEqualTo(4);
        assertThat(four.needed(Quorum.WRITE)).isEqualTo("3 of 4");
        assertThat(leaving().needed(Quorum.READ)).isEqualTo("3 of 6, and 2 of 4");
        Set<Address> three = new TreeSet<>(NODES.subList(0, 2));
        three.add(NODES.get(3));
        assertThat(six().reached(Quorum.WRITE, three::contains)).isFalse();
        assertThat(four.reached(Quorum.WRITE, three::contains)).isTrue();
        three.remove(NODES.get(3));
        three.add(NODES.get(2));
        assertThat(four.reached(Quorum.WRITE, three::contains))
                .as("whose place does not count")
                .isFalse();
        assertThat(four.without("z9")).isEqualTo(Voters.ALL);
        assertThat(leaving().votersReverted().voters()).isEqualTo(Voters.ALL);
        assertThat(leaving().votersReverted().epoch()).isEqualTo(3);
        assertThat(four.branched().voters()).isEqualTo(four.voters());
        assertThat(four.branched().epoch()).isEqualTo(1);
        assertThatThrownBy(() -> leaving().counting(Voters.ALL)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> six().counting(Voters.ALL)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> six().votersSettled()).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Voters(31)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Voters(-1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aSlotWithTwoCandidatesCountsIfBothDo() {
        Membership changing = one();
        Set<Address> four = new TreeSet<>(NODES.subList(0, 3));
        four.add(NODES.get(5));
        assertThat(six().reached(Quorum.WRITE, four::contains)).isTrue();
        assertThat(changing.slots(four::contains)).isEqualTo(3);
        assertThat(changing.reachedByCurrent(Quorum.WRITE, four::contains)).isTrue();
        four.add(NODES.get(6));
        assertThat(changing.reached(Quorum.WRITE, four::contains)).isTrue();
    }

    @Test
    void stepsCountEpochsAndCanBeTakenBack() {
        Membership changing = one();
        assertThat(changing.epoch()).isEqualTo(2);
        assertThat(changing.changing()).isTrue();
        assertThat(changing.members()).hasSize(7);
        assertThat(changing.slotOf(NODES.get(6))).contains(5);
        assertThat(changing.reverted(5).slots()).isEqualTo(six().slots());
        assertThat(changing.reverted(5).epoch()).isEqualTo(3);
        Membership settled = changing.settled(5);
        assertThat(settled.contains(NODES.get(5))).isFalse();
        assertThat(settled.contains(NODES.get(6))).isTrue();
        assertThat(settled.changing()).isFalse();
    }

    @Test
    void impossibleStepsAreRefused() {
        Member sixth = member(6);
        assertThatThrownBy(() -> one().replacing(5, member(7))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> one().replacing(4, sixth)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> six().settled(0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> six().reverted(0)).isInstanceOf(IllegalArgumentException.class);
        List<Member> twice = new ArrayList<>(six().members());
        twice.set(0, twice.get(1));
        assertThatThrownBy(() -> Membership.initial(twice)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Membership.initial(twice.subList(1, 6))).isInstanceOf(IllegalArgumentException.class);
    }

    private static Membership six() {
        return Membership.initial(List.of(member(0), member(1), member(2), member(3), member(4), member(5)));
    }

    private static Membership one() {
        return six().replacing(5, member(6));
    }

    private static Membership nested() {
        return one().replacing(4, member(7));
    }

    /** The zone of nodes 2 and 5 is lost, and its places are about to count no more. */
    private static Membership leaving() {
        return six().counting(six().without("z2"));
    }

    private static Membership four() {
        return leaving().votersSettled();
    }

    private static Membership returning() {
        return four().counting(Voters.ALL);
    }

    private static Membership nestedLeaving() {
        return one().counting(six().without("z1"));
    }

    /** Every membership that the changes under way may lead to. */
    private static List<Membership> outcomes(Membership membership) {
        if (membership.next().isPresent()) {
            List<Membership> all = new ArrayList<>(outcomes(membership.votersSettled()));
            all.addAll(outcomes(membership.votersReverted()));
            return all;
        }
        for (int slot = 0; slot < Membership.COPIES; slot++) {
            if (membership.slots().get(slot).replacement().isPresent()) {
                List<Membership> all = new ArrayList<>(outcomes(membership.settled(slot)));
                all.addAll(outcomes(membership.reverted(slot)));
                return all;
            }
        }
        return List.of(membership);
    }

    private static List<Set<Address>> sets() {
        List<Set<Address>> sets = new ArrayList<>();
        for (int bits = 0; bits < 1 << NODES.size(); bits++) {
            Set<Address> set = new TreeSet<>();
            for (int node = 0; node < NODES.size(); node++) {
                if ((bits & 1 << node) != 0) {
                    set.add(NODES.get(node));
                }
            }
            sets.add(set);
        }
        return sets;
    }

    private static List<Address> nodes(int count) {
        List<Address> nodes = new ArrayList<>();
        for (int index = 0; index < count; index++) {
            nodes.add(member(index).node());
        }
        return nodes;
    }

    private static Member member(int index) {
        return new Member(new Address("n" + index), "z" + index % 3);
    }
}
