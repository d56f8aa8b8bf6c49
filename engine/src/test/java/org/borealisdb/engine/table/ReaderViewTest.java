package org.borealisdb.engine.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import org.borealisdb.engine.DatabaseSettings;
import org.borealisdb.engine.MemoryVolume;
import org.borealisdb.engine.transaction.IsolationLevel;
import org.borealisdb.engine.transaction.ReadView;
import org.borealisdb.engine.transaction.Transaction;
import org.borealisdb.engine.transaction.Workspace;
import org.borealisdb.engine.undo.RowVersion;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.runtime.time.Clock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Views of a reader: how long they last, what ends them, and what they see of transactions. */
class ReaderViewTest {
    private static final Duration LONGEST_VIEW = Duration.ofMinutes(30);

    private final MemoryVolume volume = new MemoryVolume(Fixture.GEOMETRY, true);
    private final Fixture writer = new Fixture(volume, 128);
    private final AtomicLong now = new AtomicLong();
    private final Clock clock = new Clock() {
        @Override
        public long nanoTime() {
            return now.get();
        }

        @Override
        public long wallMicros() {
            return now.get() / 1000;
        }
    };
    private final Table table;
    private final ReaderFixture reader;
    private final Workspace workspace;

    ReaderViewTest() {
        Transaction setup = writer.begin();
        table = writer.createTable(setup, "t");
        writer.createIndex(setup, table, "t_value", false);
        for (int key = 0; key < 50; key++) {
            writer.insert(setup, table, key(key), "first" + key);
        }
        setup.commit();
        reader = new ReaderFixture(volume, 64, clock, new DatabaseSettings(1000, 10, LONGEST_VIEW));
        workspace = reader.database.newWorkspace();
    }

    @AfterEach
    void close() {
        reader.close();
        writer.close();
    }

    private static String key(int number) {
        return String.format(Locale.ROOT, "%04d", number);
    }

    private void update(int key, String value) {
        Transaction change = writer.begin();
        writer.update(change, table, key(key), value);
        change.commit();
    }

    private String get(ReadView view, int key) {
        Table seen = reader.table(workspace, view, "t").orElseThrow();
        RowVersion row = new RowVersion();
        return reader.database.rows().read(workspace, seen, Fixture.bytes(key(key)), view, row)
                ? Fixture.value(row)
                : "-";
    }

    private static void assertEnded(Runnable read, String detail) {
        assertThatThrownBy(read::run).isInstanceOfSatisfying(SqlException.class, error -> {
            assertThat(error.code()).isEqualTo(ErrorCode.SERIALIZATION_FAILURE);
            assertThat(error.text()).isEqualTo("canceling statement due to conflict with recovery");
            assertThat(error.field(SqlException.Field.DETAIL).orElseThrow()).contains(detail);
        });
    }

    @Test
    void aViewEndsBeforeThePurgeOfWhatItNeedsIsApplied() {
        try (ReadView view = reader.view()) {
            Table seen = reader.table(workspace, view, "t").orElseThrow();
            RowCursor rows = reader.database.rows().scan(workspace, seen, view, KeyRange.all());
            IndexCursor indexed =
                    reader.database.rows().scan(workspace, seen, seen.indexes().getFirst(), view, KeyRange.all());
            assertThat(rows.next()).isTrue();
            assertThat(indexed.next()).isTrue();
            update(3, "second");
            reader.volume.applyAll();
            assertThat(get(view, 3)).isEqualTo("first3");

            // The writer knows of no view.
            writer.tidy();
            assertThat(writer.database.purgeHorizon()).isGreaterThan(view.lsn());
            assertThat(get(view, 3)).isEqualTo("first3");
            reader.volume.applyAll();
            assertEnded(() -> get(view, 3), "were removed");
            assertEnded(() -> get(view, 4), "were removed");
            assertEnded(rows::next, "were removed");
            assertEnded(indexed::next, "were removed");
            try (ReadView next = reader.view()) {
                assertThat(get(next, 3)).isEqualTo("second");
            }
        }
    }

    @Test
    void aViewAtOrAboveTheHorizonGoesOn() {
        update(3, "second");
        reader.volume.applyAll();
        try (ReadView view = reader.view();
                ReadView kept = writer.database.transactions().openView()) {
            assertThat(kept.lsn()).isEqualTo(view.lsn());
            update(3, "third");
            writer.tidy();
            reader.volume.applyAll();
            assertThat(writer.database.purgeHorizon()).isEqualTo(view.lsn());
            assertThat(get(view, 3)).isEqualTo("second");
        }
    }

