package org.borealisdb.sql.plan;

/**
 * Tells the subquery apart whose row is assigned to several columns, and says for which of them it is asked: each is asked for once for a row, so that one that is asked for again is of another row. Those of one
 * subquery are equal.
 */
public record RowPlace(Object subquery, int place) {
    @Override
    public boolean equals(Object other) {
        return other instanceof RowPlace(Object theirs, int _) && theirs.equals(subquery);
    }

    @Override
    public int hashCode() {
        return subquery.hashCode();
    }
}
