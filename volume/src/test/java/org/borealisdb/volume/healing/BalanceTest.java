package org.borealisdb.volume.healing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.borealisdb.redo.message.NodeLoad;
import org.borealisdb.redo.message.NodeStatus;
import org.borealisdb.redo.message.ReadWork;
import org.borealisdb.redo.message.ScrubProgress;
import org.borealisdb.redo.message.SegmentLoad;
import org.borealisdb.redo.volume.Geometry;
import org.borealisdb.redo.volume.Member;
import org.borealisdb.redo.volume.Membership;
import org.borealisdb.redo.volume.TimelineTree;
import org.borealisdb.redo.volume.VolumeEpoch;
import org.borealisdb.redo.volume.VolumeId;
import org.borealisdb.redo.volume.VolumeMetadata;
import org.borealisdb.runtime.net.Address;
import org.junit.jupiter.api.Test;

/** Which segment moves, and that none moves back: zone 0 has a spare node, which holds nothing. */
class BalanceTest {
    private static final long SECOND = 1_000_000_000;
    private static final long MEBIBYTE = 1 << 20;
    private static final long GIBIBYTE = 1L << 30;
    private static final VolumeId VOLUME = new VolumeId(7);

    private final List<Member> nodes = nodes();
    /** By node: what it bears. */
    private final TreeMap<Address, Bearing> bearing = new TreeMap<>();

    private final Balance balance = new Balance(20 * SECOND);
    private List<Membership> groups = new ArrayList<>();
    private long now;

    /** What one node bears: room, and of each group bytes, log and reads. */
    private static final class Bearing {
        private long room = 1000 * GIBIBYTE;
        private final TreeMap<Integer, long[]> groups = new TreeMap<>();
    }

    private static List<Member> nodes() {
        List<Member> nodes = new ArrayList<>();
        for (int index = 0; index < 7; index++) {
            nodes.add(new Member(new Address("n" + index), "z" + index % 6 / 2));
        }
        return nodes;
    }

    private void groups(int count) {
        groups = IntStream.range(0, count)
                .mapToObj(_ -> Membership.initial(nodes.subList(0, 6)))
                .toList();
        nodes.forEach(node -> bearing.put(node.node(), new Bearing()));
        for (int group = 0; group < count; group++) {
            for (Member member : nodes.subList(0, 6)) {
                on(member.node()).groups.put(group, new long[] {100 * MEBIBYTE, 0, 0});
            }
        }
    }

    private Bearing on(Address node) {
        return bearing.computeIfAbsent(node, _ -> new Bearing());
    }

    private Bearing on(int node) {
        return on(nodes.get(node).node());
    }

    /** A look at all nodes, a second after the one before. */
    private Optional<Balance.Move> look() {
        now += SECOND;
        TreeMap<Address, NodeStatus> statuses = new TreeMap<>();
        bearing.forEach((node, each) -> statuses.put(node, status(each)));
        VolumeMetadata metadata =
                new VolumeMetadata(VOLUME, 1, new Geometry(10), new VolumeEpoch(1, 1), 1, TimelineTree.INITIAL, groups);
        NodeViews views = new NodeViews(metadata, statuses, now);
        balance.look(views, nodes, 16 << 10);
        List<GroupHealing> healing = new ArrayList<>();
        for (int group = 0; group < groups.size(); group++) {
            healing.add(
                    new GroupHealing(group, groups.get(group), views, new Suspicions(), nodes, Orders.NONE, SECOND));
        }
        return balance.move(healing, nodes, now);
    }

    private static NodeStatus status(Bearing each) {
        List<SegmentLoad> loads = new ArrayList<>();
        each.groups.forEach((group, load) -> loads.add(new SegmentLoad(group, load[0], load[1], load[2])));
        long layers = loads.stream().mapToLong(SegmentLoad::layerBytes).sum();
        long log = loads.stream().mapToLong(SegmentLoad::logBytes).sum();
        long reads = loads.stream().mapToLong(SegmentLoad::reads).sum();
        return new NodeStatus(
                VOLUME,
                true,
                "serving",
                List.of(),
                0,
                layers,
                0,
                List.of(),
                ScrubProgress.NONE,
                new NodeLoad(loads.size(), each.room, log, reads, loads),
                ReadWork.NONE);
    }

    /** Looks until something moves, and carries it out; the reasons of all moves, until nothing has moved for two minutes. */
    private List<String> settle(Runnable eachSecond) {
        List<String> reasons = new ArrayList<>();
        for (int quiet = 0; quiet < 120; quiet++) {
            eachSecond.run();
            Optional<Balance.Move> found = look();
            if (found.isPresent()) {
                Balance.Move move = found.get();
                reasons.add(move.why());
                assertThat(reasons).as("moves end").hasSizeLessThan(20);
                List<Membership> next = new ArrayList<>(groups);
                next.set(move.group(), move.begun(groups.get(move.group())).settled(move.slot()));
                groups = next;
                long[] load =
                        Objects.requireNonNull(on(move.from().node()).groups.remove(move.group()));
                on(move.from().node()).room += load[0];
                on(move.to().node()).room -= load[0];
                on(move.to().node()).groups.put(move.group(), new long[] {load[0], 0, 0});
                quiet = 0;
            }
        }
        return reasons;
    }

    private static void nothing() {}

    @Test
    void oneSegmentMoreOrLessMovesNothing() {
        groups(1);
        assertThat(settle(BalanceTest::nothing)).isEmpty();
    }

    @Test
    void aNodeThatHoldsNothingTakesItsShareAfterAWhile() {
        groups(6);
        for (int second = 0; second < 20; second++) {
            assertThat(look()).isEmpty();
        }
        assertThat(settle(BalanceTest::nothing)).hasSize(4).allMatch(why -> why.contains("holds more than n6"));
        assertThat(List.of(
                        on(0).groups.size(), on(1).groups.size(), on(6).groups.size()))
                .containsExactly(4, 4, 4);
        assertThat(on(2).groups).hasSize(6);
    }

    @Test
    void fullNodesGiveTheirLargestSegmentsAway() {
        groups(1);
        groups = List.of(
                groups.getFirst(), groups.getFirst().replacing(0, nodes.get(6)).settled(0));
        on(1).groups.put(1, new long[] {300 * GIBIBYTE, 0, 0});
        on(6).groups.put(1, new long[] {300 * GIBIBYTE, 0, 0});
        on(1).room = 40 * GIBIBYTE;
        List<String> reasons = settle(BalanceTest::nothing);
        assertThat(reasons).containsExactly("n1 is nearly full");
        assertThat(on(0).groups).containsKeys(0, 1);
    }

    @Test
    void nodesThatShareADiskGainNothing() {
        groups(1);
        bearing.values().forEach(each -> each.room = MEBIBYTE);
        assertThat(settle(BalanceTest::nothing)).isEmpty();
    }

    @Test
    void aHotNodeGivesWorkAwayUntilNothingIsGained() {
        groups(2);
        // Both groups are written and read a lot; the spare node has nothing to do.
        List<String> reasons = settle(() -> bearing.values()
                .forEach(each -> each.groups.values().forEach(load -> {
                    load[1] += 8 * MEBIBYTE;
                    load[2] += 200;
                })));
        assertThat(reasons).containsExactly("n0 has more to do than n6");
        assertThat(on(6).groups).hasSize(1);
    }

    @Test
    void whoIsToTakeSomethingMustHaveRoom() {
        groups(6);
        on(6).room = 100 * MEBIBYTE;
        on(6).groups.put(9, new long[] {GIBIBYTE, 0, 0});
        assertThat(settle(BalanceTest::nothing)).isEmpty();
    }
}
