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
            Map<String, Long> counts = new VolumeSimulation(seed).run();
            assertThat(counts.get("simulation.commits"))
                    .as("commits of seed %d", seed)
                    .isGreaterThanOrEqualTo(200L);
            assertThat(counts.get("simulation.faults"))
                    .as("faults of seed %d", seed)
                    .isGreaterThanOrEqualTo(3L);
            assertThat(counts.get("simulation.openings"))
                    .as("openings of seed %d", seed)
                    .isGreaterThanOrEqualTo(2L);
            counts.forEach((name, count) -> totals.merge(name, count, Long::sum));
        }
        System.out.println("never happened: " + Coverage.neverHit(totals));
        assertThat(totals.keySet()).containsAll(Coverage.FAULTS);
    }

    @Test
    void aSeedReplaysExactly() {
        for (long seed : new long[] {11, 12}) {
            VolumeSimulation first = new VolumeSimulation(seed);
            VolumeSimulation second = new VolumeSimulation(seed);
            assertThat(first.run()).isEqualTo(second.run());
            assertThat(first.steps()).isEqualTo(second.steps());
            assertThat(first.trace()).isEqualTo(second.trace());
        }
    }
}
