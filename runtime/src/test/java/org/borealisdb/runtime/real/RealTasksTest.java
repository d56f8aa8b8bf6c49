package org.borealisdb.runtime.real;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.borealisdb.runtime.task.BoundedQueue;
import org.borealisdb.runtime.task.Condition;
import org.borealisdb.runtime.task.Lock;
import org.borealisdb.runtime.task.Parker;
import org.borealisdb.runtime.task.Task;
import org.borealisdb.runtime.task.TaskKind;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Tasks, locks, conditions, parkers and queues on real threads. */
@Timeout(60)
class RealTasksTest {
    private static final long LONG_NANOS = TimeUnit.SECONDS.toNanos(30);

    private final List<String> failures = Collections.synchronizedList(new ArrayList<>());
    private final RealTasks tasks = new RealTasks((task, failure) -> failures.add(task + ": " + failure.getMessage()));

    @AfterEach
    void everyTaskEnds() {
        tasks.close();
        assertThat(tasks.running()).isZero();
    }

    @Test
    void protocolAndBackgroundTasksRunOnNamedDaemonPlatformThreads() {
        for (TaskKind kind : List.of(TaskKind.PROTOCOL, TaskKind.BACKGROUND)) {
            List<Thread> threads = Collections.synchronizedList(new ArrayList<>());
            Task task = tasks.start("task of " + kind, kind, () -> threads.add(Thread.currentThread()));
            task.join();
            assertThat(task.done()).isTrue();
            Thread thread = threads.getFirst();
            assertThat(thread.isVirtual()).isFalse();
            assertThat(thread.isDaemon()).isTrue();
            assertThat(thread.getName()).isEqualTo("task of " + kind).isEqualTo(task.name());
        }
    }

    @Test
    void sessionsBeyondTheFirstRunOnVirtualThreads() {
        int sessions = RealTasks.PLATFORM_SESSIONS + 10;
        BoundedQueue<Boolean> kinds = new BoundedQueue<>(tasks, "kinds", sessions);
        BoundedQueue<Boolean> end = new BoundedQueue<>(tasks, "end", 1);
        List<Task> started = new ArrayList<>();
        for (int session = 0; session < sessions; session++) {
            started.add(tasks.start("session " + session, TaskKind.SESSION, () -> {
                kinds.put(Thread.currentThread().isVirtual());
                end.take();
            }));
        }
        List<Boolean> virtual = new ArrayList<>();
        while (virtual.size() < sessions) {
            virtual.add(kinds.take().orElseThrow());
        }
        assertThat(virtual.stream().filter(kind -> kind)).hasSize(10);
        end.close();
        started.forEach(Task::join);

        // Platform threads are free again.
        tasks.start(
                "later",
                TaskKind.SESSION,
                () -> kinds.put(Thread.currentThread().isVirtual()));
        assertThat(kinds.take()).contains(false);
    }

    /** Some virtual threads give way to each other until another one, woken by a platform thread, lets them go. */
    @Test
    void tasksThatGiveWayDoNotKeepOthersFromRunning() {
        BoundedQueue<Boolean> end = new BoundedQueue<>(tasks, "end", 1);
        List<Task> started = new ArrayList<>();
        for (int session = 0; session < RealTasks.PLATFORM_SESSIONS; session++) {
            started.add(tasks.start("platform session " + session, TaskKind.SESSION, end::take));
        }
        AtomicInteger spinning = new AtomicInteger();
        AtomicInteger released = new AtomicInteger();
        BoundedQueue<Boolean> wake = new BoundedQueue<>(tasks, "wake", 1);
        started.add(tasks.start("sleeper", TaskKind.SESSION, () -> {
            wake.take();
            released.incrementAndGet();
        }));
        for (int session = 0; session < 8; session++) {
            started.add(tasks.start("giving way " + session, TaskKind.SESSION, () -> {
                spinning.incrementAndGet();
                while (released.get() == 0) {
                    tasks.giveWay();
                }
            }));
        }
        started.add(tasks.start("waker", TaskKind.PROTOCOL, () -> {
            while (spinning.get() < 8) {
                tasks.giveWay();
            }
            wake.put(true);
        }));
        Task sleeper = started.get(RealTasks.PLATFORM_SESSIONS);
        boolean ran = sleeper.join(LONG_NANOS / 3);
        released.incrementAndGet();
        end.close();
        started.forEach(Task::join);
        assertThat(ran).isTrue();
    }

