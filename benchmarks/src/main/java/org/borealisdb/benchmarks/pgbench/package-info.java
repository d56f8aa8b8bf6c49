/**
 * Comparisons with {@code pgbench}. A {@link org.borealisdb.benchmarks.pgbench.Cell} is one line of the table in docs/benchmarks.md. {@link
 * org.borealisdb.benchmarks.pgbench.Matrix} runs cells: every round measures each server once, in an order that changes from round to round, and
 * only measurements of the same round are compared, because the machine is not the same from one minute to the next. What cannot be
 * measured says so in its {@link org.borealisdb.benchmarks.pgbench.CellResult}, and the other cells go on. One thread does it all.
 */
@NullMarked
package org.borealisdb.benchmarks.pgbench;

import org.jspecify.annotations.NullMarked;
