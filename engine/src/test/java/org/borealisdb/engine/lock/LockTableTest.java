package org.borealisdb.engine.lock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.runtime.real.RealClock;
import org.borealisdb.runtime.real.RealTasks;
import org.borealisdb.runtime.task.Task;
import org.borealisdb.runtime.task.TaskKind;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Grants, queues, deadlocks and limits of the lock table, with real threads. */
class LockTableTest {
    private static final List<TableLockMode> MODES = List.of(TableLockMode.values());

    private final AtomicReference<Throwable> failure = new AtomicReference<>();
    private final RealTasks tasks = new RealTasks((task, cause) -> failure.compareAndSet(null, cause));
    private final LockTable table = new LockTable(tasks, new RealClock(), 10_000);
    private final List<String> events = Collections.synchronizedList(new ArrayList<>());

    private static LockKey table(long id) {
        return new LockKey.OfTable(id);
    }

    private Task start(String name, Runnable body) {
        return tasks.start(name, TaskKind.SESSION, body);
    }

    private void awaitWaiting(int count) {
        while (table.waiting() != count) {
            Thread.onSpinWait();
        }
    }

    private static ErrorCode codeOf(Runnable action) {
        try {
            action.run();
            return ErrorCode.SUCCESSFUL_COMPLETION;
        } catch (SqlException refused) {
            return refused.code();
        }
    }

    @AfterEach
    void nothingIsLeft() {
        tasks.close();
        assertThat(failure.get()).isNull();
        assertThat(table.size()).isZero();
        assertThat(table.keys()).isZero();
        assertThat(table.anyRowLocks()).isFalse();
    }

    @Test
    void conflictTablesAreSymmetric() {
        for (LockMode[] modes : List.of(TableLockMode.values(), RowLockMode.values(), AdvisoryLockMode.values())) {
            for (LockMode left : modes) {
                for (LockMode right : modes) {
                    assertThat((left.conflicts() & right.mask()) != 0)
                            .as("%s against %s", left, right)
                            .isEqualTo((right.conflicts() & left.mask()) != 0);
                }
            }
        }
    }

    @Test
    void sharedModesMeetAndExclusiveOnesDoNot() {
        LockOwner first = new LockOwner("first");
        LockOwner second = new LockOwner("second");
        assertThat(table.tryAcquire(first, table(1), TableLockMode.ROW_EXCLUSIVE))
                .isTrue();
        assertThat(table.tryAcquire(second, table(1), TableLockMode.ROW_EXCLUSIVE))
                .isTrue();
        assertThat(table.tryAcquire(second, table(1), TableLockMode.SHARE)).isFalse();
        assertThat(table.tryAcquire(first, table(1), TableLockMode.SHARE)).isFalse();
        table.end(first);
        assertThat(table.tryAcquire(second, table(1), TableLockMode.SHARE)).isTrue();
        table.end(second);
    }

    @Test
    void waitersAreServedInOrder() {
        LockOwner holder = new LockOwner("holder");
        table.acquire(holder, table(1), TableLockMode.ACCESS_EXCLUSIVE, LockWait.FOREVER);
        List<Task> started = new ArrayList<>();
        for (int number = 0; number < 4; number++) {
            String name = "waiter " + number;
            // The middle two can hold it together; the last must not overtake them.
            TableLockMode mode =
                    number == 1 || number == 2 ? TableLockMode.ACCESS_SHARE : TableLockMode.ACCESS_EXCLUSIVE;
            started.add(start(name, () -> {
                LockOwner owner = new LockOwner(name);
                table.acquire(owner, table(1), mode, LockWait.FOREVER);
                events.add(name);
                table.end(owner);
            }));
            awaitWaiting(number + 1);
        }
        table.end(holder);
        started.forEach(Task::join);
        assertThat(events).hasSize(4).startsWith("waiter 0").endsWith("waiter 3");
    }

