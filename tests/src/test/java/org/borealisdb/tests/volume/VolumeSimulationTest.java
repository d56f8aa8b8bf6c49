package org.borealisdb.tests.volume;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The volume under everything that the simulator can do to it, for a few hundred seeds; {@code ./borealis simulate} runs more. */
class VolumeSimulationTest {
    private static final long FIRST_SEED = 1;
    private static final int SEEDS = 300;

    @Test
    void promisesHoldInEverySeed() {
        Map<String, Long> totals = new TreeMap<>();
        System.out.println("volume simulation, seeds " + FIRST_SEED + " to " + (FIRST_SEED + SEEDS - 1));
        for (long seed = FIRST_SEED; seed < FIRST_SEED + SEEDS; seed++) {
            new VolumeSimulation(seed).run().forEach((name, count) -> totals.merge(name, count, Long::sum));
        }
        // A simulation in which something never happens proves nothing about it.
        assertThat(totals.keySet())
                .contains(
                        "fault.crash.node",
                        "fault.crash.zone",
                        "fault.crash.three",
                        "fault.crash.rotten",
                        "fault.cut.writer",
                        "fault.cut.writerFromAll",
                        "fault.cut.peers",
                        "fault.disk.full",
                        "fault.disk.lostWrite",
                        "fault.disk.rot",
                        "fault.disk.sync",
                        "fault.disk.tornWrite",
                        "fault.disk.write",
                        "fault.network.duplicated",
                        "fault.network.lost",
                        "fault.node.slowDisk",
                        "writer.crashed",
                        "writer.cutOff",
                        "writer.left.alive");
    }

    @Test
    void aSeedReplaysExactly() {
        VolumeSimulation first = new VolumeSimulation(11);
        VolumeSimulation second = new VolumeSimulation(11);
        assertThat(first.run()).isEqualTo(second.run());
        assertThat(first.steps()).isEqualTo(second.steps());
    }
}
