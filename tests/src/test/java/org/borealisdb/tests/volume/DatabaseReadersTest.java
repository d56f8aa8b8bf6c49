package org.borealisdb.tests.volume;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Readers of a database under faults, whoever writes it: what they see adds up, and in the end they see everything. */
class DatabaseReadersTest {
    private static final long FIRST_SEED = 1;
    private static final int SEEDS = 15;

    @Test
    void readersSeeTransfersThatAddUp() {
        SortedMap<String, Long> counted = new TreeMap<>();
        System.out.println("readers of a simulated database, seeds " + FIRST_SEED + " to " + (FIRST_SEED + SEEDS - 1));
        for (long seed = FIRST_SEED; seed < FIRST_SEED + SEEDS; seed++) {
            new DatabaseSimulation(seed, 2).run().forEach((name, count) -> counted.merge(name, count, Long::sum));
        }
        assertThat(counted.getOrDefault("reader.looks", 0L)).isGreaterThan(500);
        assertThat(counted).containsKeys("volume.taken-over.warm", "volume.taken-over.cold");
        assertThat(counted.getOrDefault("reader.promoted.pages", 0L))
                .as("pages kept")
                .isGreaterThan(100);
        assertThat(counted.getOrDefault("reader.promoted.outdated", 0L))
                .as("pages dropped")
                .isGreaterThan(5);
    }
}
