package org.borealisdb.sql.execute;

import java.util.Arrays;
import org.borealisdb.expr.row.KeyDecoder;
import org.borealisdb.expr.value.RowSource;
import org.borealisdb.expr.value.Values;
import org.borealisdb.sql.catalog.EntryColumns;
import org.jspecify.annotations.Nullable;

/** A table's row as an entry of an index has it: columns that are not in it, which nobody asks for, are NULL. Read as far as it is asked for. Belongs to one task. */
final class EntryRow implements RowSource {
    private static final int NOWHERE = -1;

    private final EntryColumns columns;
    private final KeyDecoder decoder = new KeyDecoder(new byte[0]);
    private final int[] places;
    private final @Nullable Object[] values;
    private int known;

    /** Makes a row of so many columns. */
    EntryRow(EntryColumns columns, int width) {
        this.columns = columns;
        this.values = new Object[columns.keys().size()];
        this.places = new int[width];
        Arrays.fill(places, NOWHERE);
        columns.places().forEach((column, place) -> places[column] = place);
    }

    /** Goes to the entry that takes the first bytes of an array, which stay while it is there. */
    void moveTo(byte[] entry, int length) {
        decoder.moveTo(entry, length);
        known = 0;
    }

    private @Nullable Object value(int column) {
        int place = places[column];
        if (place == NOWHERE) {
            return null;
        }
        while (known <= place) {
            values[known] = decoder.next(columns.keys().get(known));
            known++;
        }
        return values[place];
    }

    private Object present(int column) {
        Object value = value(column);
        if (value == null) {
            throw new IllegalStateException("column " + column + " of an index entry is NULL");
        }
        return value;
    }

    @Override
    public boolean isNull(int column) {
        return value(column) == null;
    }

    @Override
    public long longAt(int column) {
        return Values.unboxLong(present(column));
    }

    @Override
    public double doubleAt(int column) {
        return (Double) present(column);
    }

    @Override
    public Object objectAt(int column) {
        return present(column);
    }
}
