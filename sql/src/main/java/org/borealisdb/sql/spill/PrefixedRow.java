package org.borealisdb.sql.spill;

import java.util.Arrays;
import java.util.List;
import org.borealisdb.expr.value.BoxedRow;

/** A row and its number in an order; most comparisons are of numbers that stand one beside the other, without a look at the rows. */
record PrefixedRow(long prefix, BoxedRow row) {
    /** Of memory, with the reference to it. */
    static final int BYTES = 32;

    /** Sorts rows; those that are equal stay in their order. */
    static void sort(List<BoxedRow> rows, SortOrder order) {
        PrefixedRow[] prefixed = new PrefixedRow[rows.size()];
        for (int i = 0; i < prefixed.length; i++) {
            BoxedRow row = rows.get(i);
            prefixed[i] = new PrefixedRow(order.prefix(row), row);
        }
        Arrays.sort(
                prefixed,
                (left, right) -> left.prefix != right.prefix
                        ? Long.compare(left.prefix, right.prefix)
                        : order.compareAlike(left.row, right.row, left.prefix));
        for (int i = 0; i < prefixed.length; i++) {
            rows.set(i, prefixed[i].row);
        }
    }
}
