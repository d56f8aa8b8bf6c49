package org.borealisdb.tests.volume;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The volume under everything that the simulator can do to it, for a few hundred seeds; {@code ./borealis simulate} runs more. */
class VolumeSimulationTest {
    private static final int FEW = 50;
    private static final int MANY = 300;

    @Test
    void promisesHoldInEverySeed() {
        run(1, FEW);
    }

    @Test
    @Tag("long")
    void promisesHoldInManySeedsInWhichAllThatCanHappenDoes() {
        Map<String, Long> totals = run(1, MANY);
        System.out.println("never happened: " + Coverage.neverHit(totals));
        assertThat(totals.keySet()).containsAll(Coverage.FAULTS);
    }

    private static Map<String, Long> run(long first, long last) {
        Map<String, Long> totals = new TreeMap<>();
        System.out.println("volume simulation, seeds " + first + " to " + last);
        for (long seed = first; seed <= last; seed++) {
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
        return totals;
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
