package org.borealisdb.sql.execute;

import org.borealisdb.sql.catalog.TableDefinition;
import org.jspecify.annotations.Nullable;

/** Rows of which it is known of which rows of tables they are made. */
interface PositionedRows {
    /** Returns the primary key, as bytes, of the row of a table that the current row is made of; null if the other side of an outer join found none. */
    byte @Nullable [] keyIn(TableDefinition table);
}
