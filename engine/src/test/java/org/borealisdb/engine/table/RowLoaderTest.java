package org.borealisdb.engine.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import org.borealisdb.engine.btree.TreeCheck;
import org.borealisdb.engine.lock.LockWait;
import org.borealisdb.engine.transaction.IsolationLevel;
import org.borealisdb.engine.transaction.ReadView;
import org.borealisdb.engine.transaction.Savepoint;
import org.borealisdb.engine.transaction.Transaction;
import org.borealisdb.engine.transaction.Workspace;
import org.borealisdb.expr.error.SqlException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Loading many rows, writing a table anew, and building indexes over many rows. */
class RowLoaderTest {
    private static final int MANY = 12_000;

    private final Fixture fixture = Fixture.create();

    @AfterEach
    void close() {
        fixture.close();
    }

    private Table table(String name) {
        Transaction transaction = fixture.begin();
        Table table = fixture.createTable(transaction, name);
        transaction.commit();
        return table;
    }

    private static String key(int number) {
        return String.format(Locale.ROOT, "%06d", number);
    }

    private static Optional<DuplicateRow> add(RowLoader loader, String key, String value) {
        byte[] row = Fixture.bytes(key + "|" + value);
        return loader.add(Fixture.bytes(key), key.length(), row, row.length);
    }

    private Optional<DuplicateRow> load(Transaction transaction, Table table, int from, int to) {
        try (ReadView view = transaction.openView()) {
            assertThat(view.lsn()).isNotNegative();
            RowLoader loader = fixture.database.tables().load(transaction, table);
            for (int number = from; number < to; number++) {
                Optional<DuplicateRow> refused = add(loader, key(number), "value " + number);
                if (refused.isPresent()) {
                    return refused;
                }
            }
            return loader.finish();
        }
    }

    private int count(Transaction transaction, Table table) {
        try (ReadView view = transaction.openView()) {
            return count(transaction.workspace(), view, table);
        }
    }

    private int count(Workspace workspace, ReadView view, Table table) {
        RowCursor cursor = fixture.database.rows().scan(workspace, table, view, KeyRange.all());
        int count = 0;
        while (cursor.next()) {
            count++;
        }
        return count;
    }

    @Test
    void loadedRowsAreSeenOnceCommittedAndByTheNextStatementOfTheTransaction() {
        Table table = table("t");
        Transaction reader = fixture.beginBeside(IsolationLevel.REPEATABLE_READ);
        assertThat(count(reader, table)).isZero();
        Transaction transaction = fixture.begin();
        try (ReadView before = transaction.openView()) {
            assertThat(load(transaction, table, 0, MANY)).isEmpty();
            assertThat(count(fixture.workspace, before, table))
                    .as("the statement itself")
                    .isZero();
        }
        assertThat(count(transaction, table)).isEqualTo(MANY);
        Transaction other = fixture.beginBeside(IsolationLevel.READ_COMMITTED);
        assertThat(count(other, table)).isZero();
        transaction.commit();
        assertThat(count(other, table)).isEqualTo(MANY);
        assertThat(count(reader, table)).as("of an older view").isZero();
        assertThat(fixture.get(other, table, key(777))).isEqualTo("value 777");
        other.commit();
        reader.commit();
        assertThat(TreeCheck.entries(fixture.pool, table.tree())).hasSize(MANY);
    }

    @Test
    void aRollbackTakesAllOfThemAway() {
        Table table = table("t");
        Transaction first = fixture.begin();
        load(first, table, 0, 3_000);
        first.commit();
        Transaction transaction = fixture.begin();
        load(transaction, table, 3_000, MANY);
        fixture.update(transaction, table, key(5_000), "changed by the transaction that loaded it");
        fixture.delete(transaction, table, key(6_000));
        transaction.rollback();
        Transaction after = fixture.begin();
        assertThat(count(after, table)).isEqualTo(3_000);
        assertThat(fixture.insert(after, table, key(7_000), "in the place of a row that went"))
                .isEqualTo(RowResult.DONE);
        after.commit();
        fixture.tidy();
        assertThat(fixture.entries(table)).isEqualTo(3_001);
    }

    @Test
    void aSavepointKeepsWhatWasLoadedBeforeIt() {
        Table table = table("t");
        Transaction transaction = fixture.begin();
        load(transaction, table, 0, 4_000);
        Savepoint savepoint = transaction.savepoint();
        load(transaction, table, 4_000, MANY);
        transaction.rollbackTo(savepoint);
        assertThat(count(transaction, table)).isEqualTo(4_000);
        assertThat(fixture.entries(table)).isEqualTo(4_000);
        assertThat(load(transaction, table, 4_000, 5_000)).isEmpty();
        transaction.commit();
        Transaction after = fixture.begin();
        assertThat(count(after, table)).isEqualTo(5_000);
        after.commit();
    }

