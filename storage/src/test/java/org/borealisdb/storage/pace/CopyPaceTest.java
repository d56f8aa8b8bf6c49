package org.borealisdb.storage.pace;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.borealisdb.runtime.metric.Metrics;
import org.borealisdb.runtime.task.Task;
import org.borealisdb.runtime.task.TaskKind;
import org.borealisdb.simulation.SimulatedHost;
import org.borealisdb.simulation.SimulatedWorld;
import org.junit.jupiter.api.Test;

/** Copying in a node that has other work. */
class CopyPaceTest {
    private static final long MILLISECOND = 1_000_000;
    private static final long SECOND = 1_000 * MILLISECOND;
    private static final int PIECE = 10_000;
    private static final long FLOOR = 100_000;
    private static final long CEILING = 10_000_000;
    private static final int ALL = 5;

    private final SimulatedWorld world = new SimulatedWorld(1, 10_000_000, 3_600_000_000_000L);
    private final SimulatedHost.LiveProcess process = world.host("node").start();
    private final Metrics metrics = new Metrics();
    private final ForegroundLatency latency = new ForegroundLatency();
    private final AtomicLong copied = new AtomicLong();
    private boolean over;

    /** Copies for {@code seconds} with three workers, while batches come each 5 ms and take a millisecond, and {@code times} that while a piece is under way, which takes {@code piece}; bytes per second in the second half. */
    private double copy(int seconds, boolean foreground, double times, long piece, int healthy) {
        List<Double> speed = new ArrayList<>();
        world.run(() -> {
            CopyPace pace = new CopyPace(
                    process.tasks(),
                    process.clock(),
                    metrics,
                    new PaceSettings(FLOOR, CEILING, Duration.ofMillis(200)),
                    List.of(latency));
            AtomicLong active = new AtomicLong();
            List<Task> tasks = new ArrayList<>();
            if (foreground) {
                tasks.add(process.tasks().start("load", TaskKind.PROTOCOL, () -> {
                    while (!over) {
                        latency.note((long) ((active.get() > 0 ? times : 1) * MILLISECOND));
                        process.tasks().sleep(5 * MILLISECOND);
                    }
                }));
            }
            for (int worker = 0; worker < 3; worker++) {
                tasks.add(process.tasks().start("copy", TaskKind.BACKGROUND, () -> {
                    while (!over) {
                        pace.begin(PIECE, healthy, 2 * SECOND);
                        active.incrementAndGet();
                        process.tasks().sleep(piece);
                        active.decrementAndGet();
                        pace.end(PIECE, PIECE, healthy);
                        copied.addAndGet(PIECE);
                    }
                }));
            }
            process.tasks().sleep(seconds * SECOND / 2);
            long half = copied.get();
            process.tasks().sleep(seconds * SECOND / 2);
            speed.add((copied.get() - half) / (seconds / 2.0));
            over = true;
            tasks.forEach(Task::join);
        });
        assertThat(world.escapes()).isEmpty();
        return speed.getFirst();
    }

    @Test
    void anIdleNodeCopiesAtTheCeiling() {
        assertThat(copy(20, false, 1, MILLISECOND, ALL)).isBetween(0.8 * CEILING, 1.05 * CEILING);
    }

    @Test
    void workThatDoesNotNoticeIsNoReasonToCopySlowly() {
        assertThat(copy(80, true, 1, MILLISECOND, ALL)).isBetween(0.8 * CEILING, 1.05 * CEILING);
        assertThat(metrics.values()).containsKey("storage.pace.keptStill");
    }

    /** A piece takes a millisecond and makes work that meets it five times as slow: a batch takes 1.4 times as long in the (geometric) mean if one is under way for 0.2 of the time. */
    @Test
    void itCopiesAsFastAsTheLoadBears() {
        assertThat(copy(80, true, 5, MILLISECOND, ALL)).isBetween(0.1 * CEILING, 0.4 * CEILING);
    }

    @Test
    void itKeepsToTheFloorWhateverTheLoadSays() {
        assertThat(copy(40, true, 1_000, 20 * MILLISECOND, ALL)).isBetween(0.7 * FLOOR, 3.0 * FLOOR);
    }

    @Test
    void aGroupThatTakesNoWritesIsCopiedAtOnce() {
        assertThat(copy(20, true, 1_000, MILLISECOND, 3)).isBetween(0.6 * CEILING, 1.05 * CEILING);
    }

    /** A source answers at once whom it can't let wait: those who can wait get no more for it. */
    @Test
    void whoDoesNotWaitFreesNobodyElse() {
        PaceSettings fixed = new PaceSettings(FLOOR, FLOOR, Duration.ofMillis(200));
        world.run(() -> {
            CopyPace pace = new CopyPace(process.tasks(), process.clock(), metrics, fixed, List.of(latency));
            Task impatient = process.tasks().start("impatient", TaskKind.BACKGROUND, () -> {
                while (!over) {
                    pace.begin(100, ALL, 0);
                    pace.end(100, 100, ALL);
                    process.tasks().sleep(20 * MILLISECOND);
                }
            });
            long begin = process.clock().nanoTime();
            for (int piece = 0; piece < 100; piece++) {
                pace.begin(PIECE, ALL, 2 * SECOND);
                pace.end(PIECE, PIECE, ALL);
            }
            assertThat(process.clock().nanoTime() - begin).isGreaterThan(9 * SECOND);
            over = true;
            impatient.join();
        });
        assertThat(world.escapes()).isEmpty();
    }
}
