package org.borealisdb.sql.execute;

import java.util.List;
import org.borealisdb.expr.type.SqlType;
import org.borealisdb.expr.value.BoxedRow;
import org.borealisdb.expr.value.RowSource;
import org.borealisdb.expr.value.ValueOrder;
import org.borealisdb.expr.value.ValuePrefix;
import org.borealisdb.sql.plan.SortKey;
import org.borealisdb.sql.spill.SortOrder;

/**
 * The order of rows by some of their columns. Comparing counts as a step of the run, so that a sort can be cancelled. Belongs to one task.
 *
 * @param types of all columns
 */
record RowOrder(Execution execution, List<SortKey> keys, List<SqlType> types) implements SortOrder {
    @Override
    public int compare(BoxedRow left, BoxedRow right) {
        execution.step();
        return compare(keys, types, left, right);
    }

    @Override
    public boolean hasPrefixes() {
        return !keys.isEmpty() && ValuePrefix.isKnown(types.get(keys.getFirst().column()));
    }

    /** Counts as a step, as comparing does. */
    @Override
    public long prefix(BoxedRow row) {
        execution.step();
        SortKey key = keys.getFirst();
        int column = key.column();
        if (row.isNull(column)) {
            return key.nullsFirst() ? Long.MIN_VALUE : Long.MAX_VALUE;
        }
        long prefix = ValuePrefix.of(types.get(column), row, column);
        return key.descending() ? ~prefix : prefix;
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
                order = compareValues(types.get(column), left, column, right, column);
                order = key.descending() ? -order : order;
            }
            if (order != 0) {
                return order;
            }
        }
        return 0;
    }

    /** Compares values of one type, or two of whole numbers, that are not NULL. */
    static int compareValues(SqlType type, RowSource left, int leftColumn, RowSource right, int rightColumn) {
        return switch (type.kind()) {
            case LONG -> Long.compare(left.longAt(leftColumn), right.longAt(rightColumn));
            case DOUBLE -> ValueOrder.compareDoubles(left.doubleAt(leftColumn), right.doubleAt(rightColumn));
            case OBJECT -> ValueOrder.compare(type, left.objectAt(leftColumn), right.objectAt(rightColumn));
        };
    }
}
