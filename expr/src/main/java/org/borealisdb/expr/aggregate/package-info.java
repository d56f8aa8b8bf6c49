/**
 * Aggregate functions: {@link org.borealisdb.expr.aggregate.Aggregate} finds one by name and argument type, with PostgreSQL's
 * result type, and {@link org.borealisdb.expr.aggregate.Accumulator} gathers one group's values.
 *
 * <p>Accumulators belong to one task. DISTINCT, FILTER and ORDER BY are the executor's work: it decides which values come, and
 * in which order.
 */
@NullMarked
package org.borealisdb.expr.aggregate;

import org.jspecify.annotations.NullMarked;
