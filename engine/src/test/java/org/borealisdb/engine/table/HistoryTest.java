package org.borealisdb.engine.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.borealisdb.engine.transaction.IsolationLevel;
import org.borealisdb.engine.transaction.ReadView;
import org.borealisdb.engine.transaction.Savepoint;
import org.borealisdb.engine.transaction.Transaction;
import org.borealisdb.engine.transaction.TransactionState;
import org.borealisdb.engine.undo.RowVersion;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.runtime.task.Task;
import org.borealisdb.runtime.task.TaskKind;
import org.junit.jupiter.api.Test;

/**
 * Concurrent transactions on real threads, with background work going on, and a checker over what they saw. Accounts are counters to which
 * every transaction that changes them appends its own mark, and money is moved between them; so a lost update is a mark or money that is missing,
 * a dirty read a mark of a transaction that never committed, and an unstable view a sum that is wrong or changes.
 */
class HistoryTest {
    private static final long SEED = 20_261_123;
    private static final int ACCOUNTS = 8;
    private static final int WRITERS = 4;
    private static final int ROUNDS = 120;
    private static final long TOTAL = ACCOUNTS * 1000L;

    private final AtomicLong marks = new AtomicLong();
    private final Set<String> committed = ConcurrentHashMap.newKeySet();
    private final Set<String> rolledBack = ConcurrentHashMap.newKeySet();
    private final AtomicInteger deadlocks = new AtomicInteger();
    private final AtomicInteger refused = new AtomicInteger();
    private final AtomicInteger views = new AtomicInteger();

    @Test
    void nothingIsLostDirtyOrUnstable() {
        try (Fixture fixture = Fixture.create()) {
            Transaction setup = fixture.begin();
            Table table = fixture.createTable(setup, "accounts");
            for (int account = 0; account < ACCOUNTS; account++) {
                fixture.insert(setup, table, key(account), "1000");
            }
            Index index = fixture.createIndex(setup, table, "accounts_value", false);
            setup.commit();
            fixture.database.maintenance().start();
            List<Task> tasks = new ArrayList<>();
            for (int number = 0; number < WRITERS; number++) {
                Random random = new Random(SEED + number);
                IsolationLevel isolation =
                        number % 2 == 0 ? IsolationLevel.READ_COMMITTED : IsolationLevel.REPEATABLE_READ;
                tasks.add(fixture.tasks.start(
                        "seed " + SEED + " writer " + number,
                        TaskKind.SESSION,
                        () -> write(fixture, table, random, isolation)));
            }
            Random random = new Random(SEED - 1);
            tasks.add(fixture.tasks.start(
                    "seed " + SEED + " reader", TaskKind.SESSION, () -> read(fixture, table, index, random)));
            tasks.forEach(Task::join);
            fixture.checkTasks();
            check(fixture, table, index);
        }
    }

    private static String key(int account) {
        return String.format(Locale.ROOT, "%03d", account);
    }

    private void write(Fixture fixture, Table table, Random random, IsolationLevel isolation) {
        for (int round = 0; round < ROUNDS; round++) {
            Transaction transaction = fixture.beginBeside(isolation);
            String mark = "m" + marks.incrementAndGet() + ";";
            try {
                if (random.nextInt(4) == 0) {
                    Savepoint savepoint = transaction.savepoint();
                    change(fixture, transaction, table, random.nextInt(ACCOUNTS), 1_000_000, "lost;");
                    transaction.rollbackTo(savepoint);
                }
                long amount = random.nextInt(100);
                change(fixture, transaction, table, random.nextInt(ACCOUNTS), -amount, mark);
                change(fixture, transaction, table, random.nextInt(ACCOUNTS), amount, mark);
                if (random.nextInt(5) == 0) {
                    rolledBack.add(mark);
                    transaction.rollback();
                } else {
                    transaction.commit();
                    committed.add(mark);
                }
            } catch (SqlException expected) {
                if (expected.code() == ErrorCode.DEADLOCK_DETECTED) {
                    deadlocks.incrementAndGet();
                } else if (expected.code() == ErrorCode.SERIALIZATION_FAILURE
                        && isolation == IsolationLevel.REPEATABLE_READ) {
                    refused.incrementAndGet();
                } else {
                    throw expected;
                }
                rolledBack.add(mark);
                transaction.rollback();
            }
            assertThat(transaction.state()).isNotEqualTo(TransactionState.ACTIVE);
        }
    }

