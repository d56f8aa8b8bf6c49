package org.borealisdb.sql.execute;

import java.util.List;
import org.borealisdb.engine.table.IndexCursor;
import org.borealisdb.expr.row.KeyColumn;
import org.borealisdb.expr.row.KeyDecoder;
import org.borealisdb.expr.row.StoredRow;
import org.borealisdb.expr.value.ByteSink;
import org.borealisdb.expr.value.RowSource;
import org.borealisdb.expr.value.Values;
import org.borealisdb.sql.catalog.EntryColumns;
import org.jspecify.annotations.Nullable;

/**
 * A table's row as an entry of an index has it: columns that are not in it, which nobody asks for, are NULL. Read as far as it is asked for. It may also be at a row that was looked at. Belongs to one
 * task.
 */
final class EntryRow implements RowSource {
    private final EntryColumns.@Nullable Place[] places;
    private final Keys keys;
    private final Keys primary;
    private final @Nullable StoredRow payload;
    private @Nullable RowSource row;

    /** The columns of a key, which are read one after the other. */
    private static final class Keys {
        private final List<KeyColumn> columns;
        private final KeyDecoder decoder = new KeyDecoder(new byte[0]);
        private final @Nullable Object[] values;
        private int known;

        Keys(List<KeyColumn> columns) {
            this.columns = columns;
            this.values = new Object[columns.size()];
        }

        void moveTo(byte[] entry, int from, int to) {
            decoder.moveTo(entry, from, to);
            known = 0;
        }

        @Nullable
        Object value(int place) {
            while (known <= place) {
                values[known] = decoder.next(columns.get(known));
                known++;
            }
            return values[place];
        }
    }

    /** Makes a row of so many columns. */
    EntryRow(EntryColumns columns, int width) {
        this.places = new EntryColumns.Place[width];
        columns.places().forEach((column, place) -> {
            if (column >= 0) {
                places[column] = place;
            }
        });
        this.keys = new Keys(columns.keys());
        this.primary = new Keys(columns.primary());
        this.payload = columns.payload().map(StoredRow::new).orElse(null);
    }

    /** Goes to the entry that a cursor is at, whose bytes stay while it is there. */
    void moveTo(IndexCursor entry) {
        row = null;
        keys.moveTo(entry.entry(), 0, entry.keyLength());
        primary.moveTo(entry.entry(), entry.keyLength(), entry.primaryEnd());
        if (payload != null) {
            payload.moveTo(entry.entry(), entry.payloadStart(), entry.entryLength() - entry.payloadStart());
        }
    }

    /** Goes to a row, for its entry does not tell all of it. */
    void moveTo(RowSource looked) {
        row = looked;
    }

    /** The row in which a column is that need not be read from a key; none if there is none. */
    private @Nullable RowSource at(EntryColumns.@Nullable Place place) {
        if (row != null) {
            return row;
        }
        return place != null && place.part() == EntryColumns.Part.PAYLOAD ? payload : null;
    }

    private int number(int column, EntryColumns.@Nullable Place place) {
        return row != null || place == null ? column : place.number();
    }

    private @Nullable Object value(EntryColumns.@Nullable Place place) {
        if (place == null) {
            return null;
        }
        return (place.part() == EntryColumns.Part.KEY ? keys : primary).value(place.number());
    }

    private Object present(int column) {
        Object value = value(places[column]);
        if (value == null) {
            throw new IllegalStateException("column " + column + " of an index entry is NULL");
        }
        return value;
    }

    @Override
    public boolean isNull(int column) {
        EntryColumns.Place place = places[column];
        RowSource at = at(place);
        return at == null ? value(place) == null : at.isNull(number(column, place));
    }

    @Override
    public long longAt(int column) {
        EntryColumns.Place place = places[column];
        RowSource at = at(place);
        return at == null ? Values.unboxLong(present(column)) : at.longAt(number(column, place));
    }

    @Override
    public double doubleAt(int column) {
        EntryColumns.Place place = places[column];
        RowSource at = at(place);
        return at == null ? (Double) present(column) : at.doubleAt(number(column, place));
    }

    @Override
    public Object objectAt(int column) {
        EntryColumns.Place place = places[column];
        RowSource at = at(place);
        return at == null ? present(column) : at.objectAt(number(column, place));
    }

    @Override
    public boolean appendText(int column, ByteSink out) {
        EntryColumns.Place place = places[column];
        RowSource at = at(place);
        return at != null && at.appendText(number(column, place), out);
    }
}
