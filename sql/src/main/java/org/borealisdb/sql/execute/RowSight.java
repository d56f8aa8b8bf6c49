package org.borealisdb.sql.execute;

import org.borealisdb.sql.catalog.TableDefinition;

/** Which columns whoever runs a statement may read: details of errors show no others. Asked for errors only. */
@FunctionalInterface
public interface RowSight {
    /** All columns may be read. */
    RowSight ALL = (table, place) -> true;

    /** Returns whether a column of a table, by its place, may be read. */
    boolean sees(TableDefinition table, int place);

    /** Returns whether all columns of a table may be read. */
    default boolean seesAll(TableDefinition table) {
        for (int place = 0; place < table.columns().size(); place++) {
            if (!table.columns().get(place).dropped() && !sees(table, place)) {
                return false;
            }
        }
        return true;
    }
}
