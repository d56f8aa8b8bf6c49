package org.borealisdb.controlplane.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.borealisdb.cloud.metadata.FileMetadataLog;
import org.borealisdb.cloud.metadata.MetadataLog;
import org.borealisdb.cloud.metadata.MetadataValue;
import org.borealisdb.runtime.error.OperationException;
import org.borealisdb.runtime.file.WriteMode;
import org.borealisdb.runtime.net.Address;
import org.borealisdb.simulation.SimulatedHost;
import org.borealisdb.simulation.SimulatedWorld;
import org.junit.jupiter.api.Test;

/** Members that begin, lose their disks, come back, and what their clients are told; in simulated worlds without faults of their own. */
class MetadataMemberTest {
    private static final long SECOND = 1_000_000_000;

    private final MetadataSimulation simulation = new MetadataSimulation(1);
    private final SimulatedWorld world = simulation.world();
    private final Address one = simulation.group().members().get(0);
    private final Address two = simulation.group().members().get(1);
    private final Address three = simulation.group().members().get(2);

    @Test
    void keysAreSetReadAndListed() {
        world.run(() -> {
            simulation.foundAll();
            MetadataLog log = simulation.client("client");
            assertThat(log.read("a")).isEmpty();
            assertThat(log.compareAndSet("a", 0, bytes("first"))).isTrue();
            assertThat(log.compareAndSet("a", 0, bytes("second"))).isFalse();
            assertThat(log.compareAndSet("a", 1, bytes("third"))).isTrue();
            assertThat(log.compareAndSet("b/c", 0, new byte[MetadataLog.MAX_VALUE_BYTES]))
                    .isTrue();
            assertThat(value(log, "a")).isEqualTo("2 third");
            assertThat(log.read("b/c")).map(each -> each.bytes().remaining()).hasValue(MetadataLog.MAX_VALUE_BYTES);
            assertThat(log.keys("b")).containsExactly("b/c");
            assertThat(log.keys("")).containsExactly("a", "b/c");
        });
    }

    @Test
    void aMarkIsAnotherOneAfterAChangeOnly() {
        world.run(() -> {
            simulation.foundAll();
            MetadataLog log = simulation.client("client");
            assertThat(log.compareAndSet("a", 0, bytes("first"))).isTrue();
            OptionalLong before = log.mark();
            assertThat(before).isNotEmpty();
            assertThat(log.read("a")).isNotEmpty();
            assertThat(log.mark()).isEqualTo(before);
            MetadataLog other = simulation.client("other");
            assertThat(other.compareAndSet("a", 1, bytes("second"))).isTrue();
            assertThat(log.mark()).isNotEqualTo(before);
        });
    }

    @Test
    void whoeverCannotTellAtAGlanceSaysSo() {
        world.run(() -> {
            simulation.foundAll();
            MetadataLog log = simulation.client("client");
            assertThat(log.read("a")).isEmpty();
            simulation.group().members().forEach(simulation::crash);
            assertThat(log.mark()).isEmpty();
        });
    }

