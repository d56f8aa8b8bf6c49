package org.borealisdb.engine.table;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import org.borealisdb.engine.Database;
import org.borealisdb.engine.DatabaseSettings;
import org.borealisdb.engine.FollowedMemoryVolume;
import org.borealisdb.engine.MemoryVolume;
import org.borealisdb.engine.buffer.BufferPool;
import org.borealisdb.engine.catalog.CatalogKind;
import org.borealisdb.engine.catalog.CatalogObject;
import org.borealisdb.engine.catalog.NameSpace;
import org.borealisdb.engine.transaction.ReadView;
import org.borealisdb.engine.transaction.Workspace;
import org.borealisdb.engine.undo.RowVersion;
import org.borealisdb.runtime.memory.ArenaPageMemory;
import org.borealisdb.runtime.metric.Metrics;
import org.borealisdb.runtime.real.RealClock;
import org.borealisdb.runtime.real.RealTasks;
import org.borealisdb.runtime.time.Clock;

/** A reader of a {@link Fixture}'s database, for tests. */
final class ReaderFixture implements AutoCloseable {
    final FollowedMemoryVolume volume;
    final BufferPool pool;
    final Database database;
    private final RealTasks tasks;
    private final AtomicReference<Throwable> failure = new AtomicReference<>();

    ReaderFixture(MemoryVolume source, int frames) {
        this(source, frames, new RealClock(), DatabaseSettings.DEFAULT);
    }

    ReaderFixture(MemoryVolume source, int frames, Clock clock, DatabaseSettings settings) {
        this.volume = new FollowedMemoryVolume(source);
        this.tasks = new RealTasks((task, cause) -> failure.compareAndSet(null, cause));
        this.pool = new BufferPool(volume, tasks, new ArenaPageMemory(), new Metrics(), volume, frames, frames);
        this.database = Database.follow(
                pool, clock, settings, (index, table, columns, types) -> Fixture.keyOf(index, Fixture.SECOND));
        volume.follow(database.follower());
    }

    ReadView view() {
        return database.transactions().openView();
    }

    /** The table of that name as a view sees it. */
    Optional<Table> table(Workspace workspace, ReadView view, String name) {
        return database.catalog()
                .find(workspace, view, 1, NameSpace.RELATIONS, name)
                .map(object -> database.table(workspace, view, object));
    }

    /** All rows of all tables as a view sees them, looked for in every way there is; fails if these differ. */
    SortedMap<String, SortedMap<String, String>> content(Workspace workspace, ReadView view) {
        SortedMap<String, SortedMap<String, String>> found = new TreeMap<>();
        for (CatalogObject object : database.catalog().all(workspace, view, CatalogKind.TABLE)) {
            Table table = database.table(workspace, view, object);
            SortedMap<String, String> rows = rows(workspace, view, table);
            same(rows, backwards(workspace, view, table), "backwards", object);
            for (Index index : table.indexes()) {
                same(rows, indexed(workspace, view, table, index), "by index", object);
            }
            int number = 0;
            for (String key : List.copyOf(rows.keySet())) {
                if (number++ % 7 == 0) {
                    RowVersion row = new RowVersion();
                    boolean there = database.rows().read(workspace, table, Fixture.bytes(key), view, row);
                    if (!there || !Fixture.value(row).equals(rows.get(key))) {
                        throw new AssertionError("row " + key + " of " + object.name() + " at LSN " + view.lsn());
                    }
                }
            }
            found.put(object.name(), rows);
        }
        return found;
    }

    private static void same(
            SortedMap<String, String> rows, SortedMap<String, String> others, String how, CatalogObject object) {
        if (!rows.equals(others)) {
            throw new AssertionError(
                    object.name() + " read " + how + " is " + others.keySet() + ", not " + rows.keySet());
        }
    }

    SortedMap<String, String> rows(Workspace workspace, ReadView view, Table table) {
        SortedMap<String, String> rows = new TreeMap<>();
        RowCursor cursor = database.rows().scan(workspace, table, view, KeyRange.all());
        while (cursor.next()) {
            put(rows, cursor.primaryKey(), cursor.row());
        }
        return rows;
    }

    private SortedMap<String, String> backwards(Workspace workspace, ReadView view, Table table) {
        SortedMap<String, String> rows = new TreeMap<>();
        List<String> order = new ArrayList<>();
        RowCursor cursor =
                database.rows().scan(workspace, table, view, KeyRange.all().reversed());
        while (cursor.next()) {
            put(rows, cursor.primaryKey(), cursor.row());
            order.add(new String(cursor.primaryKey(), StandardCharsets.UTF_8));
        }
        if (!order.reversed().equals(List.copyOf(rows.keySet()))) {
            throw new AssertionError("read backwards in the order " + order);
        }
        return rows;
    }

    private SortedMap<String, String> indexed(Workspace workspace, ReadView view, Table table, Index index) {
        SortedMap<String, String> rows = new TreeMap<>();
        IndexCursor cursor = database.rows().scan(workspace, table, index, view, KeyRange.all());
        while (cursor.next()) {
            put(rows, cursor.primaryKey(), cursor.row());
        }
        List<String> entries = new ArrayList<>();
        IndexCursor alone = database.rows().scanEntries(workspace, table, index, view, KeyRange.all());
        while (alone.next()) {
            entries.add(new String(alone.primaryKey(), StandardCharsets.UTF_8));
        }
        if (entries.size() != rows.size() || !rows.keySet().containsAll(entries)) {
            throw new AssertionError("the entries of index " + index.objectId() + " tell of " + entries);
        }
        return rows;
    }

    private static void put(SortedMap<String, String> rows, byte[] key, RowVersion row) {
        String text = new String(key, StandardCharsets.UTF_8);
        if (rows.put(text, Fixture.value(row)) != null) {
            throw new AssertionError("row " + text + " came twice");
        }
    }

    @Override
    public void close() {
        database.close();
        tasks.close();
        pool.close();
        Throwable failed = failure.get();
        if (failed != null) {
            throw new AssertionError("a task failed", failed);
        }
    }
}
