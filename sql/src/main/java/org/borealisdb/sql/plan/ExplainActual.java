package org.borealisdb.sql.plan;

/**
 * What a node of a plan was measured to take when it ran.
 *
 * @param startupNanos until its first row, in all its runs
 * @param totalNanos in all its runs
 * @param rows that it gave in all
 * @param loops how often it ran; 0 if it never did
 */
public record ExplainActual(long startupNanos, long totalNanos, long rows, long loops) {
    /** A node that never ran. */
    public static final ExplainActual NEVER = new ExplainActual(0, 0, 0, 0);
}
