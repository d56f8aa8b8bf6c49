package org.borealisdb.sql.catalog;

import java.util.Arrays;
import java.util.List;
import org.borealisdb.engine.catalog.CatalogObject;

/**
 * A condition that all rows of a table must not fail.
 *
 * @param object its catalog object, whose parent is the table
 */
public record CheckDefinition(CatalogObject object) {
    /** Property with the condition as SQL over the table's columns. */
    public static final String CONDITION = "condition";

    /** Property of a condition of a domain, whose text has {@code $1} for the value, with what it is shown as. */
    public static final String SHOWN = "shown";

    /** Property with the condition as people read it. */
    public static final String PRETTY = "pretty";

    /** Property with the numbers of the columns that the condition reads. */
    public static final String COLUMNS = "columns";

    /** Property that is there if rows that were there before may be against it. */
    public static final String NOT_VALID = "notvalid";

    /** Property that is there if it is not to hold for tables that inherit. */
    public static final String NO_INHERIT = "noinherit";

    /** Returns whether it was verified for all rows, rather than for those written since it was made. */
    public boolean isValidated() {
        return object.property(NOT_VALID).isEmpty();
    }

    /** Returns the name. */
    public String name() {
        return object.name();
    }

    /** Returns the places of the columns that the condition reads. */
    public List<Integer> columns() {
        String numbers = object.property(COLUMNS).orElse("");
        return numbers.isEmpty()
                ? List.of()
                : Arrays.stream(numbers.split(",", -1))
                        .map(number -> Integer.parseInt(number) - 1)
                        .toList();
    }

    /** Returns the condition as SQL. */
    public String condition() {
        return object.property(CONDITION).orElseThrow();
    }
}
