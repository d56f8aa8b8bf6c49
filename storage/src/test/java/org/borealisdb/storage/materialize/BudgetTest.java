package org.borealisdb.storage.materialize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.borealisdb.simulation.SimulatedHost;
import org.borealisdb.simulation.SimulatedWorld;
import org.junit.jupiter.api.Test;

/** Background work rests as long as it has worked, but not when it falls behind, and not for ever. */
class BudgetTest {
    private static final long MILLISECOND = 1_000_000;

    private final SimulatedWorld world = new SimulatedWorld(1, 1_000_000, 3_600_000_000_000L);
    private final SimulatedHost.LiveProcess process = world.host("node").start();

    private long restAfter(Budget budget, long work) {
        process.tasks().sleep(work);
        long before = process.clock().nanoTime();
        budget.spent();
        return process.clock().nanoTime() - before;
    }

    @Test
    void restsAsLongAsItWorked() {
        world.run(() -> {
            Budget budget = new Budget(process.tasks(), process.clock());
            assertThat(restAfter(budget, 3 * MILLISECOND)).isBetween(3 * MILLISECOND, 4 * MILLISECOND);
            assertThat(restAfter(budget, 5 * MILLISECOND)).isBetween(5 * MILLISECOND, 6 * MILLISECOND);
            assertThat(restAfter(budget, 1000 * MILLISECOND)).isLessThan(25 * MILLISECOND);
            budget.urgent(true);
            assertThat(restAfter(budget, 5 * MILLISECOND)).isLessThan(MILLISECOND);
            budget.urgent(false);
            budget.begin();
            assertThat(restAfter(budget, 5 * MILLISECOND)).isGreaterThanOrEqualTo(5 * MILLISECOND);
        });
        assertThat(world.escapes()).isEmpty();
    }

    @Test
    void workIsAbandonedWhenTheNodeCloses() {
        world.run(() -> {
            Budget budget = new Budget(process.tasks(), process.clock());
            budget.close();
            assertThatThrownBy(budget::spent).isInstanceOf(WorkAbandonedException.class);
        });
        assertThat(world.escapes()).isEmpty();
    }
}
