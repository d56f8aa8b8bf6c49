package org.borealisdb.sql.execute;

import org.borealisdb.engine.table.KeyRange;
import org.borealisdb.engine.table.RowCursor;
import org.borealisdb.engine.table.RowSample;
import org.borealisdb.engine.table.RowStore;
import org.borealisdb.expr.row.StoredRow;
import org.borealisdb.expr.value.BoxedRow;
import org.borealisdb.expr.value.Values;
import org.borealisdb.runtime.random.RandomSource;
import org.borealisdb.sql.catalog.TableColumn;
import org.borealisdb.sql.catalog.TableDefinition;
import org.borealisdb.sql.spill.OperatorMemory;
import org.borealisdb.sql.spill.RowSize;
import org.borealisdb.sql.statistics.TableSample;
import org.borealisdb.sql.statistics.WideValue;
import org.jspecify.annotations.Nullable;

/** Reads the rows that ANALYZE judges a table by: those of so many leaves that were drawn at random, as PostgreSQL draws blocks; all rows, if the table is no larger. */
public final class SampleScan {
    /** As many as rows are kept, so that most of those may come from leaves of their own. */
    private static final int LEAVES = TableSample.ROWS;

    private SampleScan() {}

    /**
     * Adds the table's rows to a sample. What is read does not count as use of the table.
     *
     * @param step is run for each row, and may throw
     * @return how many rows the table has, or about so many if not all were read
     */
    public static long read(
            Execution execution, TableDefinition table, RandomSource random, TableSample sample, Runnable step) {
        RowSample drawn = RowSample.of(table.table(), random, LEAVES, step);
        for (KeyRange range : drawn.ranges()) {
            read(execution, table, range, sample, step);
        }
        return Math.round(sample.seen() / drawn.part());
    }

    private static void read(
            Execution execution, TableDefinition table, KeyRange range, TableSample sample, Runnable step) {
        RowStore rows = execution.database().rows();
        OperatorMemory memory = execution.rowMemory();
        StoredRow row = new StoredRow(table.layout());
        RowCursor cursor = rows.scan(execution.transaction().workspace(), table.table(), execution.view(), range);
        while (cursor.next()) {
            step.run();
            int place = sample.place();
            if (place >= 0) {
                row.moveTo(
                        cursor.row().bytes(),
                        cursor.row().rowStart(),
                        cursor.row().rowLength());
                BoxedRow kept = kept(table, row);
                memory.take(RowSize.of(kept));
                sample.put(place, kept).ifPresent(before -> memory.give(RowSize.of(before)));
            }
        }
    }

    private static BoxedRow kept(TableDefinition table, StoredRow row) {
        @Nullable Object[] values = new Object[table.columns().size()];
        for (int i = 0; i < values.length; i++) {
            TableColumn column = table.columns().get(i);
            Object value = column.dropped() ? null : Values.read(row, i, column.type());
            values[i] = value == null ? null : WideValue.kept(column.type(), value);
        }
        return BoxedRow.of(values);
    }
}