    @Test
    void aWaiterIsNotOvertakenByWhatWouldConflictWithIt() {
        LockOwner reader = new LockOwner("reader");
        LockOwner late = new LockOwner("late");
        table.acquire(reader, table(1), TableLockMode.ACCESS_SHARE, LockWait.FOREVER);
        Task writer = start("writer", () -> {
            LockOwner owner = new LockOwner("writer");
            table.acquire(owner, table(1), TableLockMode.ACCESS_EXCLUSIVE, LockWait.FOREVER);
            table.end(owner);
        });
        awaitWaiting(1);
        assertThat(table.tryAcquire(late, table(1), TableLockMode.ACCESS_SHARE)).isFalse();
        assertThat(table.tryAcquire(reader, table(1), TableLockMode.ROW_EXCLUSIVE))
                .as("the holder may add a mode")
                .isTrue();
        table.end(reader);
        writer.join();
        table.end(late);
    }

    @Test
    void theRequestThatClosesACycleFailsAtOnce() {
        LockOwner first = new LockOwner("first");
        LockOwner second = new LockOwner("second");
        table.acquire(first, table(1), TableLockMode.EXCLUSIVE, LockWait.FOREVER);
        table.acquire(second, table(2), TableLockMode.EXCLUSIVE, LockWait.FOREVER);
        Task waiting = start("first", () -> {
            table.acquire(first, table(2), TableLockMode.EXCLUSIVE, LockWait.FOREVER);
            events.add("first got both");
            table.end(first);
        });
        awaitWaiting(1);
        assertThat(codeOf(() -> table.acquire(second, table(1), TableLockMode.EXCLUSIVE, LockWait.FOREVER)))
                .isEqualTo(ErrorCode.DEADLOCK_DETECTED);
        table.end(second);
        waiting.join();
        assertThat(events).containsExactly("first got both");
    }

    @Test
    void whoWaitsForItselfOnlyByPlacesInQueuesGoesAhead() {
        LockOwner first = new LockOwner("first");
        LockOwner second = new LockOwner("second");
        table.acquire(first, table(1), TableLockMode.ACCESS_SHARE, LockWait.FOREVER);
        table.acquire(second, table(2), TableLockMode.ACCESS_SHARE, LockWait.FOREVER);
        List<Task> started = new ArrayList<>();
        for (int number = 1; number <= 2; number++) {
            long id = number;
            started.add(start("writer " + id, () -> {
                LockOwner owner = new LockOwner("writer " + id);
                table.acquire(owner, table(id), TableLockMode.ACCESS_EXCLUSIVE, LockWait.FOREVER);
                events.add("writer " + id);
                table.end(owner);
            }));
            awaitWaiting(number);
        }
        started.add(start("first", () -> {
            table.acquire(first, table(2), TableLockMode.ACCESS_SHARE, LockWait.FOREVER);
            events.add("first");
            table.end(first);
        }));
        awaitWaiting(3);
        table.acquire(second, table(1), TableLockMode.ACCESS_SHARE, LockWait.FOREVER);
        events.add("second");
        table.end(second);
        started.forEach(Task::join);
        assertThat(events)
                .hasSize(4)
                .containsSubsequence("first", "writer 1")
                .containsSubsequence("second", "writer 2");
        assertThat(first.takeDeadlocks() + second.takeDeadlocks()).isZero();
    }

