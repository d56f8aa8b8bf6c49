package org.borealisdb.sql.statistics;

import java.util.Map;
import java.util.Optional;
import org.borealisdb.engine.catalog.CatalogObject;

/**
 * What is known of a table.
 *
 * @param rows how many it had
 * @param pages about how many pages they take
 */
public record TableStatistics(long rows, long pages) {
    /** Name of the object that stands for the table itself; those of columns are their numbers. */
    public static final String NAME = "0";

    /** Returns the properties that stand for this. */
    public Map<String, String> toProperties() {
        return Map.of(
                ColumnStatistics.VERSION_NAME,
                ColumnStatistics.VERSION,
                "rows",
                Long.toString(rows),
                "pages",
                Long.toString(pages));
    }

    /** Returns what an object of the catalog stands for; nothing if that is of another version. */
    public static Optional<TableStatistics> of(CatalogObject object) {
        if (!object.property(ColumnStatistics.VERSION_NAME).equals(Optional.of(ColumnStatistics.VERSION))) {
            return Optional.empty();
        }
        return Optional.of(new TableStatistics(number(object, "rows"), number(object, "pages")));
    }

    private static long number(CatalogObject object, String name) {
        return Long.parseLong(object.property(name).orElse("0"));
    }
}