    @Test
    void whatEscapesATaskReachesTheOwner() {
        Task task = tasks.start("fails", TaskKind.PROTOCOL, () -> {
            throw new AssertionError("on purpose");
        });
        task.join();
        assertThat(task.done()).isTrue();
        assertThat(failures).containsExactly("fails: on purpose");
    }

    @Test
    void aFailureHandlerMayCloseTheTasks() {
        BoundedQueue<String> closed = new BoundedQueue<>(tasks, "closed", 1);
        List<RealTasks> self = new ArrayList<>();
        RealTasks stopping = new RealTasks((task, _) -> {
            self.getFirst().close();
            closed.put(task);
        });
        self.add(stopping);
        stopping.start("last", TaskKind.PROTOCOL, () -> {
            throw new IllegalStateException("on purpose");
        });
        assertThat(closed.take()).contains("last");
        assertThatThrownBy(() -> stopping.start("too late", TaskKind.PROTOCOL, () -> {}))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("too late");
    }

    @Test
    void joinWaitsForTheEndOrTheTime() {
        BoundedQueue<Boolean> end = new BoundedQueue<>(tasks, "end", 1);
        Task task = tasks.start("waits", TaskKind.BACKGROUND, end::take);
        assertThat(task.join(1_000)).isFalse();
        assertThat(task.join(0)).isFalse();
        assertThat(task.done()).isFalse();
        end.close();
        assertThat(task.join(LONG_NANOS)).isTrue();
    }

    @Test
    void aTaskCannotWaitForItself() {
        BoundedQueue<Task> own = new BoundedQueue<>(tasks, "own", 1);
        Task task = tasks.start(
                "itself", TaskKind.PROTOCOL, () -> own.take().orElseThrow().join());
        own.put(task);
        task.join();
        assertThat(failures).singleElement().asString().contains("waits for its own end");
    }

    @Test
    void aLockExcludesAndIsNotReentrant() {
        Lock lock = tasks.lock("counter");
        long[] counter = new long[1];
        List<Task> started = new ArrayList<>();
        for (int index = 0; index < 4; index++) {
            started.add(tasks.start("adds " + index, index % 2 == 0 ? TaskKind.PROTOCOL : TaskKind.SESSION, () -> {
                for (int step = 0; step < 10_000; step++) {
                    lock.lock();
                    counter[0]++;
                    lock.unlock();
                }
            }));
        }
        started.forEach(Task::join);
        lock.lock();
        assertThat(counter[0]).isEqualTo(40_000);
        assertThat(lock.held()).isTrue();
        assertThatThrownBy(lock::lock).isInstanceOf(IllegalStateException.class).hasMessageContaining("counter");
        assertThatThrownBy(lock::tryLock).isInstanceOf(IllegalStateException.class);
        List<Boolean> elsewhere = Collections.synchronizedList(new ArrayList<>());
        tasks.start("tries", TaskKind.PROTOCOL, () -> {
                    elsewhere.add(lock.held());
                    elsewhere.add(lock.tryLock());
                })
                .join();
        assertThat(elsewhere).containsExactly(false, false);
        lock.unlock();
        assertThat(lock.held()).isFalse();
        assertThatThrownBy(lock::unlock)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("counter");
    }

