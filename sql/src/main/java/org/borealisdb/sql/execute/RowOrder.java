package org.borealisdb.sql.execute;

import java.util.List;
import org.borealisdb.expr.type.SqlType;
import org.borealisdb.expr.value.BoxedRow;
import org.borealisdb.expr.value.RowSource;
import org.borealisdb.expr.value.ValueOrder;
import org.borealisdb.expr.value.ValuePrefix;
import org.borealisdb.sql.plan.SortKey;
import org.borealisdb.sql.spill.SortOrder;

/** The order of rows by some of their columns. Comparing counts as a step of the run, so that a sort can be cancelled. Belongs to one task. */
final class RowOrder implements SortOrder {
    private final Execution execution;
    private final SortKey[] keys;
    /** Of the keys' columns. */
    private final SqlType[] types;

    private final boolean prefixed;
    private final boolean exact;

    /**
     * Makes an order.
     *
     * @param types of all columns
     */
    RowOrder(Execution execution, List<SortKey> keys, List<SqlType> types) {
        this.execution = execution;
        this.keys = keys.toArray(SortKey[]::new);
        this.types = keys.stream().map(key -> types.get(key.column())).toArray(SqlType[]::new);
        this.prefixed = !keys.isEmpty() && ValuePrefix.isKnown(this.types[0]);
        this.exact = prefixed && ValuePrefix.isExact(this.types[0]);
    }

    @Override
    public int compare(BoxedRow left, BoxedRow right) {
        execution.step();
        return compare(left, right, 0);
    }

    @Override
    public boolean hasPrefixes() {
        return prefixed;
    }

    /** Counts as a step, as comparing does. */
    @Override
    public long prefix(BoxedRow row) {
        execution.step();
        SortKey key = keys[0];
        int column = key.column();
        if (row.isNull(column)) {
            return key.nullsFirst() ? Long.MIN_VALUE : Long.MAX_VALUE;
        }
        long prefix = ValuePrefix.of(types[0], row, column);
        return key.descending() ? ~prefix : prefix;
    }

    /** Where the number says all of the first key, and is not one that NULL has too, the others decide. */
    @Override
    public int compareAlike(BoxedRow left, BoxedRow right, long prefix) {
        execution.step();
        boolean same = exact && prefix != Long.MIN_VALUE && prefix != Long.MAX_VALUE;
        return compare(left, right, same ? 1 : 0);
    }

    private int compare(BoxedRow left, BoxedRow right, int from) {
        for (int i = from; i < keys.length; i++) {
            int order = compare(keys[i], types[i], left, right);
            if (order != 0) {
                return order;
            }
        }
        return 0;
    }

    /** Compares rows by keys over columns of some types. */
    static int compare(List<SortKey> keys, List<SqlType> types, RowSource left, RowSource right) {
        for (int i = 0; i < keys.size(); i++) {
            SortKey key = keys.get(i);
            int order = compare(key, types.get(key.column()), left, right);
            if (order != 0) {
                return order;
            }
        }
        return 0;
    }

    private static int compare(SortKey key, SqlType type, RowSource left, RowSource right) {
        int column = key.column();
        boolean leftNull = left.isNull(column);
        boolean rightNull = right.isNull(column);
        if (leftNull || rightNull) {
            return leftNull == rightNull ? 0 : leftNull == key.nullsFirst() ? -1 : 1;
        }
        int order = compareValues(type, left, column, right, column);
        return key.descending() ? -order : order;
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