    @Test
    void rowsThatAreUpdatedLaterGoBackToWhatWasLoaded() {
        Table table = table("t");
        Transaction transaction = fixture.begin();
        load(transaction, table, 0, MANY);
        transaction.commit();
        Transaction update = fixture.begin();
        Transaction older = fixture.beginBeside(IsolationLevel.REPEATABLE_READ);
        assertThat(fixture.get(older, table, key(100))).isEqualTo("value 100");
        fixture.update(update, table, key(100), "updated");
        assertThat(fixture.get(older, table, key(100))).isEqualTo("value 100");
        update.rollback();
        fixture.tidy();
        assertThat(fixture.get(older, table, key(100))).isEqualTo("value 100");
        older.commit();
    }

    @Test
    void theFirstRowWhoseKeyIsThereIsNamed() {
        Table table = table("t");
        Transaction transaction = fixture.begin();
        load(transaction, table, 5_000, 5_001);
        transaction.commit();
        Transaction second = fixture.begin();
        DuplicateRow refused = load(second, table, 0, MANY).orElseThrow();
        assertThat(refused.arrival()).isEqualTo(5_000);
        assertThat(refused.treeId()).isEqualTo(table.treeId());
        assertThat(new String(refused.row(), StandardCharsets.UTF_8)).isEqualTo(key(5_000) + "|value 5000");
        second.rollback();
        fixture.tidy();
        assertThat(fixture.entries(table)).isEqualTo(1);
    }

    @Test
    void aKeyThatComesTwiceIsFoundWhereverItComes() {
        Table table = table("t");
        for (int distance : new int[] {1, 20, 3_000, 11_000}) {
            Transaction transaction = fixture.begin();
            try (ReadView view = transaction.openView()) {
                assertThat(view.lsn()).isNotNegative();
                RowLoader loader = fixture.database.tables().load(transaction, table);
                Optional<DuplicateRow> refused = Optional.empty();
                for (int number = 0; number < MANY && refused.isEmpty(); number++) {
                    refused = add(loader, key(number == distance ? 0 : number), "x".repeat(150));
                }
                refused = refused.isPresent() ? refused : loader.finish();
                assertThat(refused.orElseThrow().arrival()).isEqualTo(distance);
            }
            transaction.rollback();
        }
        fixture.tidy();
        assertThat(fixture.entries(table)).isZero();
    }

    @Test
    void rowsGoAmongThoseThatAreThere() {
        Table table = table("t");
        Transaction transaction = fixture.begin();
        for (int number = 0; number < 2_000; number += 100) {
            fixture.insert(transaction, table, key(number), "there before");
        }
        transaction.commit();
        Transaction second = fixture.begin();
        try (ReadView view = second.openView()) {
            assertThat(view.lsn()).isNotNegative();
            RowLoader loader = fixture.database.tables().load(second, table);
            for (int number = 1_999; number >= 0; number--) {
                if (number % 100 != 0) {
                    assertThat(add(loader, key(number), number % 500 == 7 ? "y".repeat(9_000) : "x".repeat(90)))
                            .isEmpty();
                }
            }
            assertThat(loader.finish()).isEmpty();
        }
        second.commit();
        Transaction after = fixture.begin();
        assertThat(count(after, table)).isEqualTo(2_000);
        assertThat(fixture.get(after, table, key(507))).hasSize(9_000);
        after.commit();
    }

    @Test
    void aRowThatAnotherTransactionHasDeletedButNotCommittedIsWaitedFor() {
        Table table = table("t");
        Transaction transaction = fixture.begin();
        load(transaction, table, 700, 701);
        transaction.commit();
        Transaction deleting = fixture.beginBeside(IsolationLevel.READ_COMMITTED);
        fixture.delete(deleting, table, key(700));
        Transaction loading = fixture.begin();
        loading.lockWait(LockWait.NONE);
        assertThatThrownBy(() -> load(loading, table, 0, 1_000)).isInstanceOf(SqlException.class);
        loading.rollback();
        deleting.commit();
        Transaction again = fixture.begin();
        assertThat(load(again, table, 0, 1_000)).isEmpty();
        again.commit();
        Transaction after = fixture.begin();
        assertThat(count(after, table)).isEqualTo(1_000);
        after.commit();
    }

