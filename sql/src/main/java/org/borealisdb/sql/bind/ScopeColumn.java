package org.borealisdb.sql.bind;

import org.borealisdb.expr.type.SqlType;

/**
 * A column that names can refer to.
 *
 * @param table name or alias of its table, empty if it has none
 * @param tableOid its table, 0 if it is computed
 * @param number its number there
 * @param hidden whether only its qualified name reaches it: the right one of a USING pair
 */
public record ScopeColumn(String table, String name, SqlType type, int tableOid, int number, boolean hidden) {
    /** Returns whether a star without a table shows it. */
    boolean isShown() {
        return !hidden && !name.isEmpty();
    }
}
