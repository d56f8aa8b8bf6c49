package org.borealisdb.storage.repair;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.borealisdb.runtime.task.Task;
import org.borealisdb.runtime.task.TaskKind;
import org.borealisdb.simulation.SimulatedHost;
import org.borealisdb.simulation.SimulatedWorld;
import org.junit.jupiter.api.Test;

/** However many workers copy, together they stay at the pace. */
class CopyPaceTest {
    private static final long SECOND = 1_000_000_000;

    @Test
    void allWorkersTogetherKeepThePace() {
        SimulatedWorld world = new SimulatedWorld(1, 1_000_000, 3_600_000_000_000L);
        SimulatedHost.LiveProcess process = world.host("node").start();
        world.run(() -> {
            CopyPace pace = new CopyPace(process.tasks(), process.clock(), 1000);
            long begin = process.clock().nanoTime();
            List<Task> workers = new ArrayList<>();
            for (int worker = 0; worker < 3; worker++) {
                workers.add(process.tasks().start("copy", TaskKind.BACKGROUND, () -> {
                    for (int piece = 0; piece < 10; piece++) {
                        pace.take(100);
                    }
                }));
            }
            workers.forEach(Task::join);
            // What the last piece takes is left to whoever comes next.
            long seconds = (process.clock().nanoTime() - begin) / (SECOND / 10);
            assertThat(seconds).isBetween(29L, 31L);
        });
        assertThat(world.escapes()).isEmpty();
    }
}
