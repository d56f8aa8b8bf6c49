package org.borealisdb.sql.system;

import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.sql.catalog.SystemColumn;

/** What a column of a table may be called. Stateless. */
final class ColumnNames {
    private ColumnNames() {}

    /**
     * Fails if a name is that of a system column.
     *
     * @throws SqlException 42701
     */
    static void refuseSystem(String name) {
        if (SystemColumn.named(name).isPresent()) {
            throw new SqlException(
                    ErrorCode.DUPLICATE_COLUMN, "column name \"" + name + "\" conflicts with a system column name");
        }
    }

    /**
     * Fails if a column that something is to be done with is a system column.
     *
     * @throws SqlException 0A000
     */
    static void refuseSystem(String name, String verb) {
        if (SystemColumn.named(name).isPresent()) {
            throw new SqlException(
                    ErrorCode.FEATURE_NOT_SUPPORTED, "cannot " + verb + " system column \"" + name + "\"");
        }
    }

    /** The error about a column to rename that is not there. */
    static SqlException unknown(String name) {
        return new SqlException(ErrorCode.UNDEFINED_COLUMN, "column \"" + name + "\" does not exist");
    }
}
