package org.borealisdb.sql.execute;

import java.util.Comparator;
import java.util.List;
import org.borealisdb.expr.type.SqlType;
import org.borealisdb.expr.value.BoxedRow;
import org.borealisdb.expr.value.RowSource;
import org.borealisdb.expr.value.ValueOrder;
import org.borealisdb.sql.plan.SortKey;

/**
 * The order of rows by some of their columns. Comparing counts as a step of the run, so that a sort can be cancelled. Belongs to one task.
 *
 * @param types of all columns
 */
record RowOrder(Execution execution, List<SortKey> keys, List<SqlType> types) implements Comparator<BoxedRow> {
    @Override
    public int compare(BoxedRow left, BoxedRow right) {
        execution.step();
        return compare(keys, types, left, right);
    }

    static int compare(List<SortKey> keys, List<SqlType> types, RowSource left, RowSource right) {
        for (SortKey key : keys) {
            int column = key.column();
            boolean leftNull = left.isNull(column);
            boolean rightNull = right.isNull(column);
            int order;
            if (leftNull || rightNull) {
                order = leftNull == rightNull ? 0 : leftNull == key.nullsFirst() ? -1 : 1;
            } else {
                SqlType type = types.get(column);
                order = switch (type.kind()) {
                    case LONG -> Long.compare(left.longAt(column), right.longAt(column));
                    case DOUBLE -> ValueOrder.compareDoubles(left.doubleAt(column), right.doubleAt(column));
                    case OBJECT -> ValueOrder.compare(type, left.objectAt(column), right.objectAt(column));
                };
                order = key.descending() ? -order : order;
            }
            if (order != 0) {
                return order;
            }
        }
        return 0;
    }
}
