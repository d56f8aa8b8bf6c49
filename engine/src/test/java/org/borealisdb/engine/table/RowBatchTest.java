package org.borealisdb.engine.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Random;
import java.util.TreeMap;
import org.borealisdb.engine.transaction.IsolationLevel;
import org.borealisdb.engine.transaction.ReadView;
import org.borealisdb.engine.transaction.Transaction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Rows that an index leads to all over a table, in the index's order, though they are looked up in another one. */
class RowBatchTest {
    private static final int ROWS = 4000;
    private static final String LONG = "x".repeat(400);

    private final Fixture fixture = Fixture.create();
    private final Random random = new Random(5);
    /** Keys by values, which are what the index is on. */
    private final NavigableMap<String, String> model = new TreeMap<>();

    private Table table;
    private Index index;

    @BeforeEach
    void fill() {
        Transaction making = fixture.begin();
        table = fixture.createTable(making, "table");
        for (int row = 0; row < ROWS; row++) {
            String key = Integer.toString(100_000 + row);
            String value = (100_000 + row * 7919 % ROWS) + LONG;
            fixture.insert(making, table, key, value);
            model.put(value, key);
        }
        index = fixture.createIndex(making, table, "index", false);
        making.commit();
        fixture.tidy();
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    private long counted(String metric) {
        return fixture.pool.metrics().values().getOrDefault(metric, 0L);
    }

    private static List<String> rows(NavigableMap<String, String> of) {
        List<String> rows = new ArrayList<>();
        for (Map.Entry<String, String> each : of.entrySet()) {
            rows.add(each.getValue() + "|" + each.getKey());
        }
        return rows;
    }

    private void check(IndexCursor cursor, List<String> expected, int most) {
        int count = 0;
        while (count < most && cursor.next()) {
            assertThat(Fixture.text(cursor.row())).isEqualTo(expected.get(count));
            assertThat(expected.get(count)).startsWith(new String(cursor.primaryKey(), StandardCharsets.UTF_8));
            count++;
        }
        assertThat(count).isEqualTo(Math.min(most, expected.size()));
    }

    private IndexCursor scan(Transaction transaction, ReadView view, KeyRange range) {
        return fixture.database.rows().scan(transaction.workspace(), table, index, view, range);
    }

    @Test
    void rowsComeInTheIndexsOrderAndLeavesAreReadFewTimes() {
        Transaction reading = fixture.begin();
        try (ReadView view = reading.openView()) {
            long loads = counted("engine.pool.loads");
            long ahead = counted("engine.pool.readAhead");
            check(scan(reading, view, KeyRange.all()), rows(model), ROWS);
            // The table has more leaves than the pool frames: one by one, each row is a page to read.
            assertThat(counted("engine.pool.loads") - loads).isLessThan(ROWS / 2);
            assertThat(counted("engine.pool.readAhead")).isGreaterThan(ahead);
            check(scan(reading, view, KeyRange.all().reversed()), rows(model.descendingMap()), ROWS);
        }
        reading.commit();
    }

    @Test
    void aScanBeginsAgain() {
        Transaction reading = fixture.begin();
        try (ReadView view = reading.openView()) {
            IndexCursor cursor = scan(reading, view, KeyRange.all());
            for (int round = 0; round < 10; round++) {
                check(cursor, rows(model), random.nextInt(200));
                fixture.database.rows().restart(cursor, index, view, KeyRange.all());
            }
            check(cursor, rows(model), ROWS);
            assertThat(cursor.next()).isFalse();
        }
        reading.commit();
    }

    @Test
    void rowsAreThoseOfTheViewWhateverChangesMeanwhile() {
        List<String> before = rows(model);
        Transaction reading = fixture.beginBeside(IsolationLevel.REPEATABLE_READ);
        try (ReadView view = reading.openView()) {
            IndexCursor cursor = scan(reading, view, KeyRange.all());
            for (int at = 0; at < before.size(); at++) {
                assertThat(cursor.next()).isTrue();
                assertThat(Fixture.text(cursor.row())).isEqualTo(before.get(at));
                if (at % 50 == 0) {
                    change();
                }
            }
            assertThat(cursor.next()).isFalse();
        }
        reading.commit();
        Transaction after = fixture.begin();
        try (ReadView view = after.openView()) {
            check(scan(after, view, KeyRange.all()), rows(model), Integer.MAX_VALUE);
        }
        after.commit();
    }

    private void change() {
        Transaction changing = fixture.begin();
        NavigableMap<String, String> changed = new TreeMap<>(model);
        for (int count = 0; count < 20; count++) {
            String value = model.ceilingKey(Integer.toString(100_000 + random.nextInt(ROWS)));
            if (value == null || !changed.containsKey(value)) {
                continue;
            }
            String key = changed.remove(value);
            if (random.nextInt(3) == 0) {
                assertThat(fixture.delete(changing, table, key)).isEqualTo(RowResult.DONE);
            } else {
                String other = (100_000 + random.nextInt(ROWS)) + "." + random.nextInt() + LONG;
                assertThat(fixture.update(changing, table, key, other)).isEqualTo(RowResult.DONE);
                changed.put(other, key);
            }
        }
        if (random.nextInt(4) == 0) {
            changing.rollback();
            return;
        }
        changing.commit();
        model.clear();
        model.putAll(changed);
        if (random.nextInt(4) == 0) {
            fixture.tidy();
        }
    }
}