    @Test
    void aTableWithAnIndexIsLoadedTooAndItsIndexIsKept() {
        Transaction transaction = fixture.begin();
        Table table = fixture.createTable(transaction, "t");
        Index index = fixture.createIndex(transaction, table, "t_value", true);
        transaction.commit();
        Transaction second = fixture.begin();
        assertThat(load(second, table, 0, 500)).isEmpty();
        second.commit();
        assertThat(fixture.entries(index)).isEqualTo(500);
        Transaction third = fixture.begin();
        try (ReadView view = third.openView()) {
            assertThat(view.lsn()).isNotNegative();
            RowLoader loader = fixture.database.tables().load(third, table);
            assertThat(add(loader, key(1_000), "value 3").orElseThrow().treeId())
                    .isEqualTo(index.treeId());
        }
        third.rollback();
    }

    @Test
    void anIndexIsBuiltOverManyRowsAndAbortedRowsLeaveNothingInIt() {
        Table table = table("t");
        Transaction transaction = fixture.begin();
        load(transaction, table, 0, MANY);
        transaction.commit();
        Transaction lost = fixture.begin();
        load(lost, table, MANY, MANY + 3_000);
        lost.rollback();
        Transaction building = fixture.begin();
        Index index = fixture.createIndex(building, table, "t_value", true);
        building.commit();
        fixture.tidy();
        assertThat(TreeCheck.entries(fixture.pool, index.tree())).hasSize(MANY);
        assertThat(TreeCheck.entries(fixture.pool, table.tree())).hasSize(MANY);
        Transaction after = fixture.begin();
        assertThat(fixture.all(after, table, index)).hasSameSizeAs(fixture.all(after, table));
        after.commit();
    }

    @Test
    void aTableIsWrittenAnewUnderAnotherKey() {
        Table old = table("t");
        Transaction transaction = fixture.begin();
        load(transaction, old, 0, MANY);
        fixture.insert(transaction, old, key(MANY), "long " + "z".repeat(20_000));
        fixture.delete(transaction, old, key(3));
        transaction.commit();
        Transaction rewriting = fixture.begin();
        Table made = fixture.createTable(rewriting, "u");
        try (ReadView view = rewriting.openLatestView()) {
            // The key without its first digits, backwards: unsorted.
            assertThat(fixture.database.tables().rewrite(rewriting, old, made, RowLoaderTest::backwards, view))
                    .isEmpty();
        }
        assertThat(count(rewriting, made)).isEqualTo(MANY);
        rewriting.commit();
        TreeCheck.entries(fixture.pool, made.tree());
        Transaction after = fixture.begin();
        assertThat(fixture.get(after, made, "300000")).isEqualTo("-");
        assertThat(fixture.get(
                        after, made, new StringBuilder(key(1_234)).reverse().toString()))
                .isEqualTo("value 1234");
        assertThat(fixture.get(
                        after, made, new StringBuilder(key(MANY)).reverse().toString()))
                .hasSize(20_005);
        fixture.update(after, made, new StringBuilder(key(7)).reverse().toString(), "changed");
        after.rollback();
        fixture.tidy();
        Transaction last = fixture.begin();
        assertThat(fixture.get(last, made, new StringBuilder(key(7)).reverse().toString()))
                .isEqualTo("value 7");
        last.commit();
    }

    private static Indexing backwards(byte[] row, int from, int length, org.borealisdb.expr.value.ByteSink target) {
        for (int at = from + 5; at >= from; at--) {
            target.putByte(row[at]);
        }
        return Indexing.DISTINCT;
    }

    @Test
    void aKeyThatTwoRowsWouldHaveStopsTheWritingAnew() {
        Table old = table("t");
        Transaction transaction = fixture.begin();
        load(transaction, old, 0, MANY);
        transaction.commit();
        Transaction rewriting = fixture.begin();
        Savepoint savepoint = rewriting.savepoint();
        Table made = fixture.createTable(rewriting, "u");
        try (ReadView view = rewriting.openLatestView()) {
            byte[] twice = fixture.database
                    .tables()
                    .rewrite(
                            rewriting,
                            old,
                            made,
                            (row, from, length, target) -> {
                                target.putBytes(row, from + 1, 2).putBytes(row, from + 3, 1);
                                return Indexing.DISTINCT;
                            },
                            view)
                    .orElseThrow();
            assertThat(new String(twice, StandardCharsets.UTF_8)).endsWith("|value 1");
        }
        rewriting.rollbackTo(savepoint);
        rewriting.commit();
        fixture.tidy();
    }
}