    @Test
    void aPlaceChangesInTheQueueOfAnother() {
        LockOwner first = new LockOwner("first");
        LockOwner second = new LockOwner("second");
        LockOwner third = new LockOwner("third");
        LockOwner fourth = new LockOwner("fourth");
        table.acquire(first, table(1), TableLockMode.SHARE, LockWait.FOREVER);
        table.acquire(third, table(2), TableLockMode.EXCLUSIVE, LockWait.FOREVER);
        // The third waits for a place behind the second, which waits for the first.
        Task waitsForFirst = start("second", () -> {
            table.acquire(second, table(1), TableLockMode.EXCLUSIVE, LockWait.FOREVER);
            events.add("second");
            table.end(second);
        });
        awaitWaiting(1);
        Task waitsForPlace = start("third", () -> {
            table.acquire(third, table(1), TableLockMode.SHARE, LockWait.FOREVER);
            events.add("third");
            table.end(third);
        });
        awaitWaiting(2);
        Task bystander = start("fourth", () -> {
            table.acquire(fourth, table(1), TableLockMode.EXCLUSIVE, LockWait.FOREVER);
            events.add("fourth");
            table.end(fourth);
        });
        awaitWaiting(3);
        table.acquire(first, table(2), TableLockMode.SHARE, LockWait.FOREVER);
        events.add("first");
        table.end(first);
        List.of(waitsForFirst, waitsForPlace, bystander).forEach(Task::join);
        assertThat(events).hasSize(4).endsWith("second", "fourth");
    }

    @Test
    void aRowIsSharedPastWhoWaitsToDeleteIt() {
        RowKey row = new RowKey(1, new byte[] {1});
        LockOwner first = new LockOwner("first");
        LockOwner second = new LockOwner("second");
        table.acquire(first, row, RowLockMode.KEY_SHARE, LockWait.FOREVER);
        Task deleting = start("deleter", () -> {
            LockOwner owner = new LockOwner("deleter");
            table.acquire(owner, row, RowLockMode.UPDATE, LockWait.FOREVER);
            events.add("deleter");
            table.end(owner);
        });
        awaitWaiting(1);
        assertThat(table.tryAcquire(second, row, RowLockMode.SHARE)).isTrue();
        assertThat(table.tryAcquire(second, row, RowLockMode.NO_KEY_UPDATE)).isTrue();
        table.end(first);
        assertThat(table.waiting()).isOne();
        events.add("second");
        table.end(second);
        deleting.join();
        assertThat(events).containsExactly("second", "deleter");
    }

    @Test
    void aHolderMadeExplicitWhileItWaitsIsTheOneThatGivesUp() {
        LockOwner first = new LockOwner("first");
        LockOwner second = new LockOwner("second");
        LockOwner third = new LockOwner("third");
        RowKey row = new RowKey(1, new byte[] {1});
        // The second waits for a row lock; that the first has written the row is not known yet.
        table.acquire(third, row, RowLockMode.KEY_SHARE, LockWait.FOREVER);
        table.acquire(second, table(2), TableLockMode.EXCLUSIVE, LockWait.FOREVER);
        Task waitsForRow = start("second", () -> {
            events.add("second: " + codeOf(() -> table.acquire(second, row, RowLockMode.UPDATE, LockWait.FOREVER)));
            table.end(second);
        });
        awaitWaiting(1);
        Task waitsForSecond = start("first", () -> {
            events.add("first: "
                    + codeOf(() -> table.acquire(first, table(2), TableLockMode.EXCLUSIVE, LockWait.FOREVER)));
            table.end(first);
        });
        awaitWaiting(2);
        LockOwner fourth = new LockOwner("fourth");
        Task finder = start("fourth", () -> {
            events.add("fourth: "
                    + table.acquireBehind(
                            fourth, row, RowLockMode.UPDATE, first, RowLockMode.UPDATE, LockWait.FOREVER));
            table.end(fourth);
        });
        waitsForSecond.join();
        table.end(third);
        waitsForRow.join();
        finder.join();
        assertThat(events).contains("first: DEADLOCK_DETECTED", "second: SUCCESSFUL_COMPLETION");
        assertThat(events.stream().filter(event -> event.startsWith("fourth"))).hasSize(1);
    }

