package org.borealisdb.engine.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.atomic.AtomicReference;
import org.borealisdb.engine.lock.LockWait;
import org.borealisdb.engine.lock.RowLockMode;
import org.borealisdb.engine.transaction.IsolationLevel;
import org.borealisdb.engine.transaction.ReadView;
import org.borealisdb.engine.transaction.Savepoint;
import org.borealisdb.engine.transaction.Transaction;
import org.borealisdb.engine.undo.RowVersion;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.runtime.task.Task;
import org.borealisdb.runtime.task.TaskKind;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What transactions see and do to rows: one story a test. */
class RowStoreTest {
    private final Fixture fixture = Fixture.create();
    private Table table;

    @BeforeEach
    void makeTable() {
        Transaction transaction = fixture.begin();
        table = fixture.createTable(transaction, "t");
        fixture.insert(transaction, table, "a", "1");
        fixture.insert(transaction, table, "b", "2");
        fixture.insert(transaction, table, "c", "3");
        transaction.commit();
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    private void awaitWaiting(int count) {
        while (fixture.database.lockTable().waiting() != count) {
            Thread.onSpinWait();
        }
    }

    private static void fails(Runnable action, ErrorCode code) {
        assertThatThrownBy(action::run)
                .isInstanceOfSatisfying(
                        SqlException.class,
                        refused -> assertThat(refused.code()).isEqualTo(code));
    }

    @Test
    void changesAreSeenByTheirTransactionAndAfterTheCommitByAll() {
        Transaction writer = fixture.begin();
        Transaction reader = fixture.beginBeside(IsolationLevel.READ_COMMITTED);
        assertThat(fixture.update(writer, table, "a", "9")).isEqualTo(RowResult.DONE);
        assertThat(fixture.delete(writer, table, "b")).isEqualTo(RowResult.DONE);
        assertThat(fixture.insert(writer, table, "d", "4")).isEqualTo(RowResult.DONE);
        assertThat(fixture.all(writer, table)).isEqualTo("a|9 c|3 d|4");
        assertThat(fixture.all(reader, table)).isEqualTo("a|1 b|2 c|3");
        writer.commit();
        assertThat(fixture.all(reader, table)).isEqualTo("a|9 c|3 d|4");
        reader.commit();
    }

    @Test
    void repeatableReadKeepsItsView() {
        Transaction reader = fixture.beginBeside(IsolationLevel.REPEATABLE_READ);
        assertThat(fixture.get(reader, table, "a")).isEqualTo("1");
        for (int round = 0; round < 50; round++) {
            Transaction writer = fixture.begin();
            fixture.update(writer, table, "a", "x" + round);
            fixture.delete(writer, table, "b");
            fixture.insert(writer, table, "b", "y" + round);
            writer.commit();
            fixture.tidy();
        }
        assertThat(fixture.all(reader, table)).isEqualTo("a|1 b|2 c|3");
        fails(() -> fixture.update(reader, table, "a", "z"), ErrorCode.SERIALIZATION_FAILURE);
        reader.rollback();
    }

    @Test
    void aStatementDoesNotSeeItsOwnChanges() {
        Transaction transaction = fixture.begin();
        try (ReadView view = transaction.openView()) {
            RowCursor cursor = fixture.database.rows().scan(fixture.workspace, table, view, KeyRange.all());
            int rows = 0;
            while (cursor.next()) {
                fixture.insert(transaction, table, "z" + rows, "new");
                byte[] row = Fixture.bytes("changed|" + rows);
                assertThat(fixture.database
                                .rows()
                                .update(transaction, view, table, cursor.primaryKey(), cursor.row(), row, row.length))
                        .isEqualTo(RowResult.DONE);
                assertThat(fixture.database
                                .rows()
                                .update(transaction, view, table, cursor.primaryKey(), cursor.row(), row, row.length))
                        .isEqualTo(RowResult.CHANGED_BY_SELF);
                rows++;
            }
            assertThat(rows).isEqualTo(3);
        }
        assertThat(fixture.all(transaction, table)).startsWith("changed|0 changed|1 changed|2 z0|new");
        transaction.rollback();
        fixture.tidy();
        assertThat(fixture.all(fixture.begin(), table)).isEqualTo("a|1 b|2 c|3");
    }

    @Test
    void duplicatePrimaryKeysAreReported() {
        Transaction transaction = fixture.begin();
        assertThat(fixture.insert(transaction, table, "a", "7"))
                .isInstanceOfSatisfying(DuplicateKey.class, duplicate -> {
                    assertThat(duplicate.primaryKey()).isEqualTo(Fixture.bytes("a"));
                    assertThat(duplicate.row()).isEqualTo(Fixture.bytes("a|1"));
                });
        fixture.delete(transaction, table, "a");
        assertThat(fixture.insert(transaction, table, "a", "7")).isEqualTo(RowResult.DONE);
        transaction.commit();
        assertThat(fixture.all(fixture.begin(), table)).isEqualTo("a|7 b|2 c|3");
    }

    @Test
    void savepointsGoBackAndGoOn() {
        Transaction transaction = fixture.begin();
        fixture.update(transaction, table, "a", "10");
        Savepoint first = transaction.savepoint();
        fixture.update(transaction, table, "a", "11");
        fixture.insert(transaction, table, "d", "4");
        Savepoint second = transaction.savepoint();
        fixture.delete(transaction, table, "a");
        transaction.rollbackTo(second);
        assertThat(fixture.all(transaction, table)).isEqualTo("a|11 b|2 c|3 d|4");
        transaction.rollbackTo(first);
        assertThat(fixture.all(transaction, table)).isEqualTo("a|10 b|2 c|3");
        fixture.insert(transaction, table, "e", "5");
        transaction.commit();
        fixture.tidy();
        assertThat(fixture.all(fixture.begin(), table)).isEqualTo("a|10 b|2 c|3 e|5");
    }

    @Test
    void anUpdateWaitsForTheOtherAndGoesOnFromItsVersion() {
        Transaction first = fixture.begin();
        fixture.update(first, table, "a", "first");
        AtomicReference<RowOutcome> outcome = new AtomicReference<>();
        Task second = fixture.tasks.start("second", TaskKind.SESSION, () -> {
            Transaction transaction = fixture.beginBeside(IsolationLevel.READ_COMMITTED);
            try (ReadView view = transaction.openView()) {
                RowVersion seen = new RowVersion();
                fixture.database.rows().read(transaction.workspace(), table, Fixture.bytes("a"), view, seen);
                byte[] row = Fixture.bytes("a|second");
                outcome.set(fixture.database
                        .rows()
                        .update(transaction, view, table, Fixture.bytes("a"), seen, row, row.length));
                assertThat(Fixture.value(transaction.workspace().current())).isEqualTo("first");
            }
            transaction.commit();
        });
        awaitWaiting(1);
        first.commit();
        second.join();
        assertThat(outcome.get()).isEqualTo(RowResult.CHANGED);
    }

    @Test
    void anUpdateThatWaitedForARollbackSucceeds() {
        Transaction first = fixture.begin();
        fixture.update(first, table, "a", "first");
        Task second = fixture.tasks.start("second", TaskKind.SESSION, () -> {
            Transaction transaction = fixture.beginBeside(IsolationLevel.REPEATABLE_READ);
            assertThat(fixture.update(transaction, table, "a", "second")).isEqualTo(RowResult.DONE);
            transaction.commit();
        });
        awaitWaiting(1);
        first.rollback();
        second.join();
        assertThat(fixture.get(fixture.begin(), table, "a")).isEqualTo("second");
    }

    @Test
    void crossedUpdatesAreADeadlock() {
        Transaction first = fixture.begin();
        fixture.update(first, table, "a", "first");
        AtomicReference<String> second = new AtomicReference<>("");
        Task task = fixture.tasks.start("second", TaskKind.SESSION, () -> {
            Transaction transaction = fixture.beginBeside(IsolationLevel.READ_COMMITTED);
            fixture.update(transaction, table, "b", "second");
            fixture.update(transaction, table, "a", "second");
            transaction.commit();
            second.set("committed");
        });
        awaitWaiting(1);
        fails(() -> fixture.update(first, table, "b", "first"), ErrorCode.DEADLOCK_DETECTED);
        first.rollback();
        task.join();
        assertThat(second.get()).isEqualTo("committed");
        assertThat(fixture.all(fixture.begin(), table)).isEqualTo("a|second b|second c|3");
    }

    @Test
    void rowLocksKeepWritersOutAndReadersIn() {
        Transaction locker = fixture.begin();
        Transaction writer = fixture.beginBeside(IsolationLevel.READ_COMMITTED);
        writer.lockWait(LockWait.NONE);
        try (ReadView view = locker.openView()) {
            RowVersion seen = new RowVersion();
            fixture.database.rows().read(fixture.workspace, table, Fixture.bytes("a"), view, seen);
            assertThat(fixture.database
                            .rows()
                            .lock(locker, view, table, Fixture.bytes("a"), seen, RowLockMode.SHARE, LockWait.NONE))
                    .isEqualTo(RowResult.DONE);
        }
        fails(() -> fixture.update(writer, table, "a", "x"), ErrorCode.LOCK_NOT_AVAILABLE);
        assertThat(fixture.get(writer, table, "a")).isEqualTo("1");
        assertThat(fixture.update(locker, table, "a", "own")).isEqualTo(RowResult.DONE);
        locker.commit();
        assertThat(fixture.update(writer, table, "a", "x")).isEqualTo(RowResult.DONE);
        Transaction late = fixture.begin();
        try (ReadView view = late.openView()) {
            RowVersion seen = new RowVersion();
            fixture.database.rows().read(fixture.workspace, table, Fixture.bytes("a"), view, seen);
            fails(
                    () -> fixture.database
                            .rows()
                            .lock(late, view, table, Fixture.bytes("a"), seen, RowLockMode.UPDATE, LockWait.NONE),
                    ErrorCode.LOCK_NOT_AVAILABLE);
        }
        writer.rollback();
        late.rollback();
    }

    @Test
    void uniqueIndexesRefuseDuplicatesAndWaitForRivals() {
        Transaction setup = fixture.begin();
        Index index = fixture.createIndex(setup, table, "t_value", true);
        setup.commit();
        Transaction first = fixture.begin();
        assertThat(fixture.insert(first, table, "x", "2")).isInstanceOf(DuplicateKey.class);
        assertThat(fixture.insert(first, table, "x", "new")).isEqualTo(RowResult.DONE);
        AtomicReference<RowOutcome> outcome = new AtomicReference<>();
        Task second = fixture.tasks.start("second", TaskKind.SESSION, () -> {
            Transaction transaction = fixture.beginBeside(IsolationLevel.READ_COMMITTED);
            try (ReadView view = transaction.openView()) {
                assertThat(view.lsn()).isPositive();
                outcome.set(fixture.insert(transaction, table, "y", "new"));
            }
            transaction.commit();
        });
        awaitWaiting(1);
        first.commit();
        second.join();
        assertThat(outcome.get()).isInstanceOf(DuplicateKey.class);
        Transaction third = fixture.begin();
        assertThat(fixture.update(third, table, "x", "free")).isEqualTo(RowResult.DONE);
        assertThat(fixture.insert(third, table, "y", "new")).isEqualTo(RowResult.DONE);
        third.commit();
        assertThat(fixture.all(fixture.begin(), table, index)).isEqualTo("a|1 b|2 c|3 x|free y|new");
    }

    @Test
    void payloadsDoNotMakeKeysDiffer() {
        Transaction setup = fixture.begin();
        Table covered = fixture.createTable(setup, "covered");
        Index index = fixture.createIndex(setup, covered, "covered" + Fixture.WITH_PAYLOAD, Fixture.COVERING, true);
        fixture.insert(setup, covered, "a", "00001x");
        setup.commit();
        Transaction writer = fixture.begin();
        assertThat(fixture.insert(writer, covered, "b", "00001y")).isInstanceOf(DuplicateKey.class);
        assertThat(fixture.update(writer, covered, "a", "00001z")).isEqualTo(RowResult.DONE);
        assertThat(fixture.insert(writer, covered, "b", "00001y")).isInstanceOf(DuplicateKey.class);
        assertThat(fixture.delete(writer, covered, "a")).isEqualTo(RowResult.DONE);
        assertThat(fixture.insert(writer, covered, "b", "00001y")).isEqualTo(RowResult.DONE);
        writer.rollback();
        fixture.tidy();
        assertThat(fixture.entries(index)).isEqualTo(1);
        Transaction second = fixture.begin();
        assertThat(fixture.insert(second, covered, "b", "00002x")).isEqualTo(RowResult.DONE);
        assertThat(fixture.update(second, covered, "b", "00001x")).isInstanceOf(DuplicateKey.class);
        second.commit();
        assertThat(fixture.all(fixture.begin(), covered)).isEqualTo("a|00001x b|00002x");
    }

    @Test
    void anIndexWithPayloadsFindsKeysThatAreThereTwice() {
        Transaction setup = fixture.begin();
        Table covered = fixture.createTable(setup, "covered");
        fixture.insert(setup, covered, "a", "00001x");
        fixture.insert(setup, covered, "b", "00002x");
        fixture.insert(setup, covered, "c", "00001y");
        try (ReadView view = setup.openLatestView()) {
            TableEngine.Built built =
                    fixture.database.tables().createIndex(setup, covered, 4_711, Fixture.COVERING, true, view);
            assertThat(built.violation()).isPresent();
        }
        setup.rollback();
    }

    @Test
    void purgeRemovesWhatNobodyCanSee() {
        Transaction setup = fixture.begin();
        Index index = fixture.createIndex(setup, table, "t_value", false);
        setup.commit();
        Transaction reader = fixture.beginBeside(IsolationLevel.REPEATABLE_READ);
        assertThat(fixture.all(reader, table, index)).isEqualTo("a|1 b|2 c|3");
        for (int round = 0; round < 20; round++) {
            Transaction writer = fixture.begin();
            fixture.update(writer, table, "a", "v" + round);
            writer.commit();
        }
        Transaction remover = fixture.begin();
        fixture.delete(remover, table, "b");
        remover.commit();
        fixture.tidy();
        assertThat(fixture.all(reader, table, index)).isEqualTo("a|1 b|2 c|3");
        assertThat(fixture.entries(table)).isEqualTo(3);
        reader.commit();
        fixture.tidy();
        assertThat(fixture.entries(table)).isEqualTo(2);
        assertThat(fixture.entries(index)).isEqualTo(2);
        assertThat(fixture.all(fixture.begin(), table, index)).isEqualTo("c|3 a|v19");
        assertThat(fixture.database.transactions().allVisibleBelow())
                .isEqualTo(fixture.database.transactions().nextId());
    }

    @Test
    void theReverterLeavesNothingOfARollback() {
        Transaction setup = fixture.begin();
        Index index = fixture.createIndex(setup, table, "t_value", false);
        setup.commit();
        Transaction writer = fixture.begin();
        for (int round = 0; round < 20; round++) {
            fixture.update(writer, table, "a", "v" + round);
            fixture.insert(writer, table, "n" + round, "w" + round);
        }
        fixture.delete(writer, table, "c");
        writer.rollback();
        assertThat(fixture.all(fixture.begin(), table, index)).isEqualTo("a|1 b|2 c|3");
        Transaction meeting = fixture.begin();
        assertThat(fixture.update(meeting, table, "a", "v3")).isEqualTo(RowResult.DONE);
        assertThat(fixture.insert(meeting, table, "n4", "again")).isEqualTo(RowResult.DONE);
        meeting.commit();
        fixture.tidy();
        assertThat(fixture.entries(table)).isEqualTo(4);
        assertThat(fixture.entries(index)).isEqualTo(4);
        assertThat(fixture.all(fixture.begin(), table, index)).isEqualTo("b|2 c|3 n4|again a|v3");
    }

    @Test
    void longRowsAreStoredRestoredAndFreed() {
        String longer = "long".repeat(20_000);
        Transaction setup = fixture.begin();
        Index index = fixture.createIndex(setup, table, "t_value", false);
        fixture.insert(setup, table, "l", longer);
        setup.commit();
        Transaction writer = fixture.begin();
        Savepoint savepoint = writer.savepoint();
        fixture.update(writer, table, "l", "short");
        fixture.update(writer, table, "a", longer + "!");
        assertThat(fixture.get(writer, table, "a")).isEqualTo(longer + "!");
        writer.rollbackTo(savepoint);
        assertThat(fixture.insert(writer, table, "l", longer)).isInstanceOf(DuplicateKey.class);
        writer.commit();
        fixture.tidy();
        assertThat(fixture.get(fixture.begin(), table, "l")).isEqualTo(longer);
        for (int round = 0; round < 10; round++) {
            Transaction changing = fixture.begin();
            fixture.update(changing, table, "l", longer + round);
            if (round % 2 == 0) {
                changing.commit();
            } else {
                changing.rollback();
            }
            fixture.tidy();
        }
        assertThat(fixture.all(fixture.begin(), table, index))
                .contains("l|" + longer + "8")
                .endsWith("8");
        assertThat(fixture.entries(index)).isEqualTo(4);
    }

    @Test
    void scansGoBothWaysWithinTheirRange() {
        Transaction transaction = fixture.begin();
        try (ReadView view = transaction.openView()) {
            RowCursor down = fixture.database
                    .rows()
                    .scan(
                            fixture.workspace,
                            table,
                            view,
                            KeyRange.below(Fixture.bytes("c")).reversed());
            assertThat(down.next()).isTrue();
            assertThat(Fixture.text(down.row())).isEqualTo("b|2");
            assertThat(down.next()).isTrue();
            assertThat(Fixture.text(down.row())).isEqualTo("a|1");
            assertThat(down.next()).isFalse();
            RowCursor up =
                    fixture.database.rows().scan(fixture.workspace, table, view, KeyRange.prefix(Fixture.bytes("b")));
            assertThat(up.next()).isTrue();
            assertThat(up.primaryKey()).isEqualTo(Fixture.bytes("b"));
            assertThat(up.next()).isFalse();
        }
        transaction.commit();
    }

    @Test
    void droppedTablesGiveTheirPagesBackPastTheHorizon() {
        Transaction reader = fixture.beginBeside(IsolationLevel.REPEATABLE_READ);
        assertThat(fixture.all(reader, table)).isEqualTo("a|1 b|2 c|3");
        Transaction dropper = fixture.begin();
        fixture.database.tables().trees().drop(dropper, table.treeId());
        dropper.commit();
        fixture.tidy();
        assertThat(fixture.all(reader, table)).isEqualTo("a|1 b|2 c|3");
        assertThat(fixture.database.tables().registry().find(table.treeId())).isPresent();
        reader.commit();
        fixture.tidy();
        assertThat(fixture.database.tables().registry().find(table.treeId())).isEmpty();
    }
}
