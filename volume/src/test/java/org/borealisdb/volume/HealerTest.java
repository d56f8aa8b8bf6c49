package org.borealisdb.volume;

import static org.assertj.core.api.Assertions.assertThat;
import static org.borealisdb.volume.FakeRegion.MILLISECOND;
import static org.borealisdb.volume.FakeRegion.SECOND;
import static org.borealisdb.volume.FakeRegion.append;
import static org.borealisdb.volume.FakeRegion.read;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import org.borealisdb.cloud.metadata.MetadataValue;
import org.borealisdb.redo.volume.Member;
import org.borealisdb.redo.volume.Membership;
import org.borealisdb.redo.volume.VolumeMetadata;
import org.borealisdb.redo.volume.Voters;
import org.borealisdb.runtime.net.Address;
import org.borealisdb.runtime.task.TaskKind;
import org.borealisdb.volume.geometry.VolumeRecord;
import org.borealisdb.volume.healing.Healer;
import org.borealisdb.volume.healing.HealingSettings;
import org.borealisdb.volume.healing.Orders;
import org.borealisdb.volume.status.NodeAnswer;
import org.borealisdb.volume.status.SlotStatus;
import org.borealisdb.volume.status.VolumeStatus;
import org.junit.jupiter.api.Test;

/** Replacing members under a running writer, with fake storage nodes: node6 is a spare of zone0, node7 of zone1, node8 of zone2. */
class HealerTest {
    private final TreeSet<Address> leaving = new TreeSet<>();
    private Optional<String> lostZone = Optional.empty();
    private long balanceAfter = HealingSettings.NEVER;
    private final List<String> told = new ArrayList<>();

    @Test
    void aLostNodeIsReplacedWhileCommitsGoOn() {
        FakeRegion region = new FakeRegion(31, 3);
        region.run(() -> {
            FakeRegion.Writer writer = region.writer("writer");
            writer.create();
            Volume volume = writer.open();
            Healer healer = heal(region);
            volume.awaitDurable(append(volume, 1, 1));
            region.nodes.get(0).crash();
            writeFor(region, volume, 10 * SECOND);
            assertThat(told)
                    .containsExactly(
                            "group 0 of volume 7: node6 is to replace node0",
                            "group 0 of volume 7: node6 has replaced node0");
            assertThat(healer.report().groups()).isEmpty();
            // The new member counts: with two of the others gone, it is one of four.
            region.nodes.get(2).crash();
            region.nodes.get(4).crash();
            volume.awaitDurable(append(volume, 77, 3));
            assertThat(read(volume, 3)).contains(77L);
            region.gossip();
            // And whoever opens next finds everything with three of those that are left.
            writer.host.crash();
            region.nodes.get(1).crash();
            Volume again = region.writer("next").open();
            assertThat(read(again, 3)).contains(77L);
            healer.close();
        });
    }

    @Test
    void whoReturnsStays() {
        FakeRegion region = new FakeRegion(32, 3);
        region.run(() -> {
            FakeRegion.Writer writer = region.writer("writer");
            writer.create();
            Volume volume = writer.open();
            Healer healer = heal(region);
            volume.awaitDurable(append(volume, 1, 1));
            region.nodes.get(0).crash();
            // Nobody gossips, so the new member gets nothing and can't be settled.
            writeFor(region, volume, 4 * SECOND, false);
            assertThat(told).containsExactly("group 0 of volume 7: node6 is to replace node0");
            assertThat(healer.report().groups().getFirst().notes())
                    .containsExactly("node6 is being brought up to date to replace node0");
            region.nodes.get(0).start();
            writeFor(region, volume, 4 * SECOND);
            assertThat(told).last().isEqualTo("group 0 of volume 7: node0 stays");
            assertThat(metadata(region).group(0).slots())
                    .isEqualTo(Membership.initial(TestVolumes.members()).slots());
            healer.close();
        });
    }

    @Test
    void withoutASpareItSaysSoAndGoesOn() {
        FakeRegion region = new FakeRegion(33, 0);
        region.run(() -> {
            FakeRegion.Writer writer = region.writer("writer");
            writer.create();
            Volume volume = writer.open();
            Healer healer = heal(region);
            region.nodes.get(5).crash();
            writeFor(region, volume, 4 * SECOND);
            assertThat(told).isEmpty();
            assertThat(healer.report().groups().getFirst().healthy()).isEqualTo(5);
            assertThat(healer.report().groups().getFirst().notes())
                    .containsExactly("node5 is missing, and zone zone2 has no other node to take its place");
            healer.close();
        });
    }

