package org.borealisdb.storage.materialize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.borealisdb.simulation.SimulatedHost;
import org.borealisdb.simulation.SimulatedWorld;
import org.borealisdb.storage.pace.ForegroundLatency;
import org.junit.jupiter.api.Test;

/** Background work rests longer than it has worked if there is foreground work, the less the more there is to do, and not for ever. */
class BudgetTest {
    private static final long MILLISECOND = 1_000_000;
    private static final long USUAL = 100;
    private static final long MOST = 300;

    private final SimulatedWorld world = new SimulatedWorld(1, 1_000_000, 3_600_000_000_000L);
    private final SimulatedHost.LiveProcess process = world.host("node").start();
    private final ForegroundLatency batches = new ForegroundLatency();

    private Budget budget() {
        return new Budget(process.tasks(), process.clock(), List.of(new ForegroundLatency(), batches));
    }

    private long restAfter(Budget budget, long work) {
        process.tasks().sleep(work);
        long before = process.clock().nanoTime();
        budget.spent();
        return process.clock().nanoTime() - before;
    }

    private long restAfterBoth(Budget budget, long work) {
        batches.note(MILLISECOND);
        return restAfter(budget, work);
    }

    @Test
    void restsAsLongAsItWorkedIfNobodyElseWorks() {
        world.run(() -> {
            Budget budget = budget();
            assertThat(restAfter(budget, 3 * MILLISECOND)).isBetween(3 * MILLISECOND, 4 * MILLISECOND);
            assertThat(restAfter(budget, 5 * MILLISECOND)).isBetween(5 * MILLISECOND, 6 * MILLISECOND);
            assertThat(restAfter(budget, 1000 * MILLISECOND)).isLessThan(25 * MILLISECOND);
            budget.backlog(MOST, USUAL, MOST);
            assertThat(restAfter(budget, 5 * MILLISECOND)).isLessThan(MILLISECOND);
            budget.backlog(USUAL, USUAL, MOST);
            budget.begin();
            assertThat(restAfter(budget, 5 * MILLISECOND)).isBetween(5 * MILLISECOND, 6 * MILLISECOND);
        });
        assertThat(world.escapes()).isEmpty();
    }

    @Test
    void restsTheLessTheMoreThereIsToDo() {
        world.run(() -> {
            Budget budget = budget();
            assertThat(restAfterBoth(budget, 3 * MILLISECOND)).isBetween(12 * MILLISECOND, 13 * MILLISECOND);
            budget.backlog(USUAL, USUAL, MOST);
            assertThat(restAfterBoth(budget, 3 * MILLISECOND)).isBetween(12 * MILLISECOND, 13 * MILLISECOND);
            budget.backlog(USUAL + (MOST - USUAL) / 2, USUAL, MOST);
            assertThat(restAfterBoth(budget, 3 * MILLISECOND)).isBetween(6 * MILLISECOND, 7 * MILLISECOND);
            budget.backlog(MOST - (MOST - USUAL) / 8, USUAL, MOST);
            assertThat(restAfterBoth(budget, 4 * MILLISECOND)).isBetween(2 * MILLISECOND, 3 * MILLISECOND);
            budget.backlog(MOST + 1, USUAL, MOST);
            assertThat(restAfterBoth(budget, 3 * MILLISECOND)).isLessThan(MILLISECOND);
            // What comes while it rests does not count.
            budget.backlog(USUAL, USUAL, MOST);
            batches.note(MILLISECOND);
            budget.begin();
            assertThat(restAfter(budget, 3 * MILLISECOND)).isBetween(3 * MILLISECOND, 4 * MILLISECOND);
        });
        assertThat(world.escapes()).isEmpty();
    }

    @Test
    void doesNotRestWhileSomebodyWaits() {
        world.run(() -> {
            Budget budget = budget();
            budget.hurry(true);
            assertThat(restAfterBoth(budget, 3 * MILLISECOND)).isLessThan(MILLISECOND);
            assertThat(restAfterBoth(budget, 3 * MILLISECOND)).isLessThan(MILLISECOND);
            budget.hurry(false);
            assertThat(restAfterBoth(budget, 3 * MILLISECOND)).isBetween(12 * MILLISECOND, 13 * MILLISECOND);
            budget.hurry(true);
            budget.close();
            assertThatThrownBy(budget::spent).isInstanceOf(WorkAbandonedException.class);
        });
        assertThat(world.escapes()).isEmpty();
    }

    @Test
    void workIsAbandonedWhenTheNodeCloses() {
        world.run(() -> {
            Budget budget = budget();
            budget.close();
            assertThatThrownBy(budget::spent).isInstanceOf(WorkAbandonedException.class);
        });
        assertThat(world.escapes()).isEmpty();
    }
}
