package org.borealisdb.engine.transaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.runtime.real.RealTasks;
import org.borealisdb.runtime.task.Task;
import org.borealisdb.runtime.task.TaskKind;
import org.junit.jupiter.api.Test;

/** The horizon never passes a view. */
class ViewRegistryTest {
    @Test
    void viewsAndPinsHoldTheHorizonBack() {
        ViewRegistry registry = new ViewRegistry(4);
        assertThat(registry.raise(10)).isEqualTo(10);
        int view = registry.publish(() -> 15);
        assertThat(registry.raise(20)).isEqualTo(15);
        int pin = registry.pinHorizon();
        assertThat(registry.lsn(pin)).isEqualTo(15);
        registry.withdraw(view);
        assertThat(registry.raise(30)).isEqualTo(15);
        registry.withdraw(pin);
        assertThat(registry.raise(30)).isEqualTo(30);
        assertThat(registry.lsn(registry.publish(() -> 31))).isEqualTo(31);
    }

    @Test
    void viewsBesideOthersHoldTheHorizonBackLonger() {
        ViewRegistry registry = new ViewRegistry(4);
        int view = registry.publish(() -> 15);
        assertThat(registry.raise(20)).isEqualTo(15);
        int beside = registry.publishAt(registry.lsn(view));
        registry.withdraw(view);
        assertThat(registry.raise(30)).isEqualTo(15);
        registry.withdraw(beside);
        assertThat(registry.raise(30)).isEqualTo(30);
    }

    @Test
    void slotsAreLimited() {
        ViewRegistry registry = new ViewRegistry(2);
        registry.publish(() -> 1);
        registry.publish(() -> 1);
        assertThatThrownBy(() -> registry.publish(() -> 1)).isInstanceOf(SqlException.class);
    }

    @Test
    void noViewIsEverBelowTheHorizonWithRealThreads() {
        AtomicReference<Throwable> failure = new AtomicReference<>();
        AtomicLong vdl = new AtomicLong(1);
        AtomicBoolean stop = new AtomicBoolean();
        ViewRegistry registry = new ViewRegistry(16);
        try (RealTasks tasks = new RealTasks((task, cause) -> failure.compareAndSet(null, cause))) {
            List<Task> readers = new ArrayList<>();
            for (int number = 0; number < 4; number++) {
                boolean pins = number == 2;
                boolean copies = number == 3;
                readers.add(tasks.start("reader " + number, TaskKind.SESSION, () -> {
                    for (int round = 0; round < 30_000 || registry.horizon() <= 1; round++) {
                        int slot = pins ? registry.pinHorizon() : registry.publish(vdl::get);
                        long lsn = registry.lsn(slot);
                        if (copies) {
                            int first = slot;
                            slot = registry.publishAt(lsn);
                            registry.withdraw(first);
                        }
                        for (int look = 0; look < 3; look++) {
                            if (registry.horizon() > lsn) {
                                throw new IllegalStateException(
                                        "horizon " + registry.horizon() + " passed the view at " + lsn);
                            }
                        }
                        registry.withdraw(slot);
                    }
                }));
            }
            Task raiser = tasks.start("raiser", TaskKind.SESSION, () -> {
                while (!stop.get()) {
                    registry.raise(vdl.incrementAndGet());
                }
            });
            readers.forEach(Task::join);
            stop.set(true);
            raiser.join();
        }
        assertThat(failure.get()).isNull();
        assertThat(registry.horizon()).isGreaterThan(1);
    }
}
