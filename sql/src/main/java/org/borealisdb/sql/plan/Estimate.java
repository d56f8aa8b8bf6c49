package org.borealisdb.sql.plan;

/**
 * What a plan is expected to take.
 *
 * @param startup cost until the first row, in units of which a page read in sequence is one
 * @param total cost until the last row
 * @param rows how many rows it has
 * @param width bytes of each
 */
public record Estimate(double startup, double total, double rows, int width) {}
