package org.borealisdb.sql.optimize;

import org.borealisdb.sql.catalog.TableDefinition;

/** Tells what is known of tables. */
@FunctionalInterface
public interface Knowledge {
    /** Returns what is known of a table. */
    TableFacts of(TableDefinition table);
}