    @Test
    void theStatusTellsWhoLagsWhoReplacesAndWhatNodesSaid() {
        FakeRegion region = new FakeRegion(37, 3);
        region.run(() -> {
            FakeRegion.Writer writer = region.writer("writer");
            writer.create();
            Volume volume = writer.open();
            volume.growTo(2);
            Healer healer = heal(region);
            writeFor(region, volume, SECOND);
            assertThat(healer.report().nodes()).hasSize(9).allMatch(NodeAnswer::answered);
            VolumeStatus status = volume.status();
            assertThat(status.groups()).hasSize(2);
            assertThat(status.vdl()).isEqualTo(volume.vdl()).isLessThanOrEqualTo(status.sentLsn());
            assertThat(status.sentLsn()).isLessThanOrEqualTo(status.appendedLsn());
            assertThat(status.groups().getFirst().completeLsn())
                    .isEqualTo(status.vdl())
                    .isEqualTo(status.groups().getFirst().durableTail());

            region.nodes.get(0).crash();
            long before = status.vdl();
            writeFor(region, volume, 4 * SECOND, false);
            status = volume.status();
            SlotStatus slot = status.groups().getFirst().slots().getFirst();
            assertThat(slot.counted()).isFalse();
            assertThat(slot.current().member().node()).isEqualTo(TestVolumes.node(0));
            assertThat(slot.current().scl()).isEqualTo(before);
            assertThat(slot.current().lagBytes())
                    .isEqualTo(status.groups().getFirst().completeLsn() - before)
                    .isPositive();
            assertThat(slot.replacement().orElseThrow().member().node()).isEqualTo(TestVolumes.node(6));
            assertThat(status.groups().getFirst().slots().stream().filter(SlotStatus::counted))
                    .hasSizeGreaterThanOrEqualTo(4);
            assertThat(healer.report().nodes().stream().filter(node -> !node.answered()))
                    .extracting(node -> node.member().node())
                    .containsExactly(TestVolumes.node(0));

            volume.close();
            assertThat(volume.status().vdl()).isGreaterThanOrEqualTo(status.vdl());
            healer.close();
        });
    }

    @Test
    void aWholeZoneMovesToOtherNodes() {
        FakeRegion region = new FakeRegion(34, 6);
        region.run(() -> {
            FakeRegion.Writer writer = region.writer("writer");
            writer.create();
            Volume volume = writer.open();
            volume.growTo(3);
            Healer healer = heal(region);
            region.nodes.get(2).crash();
            region.nodes.get(3).crash();
            writeFor(region, volume, 12 * SECOND);
            for (Membership group : metadata(region).groups()) {
                assertThat(group.changing()).isFalse();
                assertThat(group.contains(TestVolumes.node(2))).isFalse();
                assertThat(group.contains(TestVolumes.node(3))).isFalse();
                assertThat(group.members().stream()
                                .filter(member -> member.zone().equals("zone1")))
                        .hasSize(2);
            }
            healer.close();
        });
    }

    @Test
    void aNodeThatIsToLeaveIsEmptiedOneCopyAtATime() {
        FakeRegion region = new FakeRegion(35, 3);
        region.run(() -> {
            FakeRegion.Writer writer = region.writer("writer");
            writer.create();
            Volume volume = writer.open();
            Healer healer = heal(region);
            leaving.add(TestVolumes.node(1));
            leaving.add(TestVolumes.node(3));
            writeFor(region, volume, 12 * SECOND);
            assertThat(told)
                    .containsExactly(
                            "group 0 of volume 7: node6 is to replace node1",
                            "group 0 of volume 7: node6 has replaced node1",
                            "group 0 of volume 7: node7 is to replace node3",
                            "group 0 of volume 7: node7 has replaced node3");
            healer.close();
        });
    }

    @Test
    void nodesThatHoldNothingTakeTheirShare() {
        FakeRegion region = new FakeRegion(39, 3);
        region.run(() -> {
            FakeRegion.Writer writer = region.writer("writer");
            writer.create();
            Volume volume = writer.open();
            volume.growTo(4);
            balanceAfter = SECOND;
            Healer healer = heal(region);
            writeFor(region, volume, 20 * SECOND);
            assertThat(told).first().asString().contains("is to take over from").contains("holds more than");
            // Eight segments a zone on three nodes.
            for (int node = 0; node < 9; node++) {
                Address address = TestVolumes.node(node);
                assertThat(metadata(region).groups().stream().filter(group -> group.contains(address)))
                        .as("%s of %s", address, told)
                        .hasSizeBetween(2, 3);
            }
            int moves = told.size();
            writeFor(region, volume, 4 * SECOND);
            assertThat(told).as("nothing moves any more").hasSize(moves);
            healer.close();
        });
    }

