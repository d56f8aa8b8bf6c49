package org.borealisdb.tests.volume;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The engine on storage under faults: transactions are atomic, isolated, and there when they were acknowledged. */
class DatabaseSimulationTest {
    private static final long FIRST_SEED = 1;
    private static final int SEEDS = 40;

    @Test
    void transfersAddUpInEverySeed() {
        long evictions = 0;
        System.out.println("database simulation, seeds " + FIRST_SEED + " to " + (FIRST_SEED + SEEDS - 1));
        for (long seed = FIRST_SEED; seed < FIRST_SEED + SEEDS; seed++) {
            evictions += new DatabaseSimulation(seed).run().getOrDefault("engine.pool.evictions", 0L);
        }
        assertThat(evictions).isPositive();
    }
}
