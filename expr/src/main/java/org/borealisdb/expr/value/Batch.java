package org.borealisdb.expr.value;

import java.util.List;
import org.borealisdb.expr.type.SqlType;

/**
 * Rows by columns, as operators of the executor hand them on, and a cursor over them. Belongs to one task.
 *
 * <p>As a {@link RowSource} it reads the row that {@link #moveTo} chose, so that an expression can be evaluated over a batch
 * without copying rows.
 */
public final class Batch implements RowSource {
    /** How many rows operators gather before they hand a batch on: enough to hide the call, little enough for the L1 cache. */
    public static final int TARGET_ROWS = 1024;

    private final List<Column> columns;
    private int row;

    /** Makes an empty batch of columns of these types. */
    public Batch(List<? extends SqlType> types) {
        this.columns = types.stream().map(Column::new).toList();
    }

    /** Returns the number of rows. */
    public int size() {
        return columns.isEmpty() ? 0 : columns.getFirst().size();
    }

    /** Returns the columns. */
    public List<Column> columns() {
        return columns;
    }

    /** Returns a column. */
    public Column column(int index) {
        return columns.get(index);
    }

    /** Forgets all rows and keeps the room. */
    public void clear() {
        for (Column column : columns) {
            column.clear();
        }
        row = 0;
    }

    /** Appends a row of as many columns. */
    public void add(RowSource source) {
        for (int i = 0; i < columns.size(); i++) {
            columns.get(i).addFrom(source, i);
        }
    }

    /** Chooses the row that the reading methods answer for. */
    public void moveTo(int index) {
        row = index;
    }

    @Override
    public boolean isNull(int column) {
        return columns.get(column).isNull(row);
    }

    @Override
    public long longAt(int column) {
        return columns.get(column).longAt(row);
    }

    @Override
    public double doubleAt(int column) {
        return columns.get(column).doubleAt(row);
    }

    @Override
    public Object objectAt(int column) {
        return columns.get(column).objectAt(row);
    }
}
