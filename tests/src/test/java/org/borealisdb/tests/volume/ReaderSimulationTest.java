package org.borealisdb.tests.volume;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Readers of a volume under everything that the simulator can do to them, for some hundred seeds; more with {@code -Dreaders.seeds}, from {@code -Dreaders.first} on. */
class ReaderSimulationTest {
    private static final long FIRST_SEED = Long.getLong("readers.first", 1);
    private static final int SEEDS = Integer.getInteger("readers.seeds", 200);

    @Test
    void promisesHoldInEverySeed() {
        Map<String, Long> totals = new TreeMap<>();
        System.out.println("reader simulation, seeds " + FIRST_SEED + " to " + (FIRST_SEED + SEEDS - 1));
        for (long seed = FIRST_SEED; seed < FIRST_SEED + SEEDS; seed++) {
            Map<String, Long> counts = new ReaderSimulation(seed).run();
            counts.forEach((name, count) -> totals.merge(name, count, Long::sum));
        }
        totals.forEach((name, count) -> {
            if (name.startsWith("volume.stream.") || name.startsWith("reader.") || name.startsWith("writer.")) {
                System.out.println("  " + name + " " + count);
            }
        });
        assertThat(totals.keySet()).containsAll(Coverage.READERS);
    }

    @Test
    void aSeedReplaysExactly() {
        ReaderSimulation first = new ReaderSimulation(11);
        ReaderSimulation second = new ReaderSimulation(11);
        assertThat(first.run()).isEqualTo(second.run());
        assertThat(first.trace()).isEqualTo(second.trace());
    }
}
