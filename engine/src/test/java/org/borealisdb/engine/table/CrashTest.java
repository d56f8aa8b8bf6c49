package org.borealisdb.engine.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import org.borealisdb.engine.MemoryVolume;
import org.borealisdb.engine.btree.TreeCheck;
import org.borealisdb.engine.catalog.CatalogKind;
import org.borealisdb.engine.catalog.CatalogObject;
import org.borealisdb.engine.catalog.NameSpace;
import org.borealisdb.engine.lock.LockWait;
import org.borealisdb.engine.space.HeaderSlot;
import org.borealisdb.engine.space.SpaceCheck;
import org.borealisdb.engine.space.VolumeHeader;
import org.borealisdb.engine.transaction.IsolationLevel;
import org.borealisdb.engine.transaction.ReadView;
import org.borealisdb.engine.transaction.Savepoint;
import org.borealisdb.engine.transaction.Transaction;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.expr.value.ByteSink;
import org.borealisdb.redo.page.Page;
import org.junit.jupiter.api.Test;

/**
 * A crash at every boundary of mini-transactions: a random load of several transactions at a time, with splits, rollbacks, savepoints, DDL
 * and purge, is cut off behind each of them. The database opened from what is left has sound trees and exactly the committed
 * transactions, in tables and indexes.
 */
class CrashTest {
    private static final int FRAMES = 256;
    private static final int KEYS = 120;
    private static final int SESSIONS = 3;

    /** The rows of each table, by name. */
    private record Content(SortedMap<String, SortedMap<String, String>> tables) {
        Content() {
            this(new TreeMap<>());
        }

        Content copy() {
            Content copy = new Content();
            tables.forEach((name, rows) -> copy.tables.put(name, new TreeMap<>(rows)));
            return copy;
        }
    }

    /** What was committed with, and up to, an LSN. */
    private record Committed(long lsn, Content content) {}

    /** A session's open transaction and what it has done to rows, in order. */
    private static final class Session {
        private Optional<Transaction> transaction = Optional.empty();
        private final List<Write> writes = new ArrayList<>();
    }

    private record Write(String table, String key, Optional<String> value) {}

    private final Random random = new Random(20_261_123);
    private final Map<String, Table> tables = new TreeMap<>();
    private Content committed = new Content();
    private final List<Committed> history = new ArrayList<>();
    private int created;
    private int loaded;

    @Test
    void everyPrefixOfTheLogIsTheCommittedState() {
        MemoryVolume volume = new MemoryVolume(Fixture.GEOMETRY, true);
        try (Fixture fixture = new Fixture(volume, FRAMES)) {
            history.add(new Committed(0, committed.copy()));
            load(fixture, volume);
        }
        List<Long> boundaries = volume.consistencyPoints();
        assertThat(boundaries).hasSizeGreaterThanOrEqualTo(2000);
        int state = 0;
        for (int number = 0; number < boundaries.size(); number++) {
            long boundary = boundaries.get(number);
            while (state + 1 < history.size() && history.get(state + 1).lsn() <= boundary) {
                state++;
            }
            try {
                verify(volume.branchAt(boundary), history.get(state).content(), number % 25 == 0);
            } catch (RuntimeException | AssertionError failed) {
                throw new AssertionError(
                        "after mini-transaction " + number + " of " + boundaries.size() + ", which ends at LSN "
                                + boundary + ", seed 20261123",
                        failed);
            }
        }
    }

    private void load(Fixture fixture, MemoryVolume volume) {
        createTable(fixture);
        createTable(fixture);
        List<Session> sessions = new ArrayList<>();
        for (int number = 0; number < SESSIONS; number++) {
            sessions.add(new Session());
        }
        while (volume.consistencyPoints().size() < 2300) {
            Session session = sessions.get(random.nextInt(SESSIONS));
            if (session.transaction.isEmpty()) {
                Transaction begun = fixture.beginBeside(IsolationLevel.READ_COMMITTED);
                begun.lockWait(LockWait.NONE);
                session.transaction = Optional.of(begun);
            }
            Transaction transaction = session.transaction.get();
            switch (random.nextInt(24)) {
                case 0, 1 -> end(session, transaction);
                case 2 -> fixture.database.maintenance().run();
                case 3 -> tryAndGoBack(fixture, session, transaction);
                case 4 -> changeSchema(fixture, sessions);
                case 5 -> loadRows(fixture, session, transaction);
                default -> statement(fixture, session, transaction);
            }
        }
        assertThat(loaded).as("rows loaded").isGreaterThan(600);
        // The open transactions die here.
    }

