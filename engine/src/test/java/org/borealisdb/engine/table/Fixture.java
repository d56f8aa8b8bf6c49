package org.borealisdb.engine.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.borealisdb.engine.Database;
import org.borealisdb.engine.DatabaseSettings;
import org.borealisdb.engine.MemoryVolume;
import org.borealisdb.engine.buffer.BufferPool;
import org.borealisdb.engine.buffer.PageWitness;
import org.borealisdb.engine.catalog.CatalogKind;
import org.borealisdb.engine.catalog.CatalogObject;
import org.borealisdb.engine.transaction.IsolationLevel;
import org.borealisdb.engine.transaction.ReadView;
import org.borealisdb.engine.transaction.Transaction;
import org.borealisdb.engine.transaction.Workspace;
import org.borealisdb.engine.undo.RowVersion;
import org.borealisdb.expr.value.ByteSink;
import org.borealisdb.redo.volume.Geometry;
import org.borealisdb.runtime.memory.ArenaPageMemory;
import org.borealisdb.runtime.metric.Metrics;
import org.borealisdb.runtime.real.RealClock;
import org.borealisdb.runtime.real.RealTasks;
import org.borealisdb.runtime.time.Clock;
import org.borealisdb.volume.Volume;
import org.borealisdb.volume.past.PastVolume;

/**
 * A database in memory for tests, with a way to write rows tersely. A row is text {@code key|value}; its primary key is the first part, and an index,
 * where there is one, is on the second.
 */
final class Fixture implements AutoCloseable {
    static final Geometry GEOMETRY = new Geometry(1 << 16);
    static final IndexKey SECOND = Fixture::second;

    /** On the last digit of the five that a value begins with, if it does, with the value as payload; of indexes whose names end in {@link #WITH_PAYLOAD}. */
    static final IndexKey COVERING = new IndexKey() {
        @Override
        public Indexing encode(byte[] row, int from, int length, ByteSink target) {
            target.putByte(value(row, from, length).charAt(DIGITS - 1)).putByte(0);
            return Indexing.DISTINCT;
        }

        @Override
        public boolean hasPayload() {
            return true;
        }

        @Override
        public boolean encodePayload(byte[] row, int from, int length, int most, ByteSink target) {
            String value = value(row, from, length);
            boolean fits = value.length() < most;
            if (fits) {
                target.putText(value).putByte(0);
            }
            return fits;
        }
    };

    static final String WITH_PAYLOAD = "_covering";
    private static final int DIGITS = 5;

    final MemoryVolume volume;
    final RealTasks tasks;
    final BufferPool pool;
    final Database database;
    final Workspace workspace;
    private final AtomicReference<Throwable> failure = new AtomicReference<>();

    /** Each page that leaves the pool is compared with its log. */
    Fixture(MemoryVolume volume, int frames) {
        this(volume, frames, SECOND);
    }

    /** The same, with another index on the rows. */
    Fixture(MemoryVolume volume, int frames, IndexKey key) {
        this(volume, _ -> volume, volume, new RealClock(), frames, key);
    }

    private Fixture(
            MemoryVolume volume,
            Function<RealTasks, Volume> opened,
            PageWitness witness,
            Clock clock,
            int frames,
            IndexKey key) {
        this.volume = volume;
        this.tasks = new RealTasks((task, cause) -> failure.compareAndSet(null, cause));
        this.pool = new BufferPool(
                opened.apply(tasks), tasks, new ArenaPageMemory(), new Metrics(), witness, frames, frames);
        this.database = new Database(
                pool, clock, DatabaseSettings.DEFAULT, (index, table, columns, types) -> keyOf(index, key));
        this.workspace = database.newWorkspace();
    }

    /** The database of {@code volume} as it was at {@code lsn}; the same pages may leave the pool, changed there or not. */
    static Fixture asOf(MemoryVolume volume, long lsn) {
        return new Fixture(
                volume, tasks -> new PastVolume(tasks, volume, lsn), PageWitness.NONE, new RealClock(), 64, SECOND);
    }