    /** An insert asks for no lock before it writes: so a row may be written beside a lock that somebody was left with from waiting for an older writer. */
    @Test
    void aLockThatIsHeldDoesNotKeepFromWaitingForAWriter() {
        LockOwner writer = new LockOwner("writer");
        LockOwner holder = new LockOwner("holder");
        RowKey row = new RowKey(1, new byte[] {1});
        table.acquire(holder, row, RowLockMode.UPDATE, LockWait.FOREVER);
        assertThat(codeOf(() -> table.acquireBehind(
                        holder, row, RowLockMode.UPDATE, writer, RowLockMode.UPDATE, LockWait.NONE)))
                .isEqualTo(ErrorCode.LOCK_NOT_AVAILABLE);
        Task waiting = start(
                "holder",
                () -> table.acquireBehind(
                        holder, row, RowLockMode.UPDATE, writer, RowLockMode.UPDATE, LockWait.FOREVER));
        awaitWaiting(1);
        // The writer in turn: it holds the row as well, and finds that it would wait for one who waits for it.
        assertThat(codeOf(() -> table.acquire(writer, row, RowLockMode.UPDATE, LockWait.FOREVER)))
                .isEqualTo(ErrorCode.DEADLOCK_DETECTED);
        table.end(writer);
        waiting.join();
        assertThat(table.holds(holder, row, RowLockMode.UPDATE)).isTrue();
        table.end(holder);
        assertThat(table.size()).isZero();
        assertThat(table.keys()).isZero();
    }

    @Test
    void whoeverHasEndedCannotBeWaitedFor() {
        LockOwner ended = new LockOwner("ended");
        LockOwner other = new LockOwner("other");
        table.end(ended);
        RowKey row = new RowKey(1, new byte[] {1});
        assertThat(table.acquireBehind(other, row, RowLockMode.UPDATE, ended, RowLockMode.UPDATE, LockWait.FOREVER))
                .isFalse();
        assertThat(table.size()).isZero();
    }

    @Test
    void waitingEndsByTimeNowaitAndCancel() {
        LockOwner holder = new LockOwner("holder");
        LockOwner other = new LockOwner("other");
        table.acquire(holder, table(1), TableLockMode.EXCLUSIVE, LockWait.FOREVER);
        assertThat(codeOf(() -> table.acquire(other, table(1), TableLockMode.EXCLUSIVE, LockWait.NONE)))
                .isEqualTo(ErrorCode.LOCK_NOT_AVAILABLE);
        assertThat(codeOf(() -> table.acquire(other, table(1), TableLockMode.EXCLUSIVE, new LockWait(1_000_000))))
                .isEqualTo(ErrorCode.LOCK_NOT_AVAILABLE);
        Task waiting = start(
                "other",
                () -> events.add(codeOf(() -> table.acquire(other, table(1), TableLockMode.EXCLUSIVE, LockWait.FOREVER))
                        .name()));
        awaitWaiting(1);
        table.cancel(other);
        waiting.join();
        assertThat(events).containsExactly(ErrorCode.QUERY_CANCELED.name());
        table.cancel(other);
        table.clearCancel(other);
        table.end(holder);
        table.acquire(other, table(1), TableLockMode.EXCLUSIVE, LockWait.FOREVER);
        table.end(other);
    }

    @Test
    void marksGiveBackWhatCameAfterThem() {
        LockOwner owner = new LockOwner("owner");
        LockOwner other = new LockOwner("other");
        table.acquire(owner, table(1), TableLockMode.SHARE, LockWait.FOREVER);
        int mark = table.mark(owner);
        table.acquire(owner, table(1), TableLockMode.EXCLUSIVE, LockWait.FOREVER);
        table.acquire(owner, table(2), TableLockMode.EXCLUSIVE, LockWait.FOREVER);
        table.releaseAfter(owner, mark);
        assertThat(table.tryAcquire(other, table(2), TableLockMode.EXCLUSIVE)).isTrue();
        assertThat(table.tryAcquire(other, table(1), TableLockMode.SHARE)).isTrue();
        assertThat(table.tryAcquire(other, table(1), TableLockMode.EXCLUSIVE)).isFalse();
        table.end(owner);
        table.end(other);
    }