    private void end(Session session, Transaction transaction) {
        if (random.nextInt(4) == 0) {
            transaction.rollback();
        } else {
            transaction.commit();
            for (Write write : session.writes) {
                SortedMap<String, String> rows = committed.tables().get(write.table());
                if (rows != null) {
                    write.value()
                            .ifPresentOrElse(value -> rows.put(write.key(), value), () -> rows.remove(write.key()));
                }
            }
            if (transaction.id() != 0) {
                history.add(new Committed(transaction.commitLsn(), committed.copy()));
            }
        }
        session.writes.clear();
        session.transaction = Optional.empty();
    }

    /** A few statements, taken back by ROLLBACK TO. */
    private void tryAndGoBack(Fixture fixture, Session session, Transaction transaction) {
        Savepoint savepoint = transaction.savepoint();
        int done = session.writes.size();
        for (int count = 1 + random.nextInt(4); count > 0; count--) {
            statement(fixture, session, transaction);
        }
        transaction.rollbackTo(savepoint);
        session.writes.subList(done, session.writes.size()).clear();
    }

    private void statement(Fixture fixture, Session session, Transaction transaction) {
        List<Map.Entry<String, Table>> all = List.copyOf(tables.entrySet());
        Map.Entry<String, Table> chosen = all.get(random.nextInt(all.size()));
        String name = chosen.getKey();
        Table table = chosen.getValue();
        String key = String.format(Locale.ROOT, "%03d", random.nextInt(KEYS));
        String value = String.format(Locale.ROOT, "%05d", random.nextInt(100_000)) + "x".repeat(random.nextInt(600));
        if (random.nextInt(20) == 0) {
            // Too long for a leaf; but not as an index entry, so its key is cut by the index.
            value += "y".repeat(4_000 + random.nextInt(30_000));
        }
        Savepoint savepoint = transaction.savepoint();
        try {
            switch (random.nextInt(3)) {
                case 0 -> {
                    if (fixture.insert(transaction, table, key, value) == RowResult.DONE) {
                        session.writes.add(new Write(name, key, Optional.of(value)));
                    }
                }
                case 1 -> {
                    if (fixture.update(transaction, table, key, value) == RowResult.DONE) {
                        session.writes.add(new Write(name, key, Optional.of(value)));
                    }
                }
                default -> {
                    if (fixture.delete(transaction, table, key) == RowResult.DONE) {
                        session.writes.add(new Write(name, key, Optional.empty()));
                    }
                }
            }
        } catch (SqlException busy) {
            assertThat(busy.code()).isEqualTo(ErrorCode.LOCK_NOT_AVAILABLE);
            transaction.rollbackTo(savepoint);
        }
    }

    /** Appends many rows to a table, half of the times taken back at once; other sessions may insert between them later. */
    private void loadRows(Fixture fixture, Session session, Transaction transaction) {
        List<Map.Entry<String, Table>> plain = tables.entrySet().stream()
                .filter(entry -> entry.getValue().indexes().isEmpty())
                .toList();
        if (plain.isEmpty() || random.nextInt(3) != 0) {
            return;
        }
        Map.Entry<String, Table> chosen = plain.get(random.nextInt(plain.size()));
        Savepoint savepoint = transaction.savepoint();
        int done = session.writes.size();
        try (ReadView view = transaction.openView()) {
            assertThat(view.lsn()).isNotNegative();
            RowLoader loader = fixture.database.tables().load(transaction, chosen.getValue());
            for (int row = 0; row < 60; row++) {
                String key = String.format(Locale.ROOT, "L%05d", loaded++);
                byte[] bytes = Fixture.bytes(key + "|" + "z".repeat(1_500));
                assertThat(loader.add(Fixture.bytes(key), key.length(), bytes, bytes.length))
                        .isEmpty();
                session.writes.add(new Write(chosen.getKey(), key, Optional.of("z".repeat(1_500))));
            }
            assertThat(loader.finish()).isEmpty();
        }
        if (random.nextInt(2) == 0) {
            transaction.rollbackTo(savepoint);
            session.writes.subList(done, session.writes.size()).clear();
        } else if (random.nextInt(2) == 0) {
            statement(fixture, session, transaction);
        }
    }