    @Test
    void whatNoGroupTakesIsRefusedAtOnce() {
        MetadataLog log = new RaftMetadataLog(
                (_, _, _) -> {
                    throw new AssertionError("asked");
                },
                simulation.group(),
                world.host("x").start().tasks(),
                world.host("y").start().clock(),
                world.host("z").start().random());
        assertThatThrownBy(() -> log.compareAndSet("", 0, new byte[1])).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> log.compareAndSet("k".repeat(1025), 0, new byte[1]))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> log.compareAndSet("k", -1, new byte[1])).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> log.compareAndSet("k", 0, new byte[MetadataLog.MAX_VALUE_BYTES + 1]))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aMembersOwnProcessAsksItDirectly() {
        world.run(() -> {
            simulation.foundAll();
            simulation.awaitCaughtUp();
            for (Address member : simulation.group().members()) {
                MetadataLog log = simulation.member(member).orElseThrow().log();
                assertThat(log.compareAndSet("of " + member, 0, bytes("x"))).isTrue();
            }
            assertThat(simulation.client("client").keys("of ")).hasSize(3);
        });
    }

    @Test
    void withoutAMajorityAnErrorSaysWhatIsMissing() {
        world.run(() -> {
            simulation.foundAll();
            simulation.awaitCaughtUp();
            MetadataLog log = simulation.client("client");
            assertThat(log.compareAndSet("a", 0, bytes("first"))).isTrue();
            simulation.crash(two);
            simulation.crash(three);
            assertThatThrownBy(() -> log.read("a"))
                    .isInstanceOfSatisfying(
                            OperationException.class,
                            e -> assertThat(e.retryable()).isTrue())
                    .hasMessageContaining("cannot read 'a' in the metadata log within 10 s")
                    .hasMessageContaining("control-1")
                    .hasMessageContaining("control-2")
                    .hasMessageContaining("needs 2 of the 3 members");
            assertThatThrownBy(() -> log.compareAndSet("a", 1, bytes("second")))
                    .isInstanceOfSatisfying(
                            OperationException.class,
                            e -> assertThat(e.retryable()).isFalse())
                    .hasMessageContaining("unknown")
                    .hasMessageContaining("read the key to find out");
            simulation.start(two);
            assertThat(value(log, "a")).isIn("1 first", "2 second");
        });
    }

    @Test
    void nobodyBeginsBeforeAllHaveMet() {
        world.run(() -> {
            for (Address member : List.of(one, two)) {
                var process = simulation.host(member).start();
                MetadataMember.found(process.files(), simulation.group(), member, process.random());
                simulation.host(member).crash();
                simulation.start(member);
            }
            world.scheduler().sleep(5 * SECOND);
            for (Address member : List.of(one, two)) {
                MemberStatus status = simulation.member(member).orElseThrow().status();
                assertThat(status.role()).isEqualTo(MemberStatus.Role.FOUNDING);
                assertThat(status.detail()).contains("waits for all others").contains("control-3");
            }
            var process = simulation.host(three).start();
            MetadataMember.found(process.files(), simulation.group(), three, process.random());
            MetadataMember.found(process.files(), simulation.group(), three, process.random());
            simulation.host(three).crash();
            simulation.start(three);
            assertThat(simulation.client("client").compareAndSet("a", 0, bytes("x")))
                    .isTrue();
        });
    }

    @Test
    void anEmptyOrForeignFolderIsRefused() {
        world.run(() -> {
            simulation.foundAll();
            simulation.awaitCaughtUp();
            simulation.crash(one);
            SimulatedHost.LiveProcess process = simulation.host(one).start();
            MetadataGroup other =
                    new MetadataGroup("region-2", simulation.group().members());
            assertThatThrownBy(() -> open(process, other, one))
                    .isInstanceOf(OperationException.class)
                    .hasMessageContaining("belongs to member control-1")
                    .hasMessageContaining("region-2");
            assertThatThrownBy(() -> open(process, simulation.group(), two)).hasMessageContaining("not to control-2");
            assertThatThrownBy(() -> MetadataMember.found(process.files(), other, one, process.random()))
                    .hasMessageContaining("belongs to");
            SimulatedHost.LiveProcess fresh = world.host("fresh").start();
            assertThatThrownBy(() -> open(fresh, simulation.group(), one))
                    .isInstanceOf(OperationException.class)
                    .hasMessageContaining("is empty")
                    .hasMessageContaining("readmit");
            process.files().delete(JournalFile.NAME);
            try (MetadataMember member = open(process, simulation.group(), one)) {
                member.join();
                assertThat(member.status().role()).isEqualTo(MemberStatus.Role.STOPPED);
                assertThat(member.status().detail()).contains("lost its journal");
            }
            fresh.files().create(JournalFile.NAME, 0, WriteMode.BUFFERED).close();
            assertThatThrownBy(() -> MetadataMember.found(fresh.files(), simulation.group(), one, fresh.random()))
                    .isInstanceOf(OperationException.class)
                    .hasMessageContaining("lost its identity");
        });
    }

    @Test
    void aMemberWithANewDiskNeverVotesUnlessItIsReadmitted() {
        world.run(() -> {
            simulation.foundAll();
            simulation.awaitCaughtUp();
            RaftMetadataLog log = simulation.client("client");
            assertThat(log.compareAndSet("a", 0, bytes("kept"))).isTrue();
            loseDisk(three);
            SimulatedHost.LiveProcess process = simulation.host(three).start();
            MetadataMember.found(process.files(), simulation.group(), three, process.random());
            simulation.host(three).crash();
            simulation.start(three);
            world.scheduler().sleep(3 * SECOND);
            MemberStatus refused = simulation.member(three).orElseThrow().status();
            assertThat(refused.role()).isEqualTo(MemberStatus.Role.FOUNDING);
            assertThat(refused.detail())
                    .contains("knows control-3 by another disk")
                    .contains("readmitted");
            // One full member and the one without memory are no majority.
            simulation.crash(two);
            assertThatThrownBy(() -> log.read("a")).isInstanceOf(OperationException.class);
            simulation.start(two);
            assertThat(value(log, "a")).isEqualTo("1 kept");

            loseDisk(three);
            readmit(three);
            simulation.awaitCaughtUp();
            assertThat(simulation.member(three).orElseThrow().status().commitIndex())
                    .isPositive();
            simulation.crash(one);
            assertThat(value(log, "a")).isEqualTo("1 kept");
            assertThat(log.compareAndSet("a", 1, bytes("more"))).isTrue();
            assertThat(log.status(three).reached()).isNotEmpty();
        });
    }

    @Test
    void aReadmittedMemberWaitsForAllOthers() {
        world.run(() -> {
            simulation.foundAll();
            simulation.awaitCaughtUp();
            RaftMetadataLog log = simulation.client("client");
            assertThat(log.compareAndSet("a", 0, bytes("kept"))).isTrue();
            loseDisk(three);
            simulation.crash(two);
            readmit(three);
            world.scheduler().sleep(3 * SECOND);
            assertThat(simulation.member(three).orElseThrow().status().detail()).contains("waits for all others");
            assertThatThrownBy(() -> log.read("a")).isInstanceOf(OperationException.class);
            simulation.start(two);
            assertThat(value(log, "a")).isEqualTo("1 kept");
            simulation.awaitCaughtUp();
        });
    }

    /** Two of three work, and one of these loses its disk, before the third has begun. */
    @Test
    void aMemberIsReadmittedWhileAnotherHasNotBegun() {
        world.run(() -> {
            simulation.foundAll();
            while (simulation.leader().isEmpty()) {
                world.scheduler().sleep(SECOND / 100);
            }
            Address behind =
                    simulation.group().others(simulation.leader().orElseThrow()).getFirst();
            simulation.crash(behind);
            MetadataLog log = simulation.client("client");
            assertThat(log.compareAndSet("a", 0, bytes("kept"))).isTrue();
            // As if it had never come further.
            SimulatedHost.LiveProcess process = simulation.host(behind).start();
            MemberIdentity.read(process.files())
                    .orElseThrow()
                    .at(MemberIdentity.Stage.FOUNDING, 0)
                    .write(process.files());
            simulation.host(behind).crash();
            Address lost = simulation.group().others(behind).getFirst();
            loseDisk(lost);
            readmit(lost);
            simulation.start(behind);
            simulation.awaitCaughtUp();
            assertThat(value(log, "a")).isEqualTo("1 kept");
        });
    }

    @Test
    void theOldDiskOfAReadmittedMemberIsRefused() {
        world.run(() -> {
            simulation.foundAll();
            simulation.awaitCaughtUp();
            RaftMetadataLog log = simulation.client("client");
            assertThat(log.compareAndSet("a", 0, bytes("kept"))).isTrue();
            simulation.crash(three);
            SimulatedHost.LiveProcess old = simulation.host(three).start();
            MemberIdentity before = MemberIdentity.read(old.files()).orElseThrow();
            simulation.host(three).crash();
            loseDisk(three);
            readmit(three);
            simulation.awaitCaughtUp();
            simulation.crash(three);
            SimulatedHost.LiveProcess again = simulation.host(three).start();
            before.write(again.files());
            simulation.host(three).crash();
            simulation.start(three);
            world.scheduler().sleep(2 * SECOND);
            simulation.crash(two);
            assertThatThrownBy(() -> log.read("a")).isInstanceOf(OperationException.class);
        });
    }

    @Test
    void theLogOfARegionMovesIntoAGroup() {
        world.run(() -> {
            simulation.foundAll();
            RaftMetadataLog group = simulation.client("client");
            SimulatedHost.LiveProcess process = world.host("region").start();
            MetadataLog file = new FileMetadataLog(process.files(), process.tasks(), process.clock());
            for (int key = 0; key < 5; key++) {
                for (long version = 0; version <= key; version++) {
                    file.compareAndSet("volume/" + key, version, bytes("value " + version));
                }
            }
            assertThat(group.copyFrom(file)).isEqualTo(5);
            assertThat(group.copyFrom(file)).isEqualTo(5);
            assertThat(group.keys("")).isEqualTo(file.keys(""));
            for (String key : file.keys("")) {
                assertThat(value(group, key)).isEqualTo(value(file, key));
            }
            assertThat(group.compareAndSet("volume/3", 4, bytes("next"))).isTrue();
            assertThatThrownBy(() -> group.copyFrom(file))
                    .isInstanceOf(OperationException.class)
                    .hasMessageContaining("another 'volume/3'");
            assertThat(group.compareAndSet("of its own", 0, bytes("x"))).isTrue();
            assertThatThrownBy(() -> group.copyFrom(file))
                    .isInstanceOf(OperationException.class)
                    .hasMessageContaining("has 'of its own', which the one that is copied has not");
        });
    }

    @Test
    void aFailedSyncStopsAMemberForGood() {
        world.run(() -> {
            simulation.foundAll();
            RaftMetadataLog log = simulation.client("client");
            assertThat(log.compareAndSet("a", 0, bytes("x"))).isTrue();
            Address leader = simulation.leader().orElseThrow();
            simulation.host(leader).disk().failSyncAfter(0);
            for (long version = 1; version < 4; version++) {
                assertThat(log.compareAndSet("a", version, bytes("x"))).isTrue();
            }
            MetadataMember failed = simulation.member(leader).orElseThrow();
            failed.join();
            assertThat(failed.status().role()).isEqualTo(MemberStatus.Role.STOPPED);
            assertThat(failed.status().detail()).contains("can no longer store").contains("sync");
            assertThat(log.status(leader).role()).isEqualTo(MemberStatus.Role.STOPPED);
        });
    }

    @Test
    void requestsOfAnotherGroupAreRefused() {
        world.run(() -> {
            simulation.foundAll();
            SimulatedHost.LiveProcess process = world.host("stranger").start();
            var endpoint = process.network().bind(new Address("stranger"), new MetadataSimulation.NoHandler());
            RaftMetadataLog log = new RaftMetadataLog(
                    endpoint,
                    new MetadataGroup("region-2", simulation.group().members()),
                    process.tasks(),
                    process.clock(),
                    process.random());
            assertThatThrownBy(() -> log.keys(""))
                    .isInstanceOf(OperationException.class)
                    .hasMessageContaining("region-2");
        });
    }

    @Test
    void groupsHaveOneMemberOrThree() {
        assertThatThrownBy(() -> new MetadataGroup("r", List.of(one, two)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new MetadataGroup("r", List.of(one, two, one)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new MetadataGroup("", List.of(one))).isInstanceOf(IllegalArgumentException.class);
        MetadataGroup alone = new MetadataGroup("r", List.of(one));
        SimulatedHost.LiveProcess process = world.host("x").start();
        assertThatThrownBy(() -> MetadataMember.readmit(process.files(), alone, one, process.random()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> MetadataMember.found(process.files(), alone, two, process.random()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private void loseDisk(Address member) {
        simulation.crash(member);
        simulation.host(member).disk().wipe();
    }

    private void readmit(Address member) {
        SimulatedHost.LiveProcess process = simulation.host(member).start();
        MetadataMember.readmit(process.files(), simulation.group(), member, process.random());
        simulation.host(member).crash();
        simulation.start(member);
    }

    private static MetadataMember open(SimulatedHost.LiveProcess process, MetadataGroup group, Address self) {
        return MetadataMember.open(
                process.files(), process.network(), group, self, process.tasks(), process.clock(), process.random());
    }

    private static String value(MetadataLog log, String key) {
        Optional<MetadataValue> found = log.read(key);
        return found.map(each -> each.version() + " " + MetadataSimulation.text(each.bytes()))
                .orElse("");
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
