package org.borealisdb.sql.catalog;

import org.borealisdb.engine.catalog.CatalogObject;

/**
 * A condition that all rows of a table must not fail.
 *
 * @param object its catalog object, whose parent is the table
 */
public record CheckDefinition(CatalogObject object) {
    /** Property with the condition as SQL over the table's columns. */
    public static final String CONDITION = "condition";

    /** Property with the condition as people read it. */
    public static final String PRETTY = "pretty";

    /** Property with the numbers of the columns that the condition reads. */
    public static final String COLUMNS = "columns";

    /** Returns the name. */
    public String name() {
        return object.name();
    }

    /** Returns the condition as SQL. */
    public String condition() {
        return object.property(CONDITION).orElseThrow();
    }
}