    /** Writes a table anew, or builds an index over one that has none. */
    private void rebuild(Fixture fixture, String name) {
        Table old = Objects.requireNonNull(tables.get(name));
        Transaction transaction = fixture.begin();
        Table made = old;
        if (old.indexes().isEmpty() && random.nextInt(2) == 0) {
            fixture.createIndex(transaction, old, name + "_value", false);
        } else if (old.indexes().isEmpty()) {
            made = fixture.database.tables().createTable(transaction, old.objectId());
            try (ReadView view = transaction.openLatestView()) {
                CatalogObject object = fixture.database
                        .catalog()
                        .find(fixture.workspace, view, 1, NameSpace.RELATIONS, name)
                        .orElseThrow();
                fixture.database.catalog().replace(transaction, object.withTree(made.treeId()));
                fixture.database.tables().trees().drop(transaction, old.treeId());
                assertThat(fixture.database.tables().rewrite(transaction, old, made, CrashTest::sameKey, view))
                        .isEmpty();
            }
        }
        if (random.nextInt(3) == 0) {
            transaction.rollback();
            fixture.tidy();
            return;
        }
        transaction.commit();
        tables.put(name, made);
        if (transaction.id() != 0) {
            history.add(new Committed(transaction.commitLsn(), committed.copy()));
        }
    }

    private static Indexing sameKey(byte[] row, int from, int length, ByteSink target) {
        for (int at = from; row[at] != '|'; at++) {
            target.putByte(row[at]);
        }
        return Indexing.DISTINCT;
    }

    /** Makes or drops a table, in a transaction of its own, which may be rolled back, while no other is open. */
    private void changeSchema(Fixture fixture, List<Session> sessions) {
        if (random.nextInt(6) != 0) {
            return;
        }
        for (Session session : sessions) {
            session.transaction.ifPresent(transaction -> end(session, transaction));
        }
        if (tables.size() < 3) {
            createTable(fixture);
            return;
        }
        String name = List.copyOf(tables.keySet()).get(random.nextInt(tables.size()));
        if (random.nextInt(2) == 0) {
            rebuild(fixture, name);
            return;
        }
        Transaction transaction = fixture.begin();
        try (ReadView view = transaction.openLatestView()) {
            CatalogObject object = fixture.database
                    .catalog()
                    .find(fixture.workspace, view, 1, NameSpace.RELATIONS, name)
                    .orElseThrow();
            for (CatalogObject index : fixture.database.catalog().related(fixture.workspace, view, object.id())) {
                fixture.database.tables().trees().drop(transaction, index.tree());
                fixture.database.catalog().remove(transaction, index);
            }
            fixture.database.tables().trees().drop(transaction, object.tree());
            fixture.database.catalog().remove(transaction, object);
        }
        if (random.nextInt(3) == 0) {
            transaction.rollback();
            return;
        }
        transaction.commit();
        tables.remove(name);
        committed.tables().remove(name);
        history.add(new Committed(transaction.commitLsn(), committed.copy()));
    }

