package org.borealisdb.sql.session;

import org.borealisdb.expr.type.SqlType;

/**
 * One column of a result.
 *
 * @param tableOid the table that the column is taken from unchanged, or 0
 * @param columnNumber its number there ({@code attnum}), or 0
 */
public record ResultColumn(String name, SqlType type, int tableOid, int columnNumber) {
    /** A column that is computed. */
    public static ResultColumn computed(String name, SqlType type) {
        return new ResultColumn(name, type, 0, 0);
    }
}
