package org.borealisdb.sql.execute;

import org.borealisdb.expr.value.BoxedRow;
import org.borealisdb.expr.value.RowSource;

/** A left row beside a right one. */
final class RowPair implements RowSource {
    private final int width;
    private RowSource left = BoxedRow.empty();
    private RowSource right = BoxedRow.empty();

    RowPair(int width) {
        this.width = width;
    }

    void setLeft(RowSource row) {
        left = row;
    }

    void setRight(RowSource row) {
        right = row;
    }

    private RowSource side(int column) {
        return column < width ? left : right;
    }

    private int place(int column) {
        return column < width ? column : column - width;
    }

    @Override
    public boolean isNull(int column) {
        return side(column).isNull(place(column));
    }

    @Override
    public long longAt(int column) {
        return side(column).longAt(place(column));
    }

    @Override
    public double doubleAt(int column) {
        return side(column).doubleAt(place(column));
    }

    @Override
    public Object objectAt(int column) {
        return side(column).objectAt(place(column));
    }
}
