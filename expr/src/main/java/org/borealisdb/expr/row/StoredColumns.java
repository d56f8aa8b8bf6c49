package org.borealisdb.expr.row;

import java.util.List;
import org.borealisdb.expr.value.ByteSink;
import org.borealisdb.expr.value.RowSource;

/**
 * Some columns of a stored row as a row of their own, to be encoded once more: its bytes are a function of those of the stored row alone, also where what they mean changes, as with attributes that are
 * added to a composite type. Belongs to one task.
 */
public final class StoredColumns implements RowSource {
    private final StoredRow row;
    private final List<Integer> places;

    /** Makes a row of the columns of another at these places. */
    public StoredColumns(StoredRow row, List<Integer> places) {
        this.row = row;
        this.places = List.copyOf(places);
    }

    /** Returns how many bytes the values have together, without what a row of them takes beside that. */
    public long length() {
        long length = 0;
        for (int place : places) {
            length += row.storedLength(place);
        }
        return length;
    }

    @Override
    public boolean isNull(int column) {
        return row.isNull(places.get(column));
    }

    @Override
    public long longAt(int column) {
        return row.longAt(places.get(column));
    }

    @Override
    public double doubleAt(int column) {
        return row.doubleAt(places.get(column));
    }

    @Override
    public Object objectAt(int column) {
        return row.objectAt(places.get(column));
    }

    /** Appends the bytes of a value of any type that varies in length, as they are stored. */
    @Override
    public boolean appendText(int column, ByteSink out) {
        return row.appendStored(places.get(column), out);
    }
}
