package org.borealisdb.controlplane.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.borealisdb.controlplane.node.FleetSimulation.INSTANCES;
import static org.borealisdb.controlplane.node.FleetSimulation.NODES;
import static org.borealisdb.controlplane.node.FleetSimulation.ONE;
import static org.borealisdb.controlplane.node.FleetSimulation.THREE;
import static org.borealisdb.controlplane.node.FleetSimulation.TWO;
import static org.borealisdb.controlplane.node.FleetSimulation.without;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.borealisdb.controlplane.fleet.FleetMember;
import org.borealisdb.controlplane.fleet.WriterRecord;
import org.borealisdb.runtime.net.Address;
import org.junit.jupiter.api.Test;

/** What three nodes of a control plane decide together when some of them are cut off, killed, or have just begun. */
class ControlPlaneNodeTest {
    private static final long LONG = 12_000;

    private final FleetSimulation simulation = new FleetSimulation(20_261_127);

    private void staysAt(WriterRecord record) {
        simulation.pass(LONG);
        assertThat(simulation.record().term()).as(simulation.record().reason()).isEqualTo(record.term());
    }

    private boolean sees(Address node, Address instance) {
        return simulation
                .node(node)
                .view()
                .member(instance.name())
                .filter(FleetMember::healthy)
                .isPresent();
    }

    @Test
    void aWriterThatIsGoneIsFollowedOnce() {
        simulation.run(() -> {
            simulation.readersAreCutOff();
            simulation.crash(ONE);
            assertThat(simulation.await(() -> simulation.record().term() == 2)).isBetween(1_000L, 2_000L);
            assertThat(simulation.record().writer()).isEqualTo("three");
            staysAt(simulation.record());
            NODES.forEach(
                    node -> assertThat(simulation.node(node).view().writer().map(WriterRecord::term))
                            .contains(2L));
        });
    }

    @Test
    void oneThatDecidesAndAloneDoesNotHearTheWriterLetsItBe() {
        simulation.run(() -> {
            Address leader = simulation.leader();
            simulation.readersAreCutOff();
            simulation.cut(leader, List.of(ONE));
            staysAt(simulation.record());
            assertThat(sees(leader, ONE)).isTrue();
        });
    }

    @Test
    void oneThatDecidesAndHearsNobodyGoesByWhatTheOthersHear() {
        simulation.run(() -> {
            Address leader = simulation.leader();
            simulation.readersAreCutOff();
            simulation.cut(leader, INSTANCES);
            staysAt(simulation.record());
            simulation.crash(ONE);
            assertThat(simulation.await(() -> simulation.record().term() == 2)).isBetween(1_000L, 2_500L);
            assertThat(simulation.record().writer()).isEqualTo("three");
            staysAt(simulation.record());
            assertThat(simulation.leader()).isEqualTo(leader);
            assertThat(sees(leader, TWO)).isTrue();
            assertThat(sees(leader, ONE)).isFalse();
        });
    }

    /** One is heard by the first node alone, the others by the second alone. */
    @Test
    void nodesThatHearDifferentInstancesDoNotTakeTurns() {
        simulation.run(() -> {
            simulation.readersAreCutOff();
            simulation.cut(NODES.get(0), List.of(TWO, THREE));
            simulation.cut(NODES.get(1), List.of(ONE));
            simulation.cut(NODES.get(2), INSTANCES);
            staysAt(simulation.record());
            simulation.crash(ONE);
            simulation.await(() -> simulation.record().term() == 2);
            staysAt(simulation.record());
        });
    }

    /** It reaches neither the others nor the writer, and hears of a reader that hears of nobody. */
    @Test
    void oneThatIsCutOffFromTheOthersDecidesNothing() {
        simulation.run(() -> {
            Address alone = simulation.leader();
            simulation.readersAreCutOff();
            simulation.cut(alone, without(NODES, alone));
            simulation.cut(alone, List.of(ONE, THREE));
            staysAt(simulation.record());
            simulation.healAll();
            staysAt(simulation.record());
            assertThat(sees(alone, ONE)).isTrue();

            // The other two go on without it, and it learns what they have decided.
            simulation.cut(alone, without(NODES, alone));
            simulation.crash(ONE);
            simulation.await(() -> simulation.record().term() == 2);
            simulation.healAll();
            simulation.await(
                    () -> simulation.node(alone).view().writer().orElseThrow().term() == 2);
            staysAt(simulation.record());
        });
    }

    @Test
    void theNextOneDecidesWhenTheOneThatDidIsGoneWithTheWriter() {
        simulation.run(() -> {
            simulation.readersAreCutOff();
            Address leader = simulation.leader();
            simulation.crash(leader);
            simulation.crash(ONE);
            assertThat(simulation.await(() -> simulation.record().term() == 2)).isBetween(1_000L, 4_000L);
            simulation.startNode(leader);
            staysAt(simulation.record());
        });
    }

    @Test
    void nodesThatHaveJustBegunListenFirst() {
        simulation.run(() -> {
            WriterRecord before = simulation.record();
            simulation.readersAreCutOff();
            NODES.forEach(simulation::crash);
            simulation.pass(LONG);
            NODES.forEach(simulation::startNode);
            // The writer comes back to them later than the others.
            NODES.forEach(node -> simulation.cut(node, List.of(ONE)));
            simulation.pass(5_000);
            simulation.healAll();
            staysAt(before);
            NODES.forEach(node -> INSTANCES.forEach(
                    instance -> assertThat(sees(node, instance)).isTrue()));
        });
    }

    /** What one has heard of an instance that is gone does not go round among them for ever. */
    @Test
    void whoIsGoneIsForgotten() {
        simulation.run(() -> {
            simulation.slowDown();
            simulation.crash(THREE);
            List<Long> silent = new ArrayList<>();
            for (int second = 0; second < 10; second++) {
                simulation.pass(1_000);
                Optional<FleetMember> member =
                        simulation.node(NODES.getFirst()).view().member("three");
                silent.add(member.orElseThrow().silentMillis());
            }
            assertThat(silent.getFirst()).isBetween(700L, 1_500L);
            assertThat(silent.getLast()).isBetween(9_700L, 10_500L);
            simulation.pass(55_000);
            NODES.forEach(node ->
                    assertThat(simulation.node(node).view().member("three")).isEmpty());
        });
    }
}
