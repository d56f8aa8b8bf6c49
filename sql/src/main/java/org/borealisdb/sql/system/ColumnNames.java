package org.borealisdb.sql.system;

import java.util.Set;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;

/** What a column of a table may be called. Stateless. */
final class ColumnNames {
    /** The columns that every table of PostgreSQL has. */
    private static final Set<String> SYSTEM = Set.of("tableoid", "cmax", "xmax", "cmin", "xmin", "ctid");

    private ColumnNames() {}

    /**
     * Fails if a name is that of a system column.
     *
     * @throws SqlException 42701
     */
    static void refuseSystem(String name) {
        if (SYSTEM.contains(name)) {
            throw new SqlException(
                    ErrorCode.DUPLICATE_COLUMN, "column name \"" + name + "\" conflicts with a system column name");
        }
    }

    /** The error about a column to rename that is not there. */
    static SqlException unknown(String name) {
        return new SqlException(ErrorCode.UNDEFINED_COLUMN, "column \"" + name + "\" does not exist");
    }
}