    private void createTable(Fixture fixture) {
        String name = "t" + created++;
        Transaction transaction = fixture.begin();
        Table table = fixture.createTable(transaction, name);
        for (int row = 0; row < 10; row++) {
            fixture.insert(transaction, table, String.format(Locale.ROOT, "%03d", row * 10), "first" + row);
        }
        if (created % 2 == 1) {
            fixture.createIndex(transaction, table, name + "_value", false);
        }
        if (created > 2 && random.nextInt(3) == 0) {
            transaction.rollback();
            return;
        }
        transaction.commit();
        tables.put(name, table);
        SortedMap<String, String> rows = new TreeMap<>();
        for (int row = 0; row < 10; row++) {
            rows.put(String.format(Locale.ROOT, "%03d", row * 10), "first" + row);
        }
        committed.tables().put(name, rows);
        history.add(new Committed(transaction.commitLsn(), committed.copy()));
    }

    private static void verify(MemoryVolume crashed, Content expected, boolean tidy) {
        try (Fixture fixture = new Fixture(crashed, FRAMES)) {
            compare(fixture, expected, false);
            if (tidy) {
                fixture.tidy();
                compare(fixture, expected, true);
                checkSpace(fixture);
                assertThat(fixture.database.transactions().allVisibleBelow())
                        .isEqualTo(fixture.database.transactions().nextId());
            }
        }
    }

    /** The meter is right, and no pages are left of trees that are gone: but of one whose making was cut off before anything said so, which is empty. */
    private static void checkSpace(Fixture fixture) {
        assertThat(fixture.database.usedBytes()).hasValue(SpaceCheck.usedPages(fixture.pool) * Page.BYTES);
        SortedSet<Long> owners = SpaceCheck.owners(fixture.pool);
        for (HeaderSlot slot : HeaderSlot.values()) {
            owners.remove(VolumeHeader.read(fixture.pool, slot));
        }
        Transaction transaction = fixture.begin();
        try (ReadView view = transaction.openView()) {
            for (CatalogObject object : fixture.database.catalog().all(fixture.workspace, view, CatalogKind.TABLE)) {
                owners.remove(object.tree());
                fixture.database
                        .catalog()
                        .related(fixture.workspace, view, object.id())
                        .forEach(index -> owners.remove(index.tree()));
            }
        }
        transaction.commit();
        assertThat(owners)
                .allMatch(owner -> SpaceCheck.pagesOf(fixture.pool, owner).size() == 1)
                .hasSizeLessThan(2);
    }

    private static void compare(Fixture fixture, Content expected, boolean tidied) {
        Transaction transaction = fixture.begin();
        SortedMap<String, SortedMap<String, String>> found = new TreeMap<>();
        try (ReadView view = transaction.openView()) {
            TreeCheck.entries(fixture.pool, fixture.database.catalog().table().tree());
            for (CatalogObject object : fixture.database.catalog().all(fixture.workspace, view, CatalogKind.TABLE)) {
                Table table =
                        fixture.database.tables().registry().find(object.tree()).orElseThrow();
                SortedMap<String, String> rows = new TreeMap<>();
                RowCursor cursor = fixture.database.rows().scan(fixture.workspace, table, view, KeyRange.all());
                while (cursor.next()) {
                    rows.put(new String(cursor.primaryKey(), StandardCharsets.UTF_8), Fixture.value(cursor.row()));
                }
                found.put(object.name(), rows);
                int versions = TreeCheck.entries(fixture.pool, table.tree()).size();
                for (Index index : table.indexes()) {
                    int entries = TreeCheck.entries(fixture.pool, index.tree()).size();
                    SortedMap<String, String> indexed = new TreeMap<>();
                    IndexCursor scan =
                            fixture.database.rows().scan(fixture.workspace, table, index, view, KeyRange.all());
                    while (scan.next()) {
                        assertThat(indexed.put(
                                        new String(scan.primaryKey(), StandardCharsets.UTF_8),
                                        Fixture.value(scan.row())))
                                .isNull();
                    }
                    assertThat(indexed).isEqualTo(rows);
                    if (tidied) {
                        assertThat(entries).as("entries of %s", object.name()).isEqualTo(rows.size());
                    }
                }
                if (tidied) {
                    assertThat(versions).as("versions in %s", object.name()).isEqualTo(rows.size());
                }
            }
        }
        assertThat(found).isEqualTo(expected.tables());
        transaction.commit();
    }
}
