package org.borealisdb.engine.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.borealisdb.engine.MemoryVolume;
import org.borealisdb.engine.catalog.CatalogKind;
import org.borealisdb.engine.transaction.IsolationLevel;
import org.borealisdb.engine.transaction.ReadView;
import org.borealisdb.engine.transaction.Savepoint;
import org.borealisdb.engine.transaction.Transaction;
import org.borealisdb.engine.transaction.Workspace;
import org.borealisdb.expr.value.ByteSink;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Scans of entries alone tell what scans of rows do, whatever was changed, taken back and purged meanwhile; and look at few rows. */
class EntryScanTest {
    private static final long SEED = 20_261_130;
    private static final int KEYS = 400;

    private final MemoryVolume volume = new MemoryVolume(Fixture.GEOMETRY, false);
    private final Random random = new Random(SEED);
    private Fixture fixture = new Fixture(volume, 256);
    private Table table;
    private Index index;

    private EntryScanTest() {
        Transaction setup = fixture.begin();
        table = fixture.createTable(setup, "t");
        index = fixture.createIndex(setup, table, "i", false);
        for (int key = 0; key < KEYS; key++) {
            fixture.insert(setup, table, name(key), value());
        }
        setup.commit();
        fixture.tidy();
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    private static String name(int key) {
        return String.format(Locale.ROOT, "%04d", key);
    }

    /** One of a few, so that keys go and come back. */
    private String value() {
        return "v".repeat(30) + random.nextInt(4);
    }

    /** A scan that goes on while things change, and what it is to find. */
    private final class Begun {
        private final Transaction transaction = fixture.beginBeside(IsolationLevel.REPEATABLE_READ);
        private final ReadView view = transaction.openView();
        private final IndexCursor entries =
                fixture.database.rows().scanEntries(transaction.workspace(), table, index, view, range());
        private final List<String> expected = rows(fixture.database.newWorkspace(), view);
        private int at;

        private KeyRange range() {
            return KeyRange.all();
        }

        void goOn(int count) {
            for (int step = 0; step < count && at < expected.size(); step++) {
                assertThat(entries.next()).isTrue();
                assertThat(Fixture.entry(entries)).as("seed %s", SEED).isEqualTo(expected.get(at++));
            }
        }

        void finish() {
            goOn(Integer.MAX_VALUE);
            assertThat(entries.next()).isFalse();
            // And once more, from the beginning.
            assertThat(scanned(transaction.workspace(), view)).isEqualTo(expected);
            view.close();
            transaction.commit();
        }
    }

    private List<String> rows(Workspace workspace, ReadView view) {
        return all(fixture.database.rows().scan(workspace, table, index, view, KeyRange.all()));
    }

    private List<String> scanned(Workspace workspace, ReadView view) {
        return all(fixture.database.rows().scanEntries(workspace, table, index, view, KeyRange.all()));
    }

    private static List<String> all(IndexCursor cursor) {
        List<String> found = new ArrayList<>();
        while (cursor.next()) {
            found.add(Fixture.entry(cursor));
        }
        return found;
    }

    @Test
    void entriesTellWhatRowsDo() {
        Deque<Begun> begun = new ArrayDeque<>();
        for (int round = 0; round < 400; round++) {
            begun.add(new Begun());
            Transaction change = fixture.begin();
            change(change);
            try (ReadView own = change.openView()) {
                assertThat(scanned(change.workspace(), own)).isEqualTo(rows(change.workspace(), own));
            }
            if (random.nextInt(4) == 0) {
                change.rollback();
            } else {
                change.commit();
            }
            begun.forEach(each -> each.goOn(random.nextInt(120)));
            while (begun.size() > random.nextInt(5)) {
                begun.remove().finish();
            }
            if (random.nextInt(3) == 0) {
                fixture.tidy();
            }
        }
        begun.forEach(Begun::finish);
    }

    private void change(Transaction transaction) {
        for (int count = random.nextInt(20); count > 0; count--) {
            Savepoint savepoint = transaction.savepoint();
            String key = name(random.nextInt(KEYS));
            switch (random.nextInt(3)) {
                case 0 -> fixture.insert(transaction, table, key, value());
                case 1 -> fixture.update(transaction, table, key, value());
                default -> fixture.delete(transaction, table, key);
            }
            if (random.nextInt(5) == 0) {
                transaction.rollbackTo(savepoint);
            }
        }
    }

    private int lookedAt() {
        int looked = 0;
        Transaction reader = fixture.begin();
        try (ReadView view = reader.openView()) {
            IndexCursor cursor =
                    fixture.database.rows().scanEntries(reader.workspace(), table, index, view, KeyRange.all());
            while (cursor.next()) {
                looked += cursor.isLookedAt() ? 1 : 0;
            }
        }
        reader.commit();
        return looked;
    }

    @Test
    void onlyRowsThatWereChangedAreLookedAt() {
        assertThat(fixture.database.rows().knowsChanges()).isTrue();
        assertThat(lookedAt()).isZero();
        Transaction change = fixture.begin();
        fixture.update(change, table, name(3), "changed");
        change.commit();
        assertThat(lookedAt()).isBetween(1, 5);
        fixture.tidy();
        assertThat(lookedAt()).isZero();
    }

    @Test
    void afterOpeningRowsAreLookedAtUntilOldChangesArePurged() {
        Transaction change = fixture.begin();
        fixture.update(change, table, name(3), "changed");
        change.commit();
        Transaction dying = fixture.begin();
        fixture.update(dying, table, name(4), "never");
        reopen(Fixture.SECOND);
        assertThat(fixture.database.rows().knowsChanges()).isFalse();
        assertThat(lookedAt()).isEqualTo(KEYS);
        fixture.tidy();
        assertThat(fixture.database.rows().knowsChanges()).isTrue();
        assertThat(lookedAt()).isZero();
        assertThat(fixture.entries(index)).isEqualTo(KEYS);
    }

    @Test
    void entriesOfVersionsThatCannotBeReadAnyMoreGo() {
        Transaction dying = fixture.begin();
        fixture.update(dying, table, name(4), "never");
        fixture.update(dying, table, name(5), "ever");
        fixture.insert(dying, table, "new", "row");
        reopen(new IndexKey() {
            @Override
            public Indexing encode(byte[] row, int from, int length, ByteSink target) {
                return knows(row, from) ? Fixture.SECOND.encode(row, from, length, target) : Indexing.ABSENT;
            }

            @Override
            public boolean knows(byte[] row, int from) {
                String text = new String(row, from, row.length - from, StandardCharsets.UTF_8);
                return Stream.of("0004|never", "0005|ever", "new|row").noneMatch(text::startsWith);
            }
        });
        assertThat(fixture.entries(index)).isEqualTo(KEYS + 3);
        fixture.tidy();
        assertThat(fixture.entries(index)).isEqualTo(KEYS);
        assertThat(lookedAt()).isZero();
        Transaction reader = fixture.begin();
        assertThat(fixture.all(reader, table, index)).doesNotContain("ever");
        reader.commit();
    }

    @Test
    void payloadsTellWhatRowsDo() {
        Transaction setup = fixture.begin();
        Index covering = fixture.createIndex(setup, table, "i" + Fixture.WITH_PAYLOAD, Fixture.COVERING, false);
        setup.commit();
        fixture.tidy();
        for (int round = 0; round < 300; round++) {
            Transaction change = fixture.begin();
            change(change);
            assertThat(payloads(change, covering)).isEqualTo(fixture.all(change, table));
            if (random.nextInt(4) == 0) {
                change.rollback();
            } else {
                change.commit();
            }
            if (random.nextInt(3) == 0) {
                fixture.tidy();
            }
            Transaction reader = fixture.begin();
            assertThat(payloads(reader, covering)).isEqualTo(fixture.all(reader, table));
            reader.commit();
        }
        fixture.tidy();
        assertThat(fixture.entries(covering)).isEqualTo(fixture.entries(table));
    }

    /** All rows as the entries of an index with a payload tell them, or rows that are looked at, in the order of the primary key. */
    private String payloads(Transaction transaction, Index covering) {
        Set<String> rows = new TreeSet<>();
        try (ReadView view = transaction.openView()) {
            IndexCursor entries =
                    fixture.database.rows().scanEntries(transaction.workspace(), table, covering, view, KeyRange.all());
            while (entries.next()) {
                String value = entries.isLookedAt() ? Fixture.value(entries.row()) : Fixture.payload(entries);
                assertThat(rows.add(new String(entries.primaryKey(), StandardCharsets.UTF_8) + "|" + value))
                        .isTrue();
            }
        }
        return String.join(" ", rows);
    }

    private void reopen(IndexKey key) {
        volume.awaitDurable(volume.appendedLsn());
        MemoryVolume left = volume.branchAt(volume.appendedLsn());
        fixture.close();
        fixture = new Fixture(left, 256, key);
        Transaction reader = fixture.begin();
        try (ReadView view = reader.openView()) {
            table = fixture.database.catalog().all(fixture.workspace, view, CatalogKind.TABLE).stream()
                    .map(object -> fixture.database.table(fixture.workspace, view, object))
                    .findFirst()
                    .orElseThrow();
            index = table.indexes().getFirst();
        }
        reader.commit();
    }
}