    /** UPDATE accounts SET balance = balance + amount, marks = marks || mark. */
    private static void change(
            Fixture fixture, Transaction transaction, Table table, int account, long amount, String mark) {
        byte[] key = Fixture.bytes(key(account));
        try (ReadView view = transaction.openView()) {
            RowVersion seen = new RowVersion();
            assertThat(fixture.database.rows().read(transaction.workspace(), table, key, view, seen))
                    .isTrue();
            while (true) {
                String value = Fixture.value(seen);
                int end = value.indexOf(' ') < 0 ? value.length() : value.indexOf(' ');
                long balance = Long.parseLong(value.substring(0, end)) + amount;
                String kept = end == value.length() ? "" : value.substring(end + 1);
                // Keep rows short: only the last marks; whatever counts is checked by the sums and the readers.
                String all = kept.length() > 300 ? kept.substring(kept.indexOf(';') + 1) + mark : kept + mark;
                byte[] row = (key(account) + "|" + balance + " " + all).getBytes(StandardCharsets.UTF_8);
                RowOutcome outcome =
                        fixture.database.rows().update(transaction, view, table, key, seen, row, row.length);
                if (outcome == RowResult.DONE) {
                    return;
                }
                assertThat(outcome).isEqualTo(RowResult.CHANGED);
                seen.copyFrom(transaction.workspace().current());
            }
        }
    }

    private void read(Fixture fixture, Table table, Index index, Random random) {
        for (int round = 0; round < ROUNDS; round++) {
            Transaction transaction = fixture.beginBeside(IsolationLevel.REPEATABLE_READ);
            String first = fixture.all(transaction, table);
            checkSum(first);
            for (int again = random.nextInt(3); again >= 0; again--) {
                assertThat(fixture.all(transaction, table)).isEqualTo(first);
            }
            checkSum(fixture.all(transaction, table, index));
            transaction.commit();
            views.incrementAndGet();
        }
    }

    private void checkSum(String rows) {
        long sum = 0;
        int accounts = 0;
        for (String part : rows.split(" ", -1)) {
            int bar = part.indexOf('|');
            if (bar >= 0) {
                sum += Long.parseLong(part.substring(bar + 1));
                accounts++;
            } else {
                for (String mark : part.split("(?<=;)", -1)) {
                    assertThat(mark).isNotEqualTo("lost;");
                    assertThat(rolledBack.contains(mark)).as(mark).isFalse();
                }
            }
        }
        assertThat(accounts).isEqualTo(ACCOUNTS);
        assertThat(sum).isEqualTo(TOTAL);
    }

    private void check(Fixture fixture, Table table, Index index) {
        Transaction transaction = fixture.begin();
        checkSum(fixture.all(transaction, table));
        transaction.commit();
        fixture.database.maintenance().stop();
        fixture.tidy();
        assertThat(fixture.entries(index)).isEqualTo(ACCOUNTS);
        assertThat(fixture.entries(table)).isEqualTo(ACCOUNTS);
        assertThat(fixture.database.lockTable().size()).isZero();
        assertThat(committed.size() + rolledBack.size()).isEqualTo(WRITERS * ROUNDS);
        assertThat(views.get()).isEqualTo(ROUNDS);
        // How many of them met is luck.
        assertThat(refused.get() + deadlocks.get()).isLessThanOrEqualTo(rolledBack.size());
    }
}
