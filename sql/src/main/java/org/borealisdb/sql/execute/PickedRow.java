package org.borealisdb.sql.execute;

import java.util.List;
import org.borealisdb.expr.scalar.Expression;
import org.borealisdb.expr.value.BoxedRow;
import org.borealisdb.expr.value.ByteSink;
import org.borealisdb.expr.value.RowSource;

/** Some columns of another row, in another order; used again for the next one. */
final class PickedRow implements RowSource {
    private final int[] places;
    private RowSource row = BoxedRow.empty();

    PickedRow(List<Expression> columns) {
        places = new int[columns.size()];
        for (int i = 0; i < places.length; i++) {
            places[i] = ((Expression.ColumnReference) columns.get(i)).column();
        }
    }

    /** Returns whether values are columns and nothing else. */
    static boolean picks(List<Expression> values) {
        for (Expression value : values) {
            if (!(value instanceof Expression.ColumnReference)) {
                return false;
            }
        }
        return true;
    }

    void of(RowSource from) {
        row = from;
    }

    @Override
    public boolean isNull(int column) {
        return row.isNull(places[column]);
    }

    @Override
    public long longAt(int column) {
        return row.longAt(places[column]);
    }

    @Override
    public double doubleAt(int column) {
        return row.doubleAt(places[column]);
    }

    @Override
    public Object objectAt(int column) {
        return row.objectAt(places[column]);
    }

    @Override
    public boolean appendText(int column, ByteSink out) {
        return row.appendText(places[column], out);
    }
}
