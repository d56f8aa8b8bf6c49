package org.borealisdb.expr.row;

import org.borealisdb.expr.type.SqlType;

/**
 * How one column of a key is ordered.
 *
 * @param type the column's type
 * @param descending whether larger values come first
 * @param nullsFirst whether NULL comes before all values
 */
public record KeyColumn(SqlType type, boolean descending, boolean nullsFirst) {
    /** Returns the default order: ascending, NULLs last. */
    public static KeyColumn ascending(SqlType type) {
        return new KeyColumn(type, false, false);
    }
}