    @Test
    void aSessionAndItsTransactionAreOne() {
        LockOwner session = new LockOwner("session");
        LockOwner transaction = new LockOwner("transaction", session);
        LockKey key = new LockKey.OfAdvisory(1, 0, 42);
        assertThat(table.tryAcquire(session, key, AdvisoryLockMode.EXCLUSIVE)).isTrue();
        assertThat(table.tryAcquire(transaction, key, AdvisoryLockMode.EXCLUSIVE))
                .isTrue();
        assertThat(table.acquireAgain(session, key, AdvisoryLockMode.EXCLUSIVE)).isTrue();
        table.end(transaction);
        LockOwner other = new LockOwner("other");
        assertThat(table.release(session, key, AdvisoryLockMode.EXCLUSIVE)).isTrue();
        assertThat(table.tryAcquire(other, key, AdvisoryLockMode.SHARED)).isFalse();
        assertThat(table.release(session, key, AdvisoryLockMode.EXCLUSIVE)).isTrue();
        assertThat(table.release(session, key, AdvisoryLockMode.EXCLUSIVE)).isFalse();
        assertThat(table.tryAcquire(other, key, AdvisoryLockMode.SHARED)).isTrue();
        table.end(other);
        table.end(session);
    }

    @Test
    void tooManyLocksAreRefused() {
        LockOwner owner = new LockOwner("owner");
        for (int number = 0; number < 10_000; number++) {
            table.acquire(owner, table(number), TableLockMode.SHARE, LockWait.FOREVER);
        }
        assertThatThrownBy(() -> table.acquire(owner, table(-1), TableLockMode.SHARE, LockWait.FOREVER))
                .isInstanceOfSatisfying(
                        SqlException.class,
                        refused -> assertThat(refused.code()).isEqualTo(ErrorCode.OUT_OF_MEMORY));
        table.end(owner);
    }

    /** Random requests by several tasks: no two conflicting modes are ever held together, and everybody ends. */
    @Test
    void randomRequestsNeverConflictNorHang() {
        long seed = 20_261_123;
        Map<Long, List<Held>> held = new HashMap<>();
        AtomicInteger deadlocks = new AtomicInteger();
        AtomicInteger grants = new AtomicInteger();
        List<Task> started = new ArrayList<>();
        for (int number = 0; number < 6; number++) {
            Random random = new Random(seed + number);
            String name = "seed " + seed + " task " + number;
            started.add(start(name, () -> {
                for (int round = 0; round < 300; round++) {
                    transaction(random, name, held, grants, deadlocks);
                }
            }));
        }
        started.forEach(Task::join);
        assertThat(failure.get()).as("seed %s", seed).isNull();
        assertThat(grants.get()).isGreaterThan(1000);
        // How many of them met in a deadlock is luck.
        assertThat(deadlocks.get()).isBetween(0, 1800);
    }

    private record Held(String name, TableLockMode mode) {}

    private void transaction(
            Random random, String name, Map<Long, List<Held>> held, AtomicInteger grants, AtomicInteger deadlocks) {
        LockOwner owner = new LockOwner(name);
        try {
            int count = 1 + random.nextInt(4);
            for (int step = 0; step < count; step++) {
                long key = random.nextInt(5);
                TableLockMode mode = MODES.get(random.nextInt(MODES.size()));
                table.acquire(owner, table(key), mode, LockWait.FOREVER);
                grants.incrementAndGet();
                synchronized (held) {
                    List<Held> others = held.computeIfAbsent(key, any -> new ArrayList<>());
                    for (Held other : others) {
                        if (!other.name().equals(name)
                                && (mode.conflicts() & other.mode().mask()) != 0) {
                            throw new IllegalStateException(name + " got " + mode + " beside " + other);
                        }
                    }
                    others.add(new Held(name, mode));
                }
            }
        } catch (SqlException deadlock) {
            if (deadlock.code() != ErrorCode.DEADLOCK_DETECTED) {
                throw deadlock;
            }
            deadlocks.incrementAndGet();
        } finally {
            synchronized (held) {
                held.values().forEach(list -> list.removeIf(each -> each.name().equals(name)));
            }
            table.end(owner);
        }
    }
}