    @Test
    void withALostZoneThreeOfFourAgreeUntilItIsBack() {
        FakeRegion region = new FakeRegion(38, 0);
        region.run(() -> {
            FakeRegion.Writer writer = region.writer("writer");
            writer.create();
            Volume volume = writer.open();
            Healer healer = heal(region);
            region.nodes.get(4).crash();
            region.nodes.get(5).crash();
            lostZone = Optional.of("zone2");
            writeFor(region, volume, 4 * SECOND);
            assertThat(told)
                    .containsExactly(
                            "group 0 of volume 7: from now on writes need 4 of 6, and 3 of 4 copies",
                            "group 0 of volume 7: writes need 3 of 4 copies");
            assertThat(healer.report().groups().getFirst().notes())
                    .first()
                    .isEqualTo("writes need 3 of 4 copies, zone zone2 being lost");
            // One more is away, and commits go on; then a writer opens with two of the four.
            region.nodes.get(3).crash();
            writeFor(region, volume, 2 * SECOND);
            volume.awaitDurable(append(volume, 41, 3));
            region.gossip();
            writer.host.crash();
            region.nodes.get(2).crash();
            volume = region.writer("second").open();
            assertThat(read(volume, 3)).contains(41L);
            region.nodes.get(2).start();
            region.nodes.get(3).start();
            writeFor(region, volume, 2 * SECOND);
            // The zone is back: all six count, also with the other two away who held everything alone.
            lostZone = Optional.empty();
            writeFor(region, volume, 2 * SECOND);
            assertThat(metadata(region).group(0).voters())
                    .as("not before it is there")
                    .isNotEqualTo(Voters.ALL);
            region.nodes.get(4).start();
            region.nodes.get(5).start();
            writeFor(region, volume, 4 * SECOND);
            assertThat(metadata(region).group(0).voters()).isEqualTo(Voters.ALL);
            assertThat(metadata(region).group(0).changing()).isFalse();
            assertThat(healer.report().groups()).isEmpty();
            region.nodes.get(2).crash();
            region.nodes.get(3).crash();
            volume.awaitDurable(append(volume, 42, 3));
            assertThat(read(volume, 3)).contains(42L);
            healer.close();
        });
    }

    @Test
    void anOpeningFollowsChangesThatComeInBetween() {
        FakeRegion region = new FakeRegion(36, 3);
        region.run(() -> {
            FakeRegion.Writer writer = region.writer("writer");
            writer.create();
            Volume volume = writer.open();
            Healer healer = heal(region);
            long value = 0;
            for (int round = 0; round < 6; round++) {
                int victim = round % 2 == 0 ? 0 : 6;
                region.nodes.get(victim).crash();
                value++;
                volume.awaitDurable(append(volume, value, 5));
                // Openings follow one another, so that some begin before a change and branch after it.
                for (int opening = 0; opening < 8; opening++) {
                    region.gossip();
                    volume = region.writer("writer-" + round + "-" + opening).open();
                    assertThat(read(volume, 5)).contains(value);
                    region.sleep((300 + 70L * opening) * MILLISECOND);
                }
                region.nodes.get(victim).start();
            }
            assertThat(told).anyMatch(each -> each.contains("has replaced"));
            healer.close();
        });
    }

    /** Commits all the time, while nodes gossip: none takes as long as a second. */
    private static void writeFor(FakeRegion region, Volume volume, long nanos) {
        writeFor(region, volume, nanos, true);
    }

    private static void writeFor(FakeRegion region, Volume volume, long nanos, boolean gossip) {
        long until = region.world.scheduler().now() + nanos;
        long value = 100;
        while (region.world.scheduler().now() < until) {
            long began = region.world.scheduler().now();
            volume.awaitDurable(append(volume, value++, 1, 2));
            volume.confirmLease();
            assertThat(region.world.scheduler().now() - began).isLessThan(SECOND);
            region.sleep(20 * MILLISECOND);
            if (gossip) {
                region.gossip();
            }
        }
    }

    private Healer heal(FakeRegion region) {
        FakeRegion.Writer watcher = region.writer("healer");
        List<Member> nodes = new ArrayList<>();
        for (int index = 0; index < region.nodes.size(); index++) {
            nodes.add(new Member(TestVolumes.node(index), "zone" + (index < 6 ? index / 2 : index % 3)));
        }
        Healer healer = watcher.client.healer(
                TestVolumes.VOLUME,
                new HealingSettings(300 * MILLISECOND, SECOND, balanceAfter, 2),
                () -> nodes,
                () -> new Orders(leaving, lostZone),
                told::add);
        watcher.process.tasks().start("healer", TaskKind.BACKGROUND, healer::run);
        return healer;
    }

    private static VolumeMetadata metadata(FakeRegion region) {
        MetadataValue value =
                Objects.requireNonNull(region.metadataLog.copy().get(VolumeRecord.key(TestVolumes.VOLUME)));
        return VolumeMetadata.decode(value.bytes());
    }
}
