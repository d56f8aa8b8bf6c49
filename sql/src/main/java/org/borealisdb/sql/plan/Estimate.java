package org.borealisdb.sql.plan;

/**
 * What a plan is expected to take. What is more than any machine can do is all the same, so that sums and products of estimates stay numbers.
 *
 * @param startup cost until the first row, in units of which a page read in sequence is one
 * @param total cost until the last row
 * @param rows how many rows it has
 * @param width bytes of each
 */
public record Estimate(double startup, double total, double rows, int width) {
    /** No plan has more rows, as in PostgreSQL. */
    public static final double MOST_ROWS = 1e100;

    /** No plan costs more; and so many rows times that is a number still. */
    public static final double MOST_COST = 1e200;

    /** Bounds what is estimated. */
    public Estimate {
        startup = Math.min(MOST_COST, startup);
        total = Math.min(MOST_COST, total);
        rows = Math.min(MOST_ROWS, rows);
    }
}