    static Fixture create() {
        // Frames enough for the tests to work, and few enough for pages to leave.
        return new Fixture(new MemoryVolume(GEOMETRY, false), 128);
    }

    /** A new database that takes the time from {@code clock}. */
    static Fixture withClock(Clock clock) {
        MemoryVolume volume = new MemoryVolume(GEOMETRY, false);
        return new Fixture(volume, _ -> volume, volume, clock, 128, SECOND);
    }

    /** The key of an index of a fixture: the one with a payload, if its name says so, or another. */
    static IndexKey keyOf(CatalogObject index, IndexKey other) {
        return index.name().endsWith(WITH_PAYLOAD) ? COVERING : other;
    }

    private static String value(byte[] row, int from, int length) {
        String text = new String(row, from, length, StandardCharsets.UTF_8);
        return text.substring(text.indexOf('|') + 1);
    }

    private static Indexing second(byte[] row, int from, int length, ByteSink target) {
        String value = value(row, from, length);
        target.putText(value.substring(0, Math.min(value.length(), 1000))).putByte(0);
        return Indexing.DISTINCT;
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static String text(RowVersion row) {
        return new String(row.bytes(), row.rowStart(), row.rowLength(), StandardCharsets.UTF_8);
    }

    static String value(RowVersion row) {
        String text = text(row);
        return text.substring(text.indexOf('|') + 1);
    }

    Transaction begin() {
        return database.begin(workspace, IsolationLevel.READ_COMMITTED);
    }

    /** A transaction with a workspace of its own, as another session would have. */
    Transaction beginBeside(IsolationLevel isolation) {
        return database.begin(database.newWorkspace(), isolation);
    }

    Table createTable(Transaction transaction, String name) {
        long id = database.catalog().newId(transaction.workspace());
        Table table = database.tables().createTable(transaction, id);
        database.catalog()
                .add(
                        transaction,
                        CatalogObject.of(CatalogKind.TABLE, id, 1, name).withTree(table.treeId()));
        return table;
    }

    Index createIndex(Transaction transaction, Table table, String name, boolean unique) {
        return createIndex(transaction, table, name, SECOND, unique);
    }

    Index createIndex(Transaction transaction, Table table, String name, IndexKey key, boolean unique) {
        long id = database.catalog().newId(transaction.workspace());
        try (ReadView view = transaction.openLatestView()) {
            TableEngine.Built built = database.tables().createIndex(transaction, table, id, key, unique, view);
            assertThat(built.violation()).isEmpty();
            CatalogObject object = CatalogObject.of(CatalogKind.INDEX, id, 1, name)
                    .withRelated(table.objectId())
                    .withTree(built.index().treeId());
            database.catalog().add(transaction, unique ? object.with(CatalogObject.UNIQUE, "true") : object);
            return built.index();
        }
    }

    RowOutcome insert(Transaction transaction, Table table, String key, String value) {
        byte[] row = bytes(key + "|" + value);
        try (ReadView view = transaction.openView()) {
            assertThat(view.lsn()).isNotNegative();
            return database.rows().insert(transaction, table, bytes(key), row, row.length);
        }
    }

    /** What the next statement of a transaction sees at a key; "-" if nothing. */
    String get(Transaction transaction, Table table, String key) {
        try (ReadView view = transaction.openView()) {
            return get(transaction.workspace(), view, table, key);
        }
    }

    String get(Workspace reading, ReadView view, Table table, String key) {
        RowVersion row = new RowVersion();
        return database.rows().read(reading, table, bytes(key), view, row) ? value(row) : "-";
    }

    /** UPDATE ... SET value, by a statement of its own, repeated on newer versions as READ COMMITTED does. */
    RowOutcome update(Transaction transaction, Table table, String key, String value) {
        byte[] row = bytes(key + "|" + value);
        try (ReadView view = transaction.openView()) {
            RowVersion seen = new RowVersion();
            if (!database.rows().read(transaction.workspace(), table, bytes(key), view, seen)) {
                return RowResult.GONE;
            }
            while (true) {
                RowOutcome outcome =
                        database.rows().update(transaction, view, table, bytes(key), seen, row, row.length);
                if (outcome != RowResult.CHANGED) {
                    return outcome;
                }
                seen.copyFrom(transaction.workspace().current());
            }
        }
    }

    RowOutcome delete(Transaction transaction, Table table, String key) {
        try (ReadView view = transaction.openView()) {
            RowVersion seen = new RowVersion();
            if (!database.rows().read(transaction.workspace(), table, bytes(key), view, seen)) {
                return RowResult.GONE;
            }
            while (true) {
                RowOutcome outcome = database.rows().delete(transaction, view, table, bytes(key), seen);
                if (outcome != RowResult.CHANGED) {
                    return outcome;
                }
                seen.copyFrom(transaction.workspace().current());
            }
        }
    }

    /** All rows that a statement of the transaction sees, as text, in the order of the primary key. */
    String all(Transaction transaction, Table table) {
        try (ReadView view = transaction.openView()) {
            return all(transaction.workspace(), view, table);
        }
    }

    String all(Workspace reading, ReadView view, Table table) {
        StringBuilder rows = new StringBuilder();
        RowCursor cursor = database.rows().scan(reading, table, view, KeyRange.all());
        while (cursor.next()) {
            rows.append(text(cursor.row())).append(' ');
        }
        return rows.toString().trim();
    }

    /** All rows that an index finds, in its order; its entries alone are to tell the same. */
    String all(Transaction transaction, Table table, Index index) {
        StringBuilder rows = new StringBuilder();
        List<String> found = new ArrayList<>();
        try (ReadView view = transaction.openView()) {
            Workspace reading = transaction.workspace();
            IndexCursor cursor = database.rows().scan(reading, table, index, view, KeyRange.all());
            while (cursor.next()) {
                rows.append(text(cursor.row())).append(' ');
                found.add(entry(cursor));
            }
            IndexCursor entries = database.rows().scanEntries(reading, table, index, view, KeyRange.all());
            for (String each : found) {
                assertThat(entries.next()).isTrue();
                assertThat(entry(entries)).isEqualTo(each);
            }
            assertThat(entries.next()).isFalse();
        }
        return rows.toString().trim();
    }

    /** The payload of the current entry; what {@link #COVERING} had written. */
    static String payload(IndexCursor cursor) {
        int from = cursor.payloadStart();
        return new String(cursor.entry(), from, cursor.entryLength() - 1 - from, StandardCharsets.UTF_8);
    }

    /** The current entry as text: {@code index key|primary key}. */
    static String entry(IndexCursor cursor) {
        String key = new String(cursor.entry(), 0, cursor.keyLength() - 1, StandardCharsets.UTF_8);
        return key + "|" + new String(cursor.primaryKey(), StandardCharsets.UTF_8);
    }

    /** Entries of an index, whether they count or not. */
    int entries(Index index) {
        KeyScan scan = new KeyScan(index.tree(), KeyRange.all(), workspace);
        int count = 0;
        while (scan.next()) {
            count++;
        }
        return count;
    }

    /** Rows of the clustered tree, deleted ones included. */
    int entries(Table table) {
        KeyScan scan = new KeyScan(table.tree(), KeyRange.all(), workspace);
        int count = 0;
        while (scan.next()) {
            count++;
        }
        return count;
    }

    /** Does all background work that can be done now. */
    void tidy() {
        do {
            volume.awaitDurable(volume.appendedLsn());
        } while (database.maintenance().run() != 0);
        volume.awaitDurable(volume.appendedLsn());
        database.maintenance().run();
        database.maintenance().run();
    }

    /** Fails if a task has failed. */
    void checkTasks() {
        Throwable failed = failure.get();
        if (failed != null) {
            throw new AssertionError("a task failed", failed);
        }
    }

    @Override
    public void close() {
        database.close();
        tasks.close();
        pool.close();
        checkTasks();
    }
}
