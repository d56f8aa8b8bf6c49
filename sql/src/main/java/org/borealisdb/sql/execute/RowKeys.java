package org.borealisdb.sql.execute;

import java.util.List;
import org.borealisdb.expr.row.KeyColumn;
import org.borealisdb.expr.row.KeyEncoder;
import org.borealisdb.expr.type.BuiltInType;
import org.borealisdb.expr.type.SqlType;
import org.borealisdb.expr.value.ByteSink;
import org.borealisdb.expr.value.RowSource;
import org.borealisdb.sql.spill.HashedKey;

/** Makes keys of rows: bytes that are equal for equal values, NULL being equal to NULL. Belongs to one task. */
final class RowKeys {
    private final KeyColumn[] columns;
    private final ByteSink sink = new ByteSink();

    /** Makes keys of rows of these types. */
    RowKeys(List<SqlType> types) {
        this.columns = new KeyColumn[types.size()];
        for (int i = 0; i < columns.length; i++) {
            columns[i] = column(types.get(i));
        }
    }

    /** Whole numbers of all widths are keys of one type, so that they can equal. */
    private static KeyColumn column(SqlType type) {
        boolean whole = type.is(BuiltInType.INT2) || type.is(BuiltInType.INT4);
        return KeyColumn.ascending(whole ? BuiltInType.INT8.type() : type);
    }

    /** Returns the key of all columns. */
    HashedKey of(RowSource row) {
        return of(row, columns.length);
    }

    /** Returns the key of the first columns. */
    HashedKey of(RowSource row, int count) {
        sink.clear();
        for (int i = 0; i < count; i++) {
            KeyEncoder.append(sink, columns[i], row, i);
        }
        return HashedKey.of(sink);
    }

    /** Returns the bytes of the key of some columns, good until the next key. */
    ByteSink bytes(RowSource row, int[] places) {
        sink.clear();
        for (int place : places) {
            KeyEncoder.append(sink, columns[place], row, place);
        }
        return sink;
    }
}
