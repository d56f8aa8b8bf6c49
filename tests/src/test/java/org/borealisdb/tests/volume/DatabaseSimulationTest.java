package org.borealisdb.tests.volume;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The engine on storage under faults: transactions are atomic, isolated, and there when they were acknowledged. */
class DatabaseSimulationTest {
    private static final int FEW = 15;
    private static final int MANY = 60;

    @Test
    void transfersAddUpInEverySeed() {
        run(1, FEW);
    }

    @Test
    @Tag("long")
    void transfersAddUpInManySeeds() {
        run(FEW + 1, MANY);
    }

    private static void run(long first, long last) {
        long evictions = 0;
        System.out.println("database simulation, seeds " + first + " to " + last);
        for (long seed = first; seed <= last; seed++) {
            evictions += new DatabaseSimulation(seed).run().getOrDefault("engine.pool.evictions", 0L);
        }
        assertThat(evictions).isPositive();
    }
}