    @Test
    void aConditionIsSignalledOrRunsOutOfTime() {
        Lock lock = tasks.lock("state");
        Condition changed = lock.condition();
        assertThatThrownBy(changed::signal).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(changed::await).isInstanceOf(IllegalStateException.class);
        boolean[] ready = new boolean[1];
        Task waiter = tasks.start("waits", TaskKind.SESSION, () -> {
            lock.lock();
            try {
                while (!ready[0]) {
                    changed.await();
                }
            } finally {
                lock.unlock();
            }
        });
        lock.lock();
        assertThat(changed.await(1_000)).isFalse();
        assertThat(changed.await(0)).isFalse();
        assertThat(changed.await(-1)).isFalse();
        assertThat(lock.held()).isTrue();
        ready[0] = true;
        changed.signalAll();
        lock.unlock();
        assertThat(waiter.join(LONG_NANOS)).isTrue();
    }

    @Test
    void aParkerKeepsOnePermit() {
        Parker parker = tasks.parker();
        parker.unpark();
        parker.unpark();
        parker.park();
        parker.park(1_000);
        parker.park(0);
        parker.unpark();
        parker.park(LONG_NANOS);
        Task stranger = tasks.start("stranger", TaskKind.PROTOCOL, parker::park);
        stranger.join();
        assertThat(failures).singleElement().asString().contains("was parked by thread 'stranger'");
    }

    @Test
    void twoTasksPassATurnThroughParkers() {
        int turns = 2_000;
        BoundedQueue<Parker> parkers = new BoundedQueue<>(tasks, "parkers", 1);
        AtomicInteger turn = new AtomicInteger();
        Parker mine = tasks.parker();
        Task other = tasks.start("other", TaskKind.PROTOCOL, () -> {
            Parker own = tasks.parker();
            parkers.put(own);
            for (int next = 1; next < turns; next += 2) {
                while (turn.get() != next) {
                    own.park();
                }
                turn.incrementAndGet();
                mine.unpark();
            }
        });
        Parker others = parkers.take().orElseThrow();
        for (int next = 0; next < turns; next += 2) {
            while (turn.get() != next) {
                mine.park();
            }
            turn.incrementAndGet();
            others.unpark();
        }
        assertThat(other.join(LONG_NANOS)).isTrue();
        assertThat(turn.get()).isEqualTo(turns);
    }

    @Test
    void aBoundedQueueKeepsEachProducersOrder() {
        int producers = 3;
        int items = 5_000;
        BoundedQueue<int[]> queue = new BoundedQueue<>(tasks, "items", 16);
        List<Task> started = new ArrayList<>();
        for (int producer = 0; producer < producers; producer++) {
            int number = producer;
            started.add(tasks.start("producer " + producer, TaskKind.SESSION, () -> {
                for (int item = 0; item < items; item++) {
                    assertThat(queue.put(new int[] {number, item})).isTrue();
                }
            }));
        }
        int[] next = new int[producers];
        List<int[]> batch = new ArrayList<>();
        for (int taken = 0; taken < producers * items; taken += batch.size()) {
            batch.clear();
            assertThat(queue.drainTo(batch, 7)).isTrue();
            assertThat(batch).hasSizeBetween(1, 7);
            for (int[] item : batch) {
                assertThat(item[1]).isEqualTo(next[item[0]]);
                next[item[0]]++;
            }
        }
        started.forEach(Task::join);
        assertThat(failures).isEmpty();
        queue.put(new int[] {9, 9});
        queue.close();
        assertThat(queue.offer(new int[] {1, 1})).isFalse();
        assertThat(queue.take()).isPresent();
        assertThat(queue.take()).isEmpty();
        assertThat(queue.take(LONG_NANOS)).isEmpty();
    }

    @Test
    void aFullQueueHoldsThePutterUntilItIsClosed() {
        BoundedQueue<Integer> queue = new BoundedQueue<>(tasks, "full", 1);
        assertThat(queue.offer(1)).isTrue();
        assertThat(queue.offer(2)).isFalse();
        List<Boolean> answers = Collections.synchronizedList(new ArrayList<>());
        Task putter = tasks.start("putter", TaskKind.PROTOCOL, () -> answers.add(queue.put(2)));
        assertThat(putter.join(1_000_000)).isFalse();
        queue.close();
        putter.join();
        assertThat(answers).containsExactly(false);
    }
}
