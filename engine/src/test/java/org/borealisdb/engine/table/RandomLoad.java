package org.borealisdb.engine.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import org.borealisdb.engine.catalog.CatalogObject;
import org.borealisdb.engine.catalog.NameSpace;
import org.borealisdb.engine.lock.LockWait;
import org.borealisdb.engine.transaction.IsolationLevel;
import org.borealisdb.engine.transaction.ReadView;
import org.borealisdb.engine.transaction.Savepoint;
import org.borealisdb.engine.transaction.Transaction;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.expr.value.ByteSink;

/**
 * A random load of several transactions at a time, with splits, rollbacks, savepoints, loads, DDL and purge, for tests; and what was committed when. Used by one
 * thread.
 */
final class RandomLoad {
    private static final int KEYS = 120;
    private static final int SESSIONS = 3;

    /** The rows of each table, by name. */
    record Content(SortedMap<String, SortedMap<String, String>> tables) {
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
    record Committed(long lsn, Content content) {}

    /** A session's open transaction and what it has done to rows, in order. */
    private static final class Session {
        private Optional<Transaction> transaction = Optional.empty();
        private final List<Write> writes = new ArrayList<>();
    }

    private record Write(String table, String key, Optional<String> value) {}

    private final Fixture fixture;
    private final Random random;
    private final Map<String, Table> tables = new TreeMap<>();
    private final List<Session> sessions = new ArrayList<>();
    private final Content committed = new Content();
    private final List<Committed> history = new ArrayList<>();
    private int created;
    private int loaded;

    /** A load on an empty database, which gets its first tables. */
    RandomLoad(Fixture fixture, Random random) {
        this.fixture = fixture;
        this.random = random;
        for (int number = 0; number < SESSIONS; number++) {
            sessions.add(new Session());
        }
        history.add(new Committed(0, committed.copy()));
        createTable();
        createTable();
    }

    /** What was committed, in the order of LSNs. */
    List<Committed> history() {
        return history;
    }

    /** What was committed at or below an LSN. */
    Content at(long lsn) {
        int low = 0;
        int high = history.size() - 1;
        while (low < high) {
            int middle = (low + high + 1) >>> 1;
            if (history.get(middle).lsn() <= lsn) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return history.get(low).content();
    }

    /** Rows that were appended in bulk. */
    int loaded() {
        return loaded;
    }

    /** Does something. */
    void step() {
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
            case 3 -> tryAndGoBack(session, transaction);
            case 4 -> changeSchema();
            case 5 -> loadRows(session, transaction);
            default -> statement(session, transaction);
        }
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
    private void tryAndGoBack(Session session, Transaction transaction) {
        Savepoint savepoint = transaction.savepoint();
        int done = session.writes.size();
        for (int count = 1 + random.nextInt(4); count > 0; count--) {
            statement(session, transaction);
        }
        transaction.rollbackTo(savepoint);
        session.writes.subList(done, session.writes.size()).clear();
    }

    private void statement(Session session, Transaction transaction) {
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
    private void loadRows(Session session, Transaction transaction) {
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
            statement(session, transaction);
        }
    }

    /** Writes a table anew, or builds an index over one that has none. */
    private void rebuild(String name) {
        Table old = Objects.requireNonNull(tables.get(name));
        Transaction transaction = fixture.begin();
        Table made = old;
        if (old.indexes().isEmpty() && random.nextInt(2) == 0) {
            fixture.createIndex(transaction, old, name + "_value", false);
            fixture.createIndex(transaction, old, name + Fixture.WITH_PAYLOAD, Fixture.COVERING, false);
        } else if (old.indexes().isEmpty()) {
            made = fixture.database.tables().createTable(transaction, old.objectId());
            try (ReadView view = transaction.openLatestView()) {
                CatalogObject object = fixture.database
                        .catalog()
                        .find(fixture.workspace, view, 1, NameSpace.RELATIONS, name)
                        .orElseThrow();
                fixture.database.catalog().replace(transaction, object.withTree(made.treeId()));
                fixture.database.tables().trees().drop(transaction, old.treeId());
                assertThat(fixture.database.tables().rewrite(transaction, old, made, RandomLoad::sameKey, view))
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
    private void changeSchema() {
        if (random.nextInt(6) != 0) {
            return;
        }
        for (Session session : sessions) {
            session.transaction.ifPresent(transaction -> end(session, transaction));
        }
        if (tables.size() < 3) {
            createTable();
            return;
        }
        String name = List.copyOf(tables.keySet()).get(random.nextInt(tables.size()));
        if (random.nextInt(2) == 0) {
            rebuild(name);
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

    private void createTable() {
        String name = "t" + created++;
        Transaction transaction = fixture.begin();
        Table table = fixture.createTable(transaction, name);
        for (int row = 0; row < 10; row++) {
            fixture.insert(transaction, table, String.format(Locale.ROOT, "%03d", row * 10), "first" + row);
        }
        if (created % 2 == 1) {
            fixture.createIndex(transaction, table, name + "_value", false);
            fixture.createIndex(transaction, table, name + Fixture.WITH_PAYLOAD, Fixture.COVERING, false);
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
}
