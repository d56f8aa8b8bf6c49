package org.borealisdb.sql.spill;

import java.util.Comparator;
import org.borealisdb.expr.value.BoxedRow;

/** An order of rows, and what is known of it from a number that each row has. */
public interface SortOrder extends Comparator<BoxedRow> {
    /** Returns whether rows have numbers that say more than nothing. */
    default boolean hasPrefixes() {
        return false;
    }

    /** Returns a row's number: a row with a smaller one comes before it. */
    default long prefix(BoxedRow row) {
        return 0;
    }

    /** Compares rows that have the same number. */
    default int compareAlike(BoxedRow left, BoxedRow right, long prefix) {
        return compare(left, right);
    }
}
