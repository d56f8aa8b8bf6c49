package org.borealisdb.engine.table;

import static org.assertj.core.api.Assertions.assertThat;

import org.borealisdb.engine.transaction.IsolationLevel;
import org.borealisdb.engine.transaction.ReadView;
import org.borealisdb.engine.transaction.Transaction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** An index that is filled while others maintain it. */
class IndexBesideWritersTest {
    private static final int ROWS = 3000;

    private final Fixture fixture = Fixture.create();
    private final Table table = tableOf();

    private Table tableOf() {
        Transaction making = fixture.begin();
        Table made = fixture.createTable(making, "t");
        for (int row = 0; row < ROWS; row++) {
            fixture.insert(making, made, key(row), "old " + key(row));
        }
        making.commit();
        return made;
    }

    private static String key(int row) {
        return Integer.toString(10_000 + row);
    }

    /** An empty index, maintained from now on. */
    private Index maintained(boolean unique) {
        Transaction making = fixture.begin();
        long tree = fixture.database.tables().createIndexTree(making);
        making.commit();
        Index index =
                new Index(1_000_000 + tree, fixture.database.tables().trees().open(tree), Fixture.SECOND, unique);
        fixture.database.tables().maintain(table, index);
        fixture.database.tables().enforce(table, index);
        return index;
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void whatIsThereAndWhatComesHasItsEntries() {
        Index index = maintained(true);
        Transaction before = fixture.begin();
        fixture.update(before, table, key(1), "new 1");
        fixture.insert(before, table, key(ROWS), "new " + ROWS);
        before.commit();
        Transaction filling = fixture.begin();
        Transaction beside = fixture.beginBeside(IsolationLevel.READ_COMMITTED);
        fixture.update(beside, table, key(2), "new 2");
        try (ReadView view = filling.openLatestView()) {
            fixture.update(beside, table, key(3), "new 3");
            fixture.delete(beside, table, key(4));
            fixture.delete(beside, table, key(5));
            fixture.insert(beside, table, key(5), "old " + key(5));
            fixture.insert(beside, table, key(ROWS + 1), "new " + (ROWS + 1));
            beside.commit();
            assertThat(fixture.database.tables().fill(filling, table, index, view))
                    .isEmpty();
        }
        filling.commit();
        Transaction after = fixture.begin();
        fixture.delete(after, table, key(6));
        after.commit();
        Transaction reading = fixture.begin();
        String rows = fixture.all(reading, table, index);
        assertThat(rows.split("\\|", -1)).hasSize(ROWS + 2 - 2 + 1);
        assertThat(rows).contains("new 1", "new 2", "new 3", "new " + ROWS, "new " + (ROWS + 1), "old " + key(5));
        assertThat(rows).doesNotContain("old " + key(1), "old " + key(2), "old " + key(3), "old " + key(4));
        reading.commit();
        fixture.tidy();
        assertThat(fixture.entries(index)).isEqualTo(ROWS);
    }

    @Test
    void aKeyThatIsThereTwiceIsFound() {
        Transaction doubling = fixture.begin();
        fixture.update(doubling, table, key(7), "old " + key(8));
        doubling.commit();
        Index index = maintained(true);
        Transaction filling = fixture.begin();
        try (ReadView view = filling.openLatestView()) {
            assertThat(fixture.database.tables().fill(filling, table, index, view))
                    .isPresent();
        }
        filling.rollback();
        Transaction mending = fixture.begin();
        fixture.update(mending, table, key(7), "old " + key(7));
        mending.commit();
        Transaction again = fixture.begin();
        try (ReadView view = again.openLatestView()) {
            assertThat(fixture.database.tables().fill(again, table, index, view))
                    .isEmpty();
        }
        again.commit();
    }

    @Test
    void itStaysWithItsTableUntilAllKnowOfIt() {
        Index index = maintained(false);
        fixture.database.tables().forgetIndex(table, index);
        assertThat(table.index(index.treeId())).isPresent();
        fixture.database.tables().settle(index.treeId(), true);
        fixture.database.tables().forgetIndex(table, index);
        assertThat(table.index(index.treeId())).isEmpty();
        Index another = maintained(false);
        fixture.database.tables().settle(another.treeId(), false);
        assertThat(table.index(another.treeId())).isEmpty();
    }

    @Test
    void whoHasAStripeIsWaitedFor() throws InterruptedException {
        KeyStripes stripes = new KeyStripes(fixture.tasks);
        int[] taken = {17};
        int count = stripes.take(taken, 1);
        Thread passing = new Thread(stripes::passAll);
        passing.start();
        while (passing.isAlive() && passing.getState() != Thread.State.WAITING) {
            Thread.onSpinWait();
        }
        assertThat(passing.isAlive()).isTrue();
        stripes.give(taken, count);
        passing.join();
    }
}
