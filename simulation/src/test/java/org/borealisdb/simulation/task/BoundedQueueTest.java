package org.borealisdb.simulation.task;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.borealisdb.runtime.task.BoundedQueue;
import org.borealisdb.runtime.task.Task;
import org.borealisdb.runtime.task.TaskKind;
import org.borealisdb.runtime.task.Tasks;
import org.borealisdb.simulation.SimulatedWorld;
import org.junit.jupiter.api.Test;

/** The runtime's queue under many schedules: tested here because the simulator can try them all, one seed each. */
class BoundedQueueTest {
    private static final long SECOND = 1_000_000_000;

    @Test
    void nothingIsLostDoubledOrOvertaken() {
        for (int seed = 0; seed < 100; seed++) {
            SimulatedWorld world = new SimulatedWorld(seed, 1_000_000, 1000 * SECOND);
            int thisSeed = seed;
            world.run(() -> {
                Tasks tasks = world.host("a").start().tasks();
                BoundedQueue<Integer> queue = new BoundedQueue<>(tasks, "queue", 1 + thisSeed % 4);
                List<Task> all = new ArrayList<>();
                List<Integer> taken = new ArrayList<>();
                List<Task> producers = new ArrayList<>();
                for (int producer = 0; producer < 3; producer++) {
                    int first = producer * 1000;
                    producers.add(tasks.start("producer", TaskKind.SESSION, () -> {
                        for (int item = 0; item < 20; item++) {
                            assertThat(queue.put(first + item)).isTrue();
                        }
                    }));
                }
                all.add(tasks.start("taker", TaskKind.SESSION, () -> {
                    for (Optional<Integer> item = queue.take(); item.isPresent(); item = queue.take()) {
                        taken.add(item.get());
                    }
                }));
                all.add(tasks.start("drainer", TaskKind.SESSION, () -> {
                    List<Integer> some = new ArrayList<>();
                    while (queue.drainTo(some, 3)) {
                        assertThat(some).hasSizeBetween(1, 3);
                        taken.addAll(some);
                        some.clear();
                    }
                }));
                producers.forEach(Task::join);
                queue.close();
                all.forEach(Task::join);
                assertThat(taken).as("seed %d", thisSeed).hasSize(60).doesNotHaveDuplicates();
                assertThat(queue.put(1)).isFalse();
                assertThat(queue.offer(1)).isFalse();
                assertThat(queue.take()).isEmpty();
            });
            assertThat(world.escapes()).isEmpty();
        }
    }

    @Test
    void oneTakerSeesTheOrderOfEachProducer() {
        SimulatedWorld world = new SimulatedWorld(1, 1_000_000, 1000 * SECOND);
        world.run(() -> {
            Tasks tasks = world.host("a").start().tasks();
            BoundedQueue<Integer> queue = new BoundedQueue<>(tasks, "queue", 2);
            Task producer = tasks.start("producer", TaskKind.SESSION, () -> {
                for (int item = 0; item < 50; item++) {
                    queue.put(item);
                }
            });
            for (int item = 0; item < 50; item++) {
                assertThat(queue.take()).contains(item);
            }
            producer.join();
        });
    }

    @Test
    void aFullQueueRefusesAndAnEmptyOneTimesOut() {
        SimulatedWorld world = new SimulatedWorld(2, 1_000_000, 1000 * SECOND);
        world.run(() -> {
            Tasks tasks = world.host("a").start().tasks();
            BoundedQueue<Integer> queue = new BoundedQueue<>(tasks, "queue", 2);
            long before = world.scheduler().now();
            assertThat(queue.take(SECOND)).isEmpty();
            assertThat(world.scheduler().now() - before).isGreaterThanOrEqualTo(SECOND);
            assertThat(queue.offer(1)).isTrue();
            assertThat(queue.offer(2)).isTrue();
            assertThat(queue.offer(3)).isFalse();
            assertThat(queue.size()).isEqualTo(2);
            assertThat(queue.take(SECOND)).contains(1);
        });
    }
}
