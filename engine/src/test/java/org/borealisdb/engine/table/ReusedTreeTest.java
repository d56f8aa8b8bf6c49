package org.borealisdb.engine.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.borealisdb.engine.MemoryVolume;
import org.borealisdb.engine.catalog.CatalogObject;
import org.borealisdb.engine.catalog.NameSpace;
import org.borealisdb.engine.transaction.IsolationLevel;
import org.borealisdb.engine.transaction.ReadView;
import org.borealisdb.engine.transaction.Transaction;
import org.borealisdb.engine.undo.UndoRoots;
import org.borealisdb.expr.value.ByteSink;
import org.junit.jupiter.api.Test;

/** A table gets the pages, and so the name, of a tree that was dropped: what undo has of the rows that were there before is not of this table. */
class ReusedTreeTest {
    private static final String LONG = "x".repeat(3 * RowStore.MAX_INLINE);

    private final MemoryVolume volume = new MemoryVolume(Fixture.GEOMETRY, true);

    /** Of rows whose value is marked as of the new table; fails at others, as a key does that is computed of a row with other columns. */
    private static Indexing ofNew(byte[] row, int from, int length, ByteSink target) {
        String text = new String(row, from, length, StandardCharsets.UTF_8);
        if (!text.contains("|new")) {
            throw new IllegalStateException("a row of another table");
        }
        return Fixture.SECOND.encode(row, from, length, target);
    }

    private static void commitOne(Fixture fixture, String value) {
        Transaction transaction = fixture.begin();
        Table table = tableNamed(fixture, transaction, "other");
        fixture.update(transaction, table, "a", value);
        transaction.commit();
    }

    private static Table tableNamed(Fixture fixture, Transaction transaction, String name) {
        return fixture.database
                .tables()
                .registry()
                .find(object(fixture, transaction, name).tree())
                .orElseThrow();
    }

    private static CatalogObject object(Fixture fixture, Transaction transaction, String name) {
        try (ReadView view = transaction.openView()) {
            return fixture.database
                    .catalog()
                    .find(transaction.workspace(), view, 1, NameSpace.RELATIONS, name)
                    .orElseThrow();
        }
    }

    /** Makes the table that goes, with an index, and one that stays. */
    private static long create(Fixture fixture) {
        Transaction transaction = fixture.begin();
        Table old = fixture.createTable(transaction, "old");
        fixture.createIndex(transaction, old, "old_value", false);
        fixture.insert(transaction, old, "a", LONG);
        fixture.insert(transaction, fixture.createTable(transaction, "other"), "a", "1");
        transaction.commit();
        fixture.tidy();
        return old.treeId();
    }

    private static void change(Fixture fixture) {
        Transaction transaction = fixture.begin();
        Table old = tableNamed(fixture, transaction, "old");
        fixture.update(transaction, old, "a", LONG + "2");
        fixture.update(transaction, old, "a", "3");
        fixture.update(transaction, old, "a", "4");
        transaction.commit();
    }

    private static void drop(Fixture fixture) {
        Transaction transaction = fixture.begin();
        for (String name : new String[] {"old_value", "old"}) {
            CatalogObject object = object(fixture, transaction, name);
            fixture.database.catalog().remove(transaction, object);
            fixture.database.tables().trees().drop(transaction, object.tree());
        }
        transaction.commit();
    }

    /** Makes a table in the place of the old one; its rows are long. */
    private static void createAgain(Fixture fixture, long treeId) {
        Transaction transaction = fixture.begin();
        Table table = fixture.createTable(transaction, "new");
        assertThat(table.treeId()).as("the tree has the name of the old one").isEqualTo(treeId);
        fixture.createIndex(transaction, table, "new_value", ReusedTreeTest::ofNew, false);
        for (int row = 0; row < 9; row++) {
            fixture.insert(transaction, table, Integer.toString(row), "new" + LONG);
        }
        transaction.commit();
    }

    private static void check(Fixture fixture) {
        Transaction transaction = fixture.begin();
        Table table = tableNamed(fixture, transaction, "new");
        for (int row = 0; row < 9; row++) {
            assertThat(fixture.get(transaction, table, Integer.toString(row))).isEqualTo("new" + LONG);
        }
        assertThat(fixture.get(transaction, table, "a")).isEqualTo("-");
        transaction.rollback();
    }

    /** What is behind a transaction that runs for long is walked after the drop, if that is in another stream. */
    @Test
    void changesAreWalkedAfterTheDrop() {
        try (Fixture fixture = new Fixture(volume, 128)) {
            long treeId = create(fixture);
            Transaction running = fixture.beginBeside(IsolationLevel.READ_COMMITTED);
            fixture.insert(running, tableNamed(fixture, running, "other"), "b", "1");
            for (int stream = 1; stream < UndoRoots.STREAMS; stream++) {
                commitOne(fixture, Integer.toString(stream));
            }
            change(fixture);
            drop(fixture);
            fixture.tidy();
            createAgain(fixture, treeId);
            fixture.tidy();
            check(fixture);
            running.commit();
            fixture.tidy();
            check(fixture);
        }
    }

    /** What was walked already is walked again, as nobody has noted that. */
    @Test
    void changesAreWalkedAgainAfterOpening() {
        try (Fixture fixture = new Fixture(volume, 128)) {
            long treeId = create(fixture);
            change(fixture);
            fixture.tidy();
            drop(fixture);
            fixture.tidy();
            createAgain(fixture, treeId);
            fixture.tidy();
        }
        try (Fixture fixture = new Fixture(volume.branchAt(volume.vdl()), 128, ReusedTreeTest::ofNew)) {
            fixture.tidy();
            check(fixture);
        }
    }

    /** A transaction that has made the tree died: its changes are not taken back one by one. */
    @Test
    void changesOfADeadTransactionAreWalked() {
        long treeId;
        try (Fixture fixture = new Fixture(volume, 128)) {
            Transaction setup = fixture.begin();
            fixture.createTable(setup, "other");
            setup.commit();
            fixture.tidy();
            Transaction dead = fixture.begin();
            Table old = fixture.createTable(dead, "old");
            treeId = old.treeId();
            fixture.createIndex(dead, old, "old_value", false);
            fixture.insert(dead, old, "a", LONG);
            fixture.update(dead, old, "a", "2");
            fixture.update(dead, old, "a", "3");
        }
        try (Fixture fixture = new Fixture(volume.branchAt(volume.appendedLsn()), 128, ReusedTreeTest::ofNew)) {
            Transaction reader = fixture.beginBeside(IsolationLevel.REPEATABLE_READ);
            assertThat(fixture.get(reader, tableNamed(fixture, reader, "other"), "a"))
                    .isEqualTo("-");
            // Undone, but not yet below every view.
            fixture.tidy();
            assertThat(fixture.database.tables().registry().find(treeId)).isEmpty();
            createAgain(fixture, treeId);
            reader.commit();
            fixture.tidy();
            check(fixture);
        }
    }
}
