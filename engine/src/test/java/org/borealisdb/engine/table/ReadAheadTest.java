package org.borealisdb.engine.table;

import static org.assertj.core.api.Assertions.assertThat;

import org.borealisdb.engine.transaction.ReadView;
import org.borealisdb.engine.transaction.Transaction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Scans of tables that the pool has no room for read pages ahead, and those of tables that are in it do not. */
class ReadAheadTest {
    private static final int ROWS = 8000;
    private static final int FEW = 500;
    private static final String LONG = "x".repeat(900);

    private final Fixture fixture = Fixture.create();

    @AfterEach
    void close() {
        fixture.close();
    }

    private Table table(String name, int rows) {
        Transaction making = fixture.begin();
        Table table = fixture.createTable(making, name);
        for (int row = 0; row < rows; row++) {
            fixture.insert(making, table, Integer.toString(100_000 + row), LONG);
        }
        making.commit();
        fixture.tidy();
        return table;
    }

    /** Rows that a scan finds, in order, up to a number. */
    private int scan(Table table, int most) {
        Transaction reading = fixture.begin();
        int count = 0;
        try (ReadView view = reading.openView()) {
            RowCursor cursor = fixture.database.rows().scan(reading.workspace(), table, view, KeyRange.all());
            while (count < most && cursor.next()) {
                assertThat(Fixture.text(cursor.row())).startsWith(Integer.toString(100_000 + count));
                count++;
            }
        }
        reading.commit();
        return count;
    }

    /** Rows that a scan finds in the reverse order. */
    private int scanBack(Table table) {
        Transaction reading = fixture.begin();
        int count = 0;
        try (ReadView view = reading.openView()) {
            RowCursor cursor = fixture.database
                    .rows()
                    .scan(reading.workspace(), table, view, KeyRange.all().reversed());
            while (cursor.next()) {
                count++;
                assertThat(Fixture.text(cursor.row())).startsWith(Integer.toString(100_000 + ROWS - count));
            }
        }
        reading.commit();
        return count;
    }

    private long counted(String metric) {
        return fixture.pool.metrics().values().getOrDefault(metric, 0L);
    }

    @Test
    void pagesAreReadOnceThoughAhead() {
        Table table = table("large", ROWS);
        for (int round = 1; round <= 5; round++) {
            long ahead = counted("engine.pool.readAhead");
            long loads = counted("engine.pool.loads");
            assertThat(scan(table, Integer.MAX_VALUE)).isEqualTo(ROWS);
            long loaded = counted("engine.pool.loads") - loads;
            assertThat(loaded).isGreaterThan(300);
            assertThat(counted("engine.pool.readAhead") - ahead).isBetween(1L, loaded);
            // Two pages for sixteen rows each, were each read twice.
            assertThat(loaded).isLessThan(ROWS / 10);
        }
    }

    @Test
    void scansThatGoBackReadAheadToo() {
        Table table = table("large", ROWS);
        for (int round = 1; round <= 3; round++) {
            long ahead = counted("engine.pool.readAhead");
            long loads = counted("engine.pool.loads");
            assertThat(scanBack(table)).isEqualTo(ROWS);
            long loaded = counted("engine.pool.loads") - loads;
            assertThat(counted("engine.pool.readAhead") - ahead).isBetween(1L, loaded);
            assertThat(loaded).isLessThan(ROWS / 10);
        }
    }

    @Test
    void whatIsThereIsNotReadAhead() {
        Table table = table("small", FEW);
        scan(table, Integer.MAX_VALUE);
        long ahead = counted("engine.pool.readAhead");
        for (int round = 0; round < 3; round++) {
            assertThat(scan(table, Integer.MAX_VALUE)).isEqualTo(FEW);
        }
        assertThat(counted("engine.pool.readAhead")).isEqualTo(ahead);
    }

    @Test
    void whoReadsTheBeginningOnlyReadsLittleAhead() {
        Table table = table("large", ROWS);
        scan(table, Integer.MAX_VALUE);
        long loads = counted("engine.pool.loads");
        assertThat(scan(table, 10)).isEqualTo(10);
        assertThat(counted("engine.pool.loads") - loads).isLessThan(8);
    }
}