    @Test
    void aViewIsEndedWhenItIsTooOldAndKeepsSomething() {
        try (ReadView idle = reader.view()) {
            reader.database.follower().oldestView();
            pass(LONGEST_VIEW.multipliedBy(2));
            // Nothing was written since.
            assertThat(reader.database.follower().oldestView()).isEqualTo(idle.lsn());
            assertThat(get(idle, 3)).isEqualTo("first3");

            update(3, "second");
            reader.volume.applyAll();
            assertThat(reader.database.follower().oldestView()).isEqualTo(idle.lsn());
            try (ReadView young = reader.view()) {
                update(3, "third");
                reader.volume.applyAll();
                pass(LONGEST_VIEW.dividedBy(2));
                assertThat(get(idle, 3)).isEqualTo("first3");
                pass(LONGEST_VIEW.dividedBy(2).plusSeconds(1));
                assertThat(reader.database.follower().oldestView()).isEqualTo(young.lsn());
                assertEnded(() -> get(idle, 3), "open for more than 1800 s");
                assertThat(get(young, 3)).isEqualTo("second");
            }
        }
    }

    /** Time in which the volume asks for the oldest view now and then. */
    private void pass(Duration time) {
        for (int part = 0; part < 100; part++) {
            now.addAndGet(time.toNanos() / 100);
            reader.database.follower().oldestView();
        }
    }

    @Test
    void theOldestViewFollows() {
        long first = reader.database.follower().oldestView();
        assertThat(first).isEqualTo(reader.volume.vdl());
        ReadView view = reader.view();
        update(1, "second");
        reader.volume.applyAll();
        assertThat(reader.database.follower().oldestView()).isEqualTo(first);
        view.close();
        assertThat(reader.database.follower().oldestView()).isEqualTo(reader.volume.vdl());
        update(1, "third");
        reader.volume.restart();
        assertThat(reader.database.follower().oldestView()).isEqualTo(volume.vdl());
    }

    @Test
    void transactionsAreKnownHoweverManyThereAre() {
        SortedMap<String, String> expected = new TreeMap<>();
        for (int key = 0; key < 50; key++) {
            expected.put(key(key), "first" + key);
        }
        ReadView old = reader.view();
        SortedMap<String, String> seenFirst = new TreeMap<>(expected);
        ReadView kept = writer.database.transactions().openView();
        for (int number = 0; number < 9000; number++) {
            Transaction change = writer.begin();
            writer.update(change, table, key(number % 50), "v" + number);
            if (number % 7 == 3) {
                change.rollback();
            } else {
                change.commit();
                expected.put(key(number % 50), "v" + number);
            }
            if (number % 100 == 99) {
                writer.database.maintenance().run();
            }
            if (number % 1500 == 1499) {
                reader.volume.applyAll();
                try (ReadView view = reader.view()) {
                    assertThat(reader.content(workspace, view).get("t")).isEqualTo(expected);
                }
                if (number < 6000) {
                    assertThat(reader.content(workspace, old).get("t")).isEqualTo(seenFirst);
                }
            }
            if (number == 6000) {
                old.close();
                kept.close();
                writer.tidy();
                reader.volume.restart();
            }
        }
        assertThat(writer.database.transactions().allVisibleBelow()).isGreaterThan(6000);
    }

    @Test
    void nothingCanBeChanged() {
        Transaction change = reader.database.begin(workspace, IsolationLevel.READ_COMMITTED);
        try (ReadView view = change.openView()) {
            Table seen = reader.table(workspace, view, "t").orElseThrow();
            byte[] row = Fixture.bytes("new|row");
            assertThatThrownBy(() -> reader.database.rows().insert(change, seen, Fixture.bytes("new"), row, row.length))
                    .isInstanceOfSatisfying(
                            SqlException.class,
                            error -> assertThat(error.code()).isEqualTo(ErrorCode.READ_ONLY_SQL_TRANSACTION));
            assertThat(get(view, 3)).isEqualTo("first3");
        }
        change.rollback();
        assertThatThrownBy(() -> reader.database.maintenance()).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> writer.database.follower()).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aVolumeWithoutADatabaseIsRefused() {
        MemoryVolume empty = new MemoryVolume(Fixture.GEOMETRY, true);
        assertThatThrownBy(() -> new ReaderFixture(empty, 64))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("page 0 is not the header");
    }
}
