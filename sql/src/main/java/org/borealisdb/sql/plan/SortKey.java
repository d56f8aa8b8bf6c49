package org.borealisdb.sql.plan;

/**
 * A column to sort by.
 *
 * @param column its place
 * @param descending whether larger values come first
 * @param nullsFirst whether NULL comes before all values
 */
public record SortKey(int column, boolean descending, boolean nullsFirst) {
    /** Returns what follows the column in ORDER BY, unless it goes without saying. */
    String direction() {
        String nulls = nullsFirst == descending ? "" : nullsFirst ? " NULLS FIRST" : " NULLS LAST";
        return (descending ? " DESC" : "") + nulls;
    }
}
