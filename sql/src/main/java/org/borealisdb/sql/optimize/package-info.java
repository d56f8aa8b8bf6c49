/**
 * Choosing plans by what they are likely to cost. Binding gives a plan that says what is wanted; {@link org.borealisdb.sql.optimize.Optimizer} answers one with the same rows that should take least: {@link
 * org.borealisdb.sql.optimize.JoinGraph} takes joins apart, {@link org.borealisdb.sql.optimize.Decorrelation} makes joins of subqueries, {@link org.borealisdb.sql.optimize.JoinOrder} puts them together again.
 * {@link org.borealisdb.sql.optimize.Estimator} says how many rows a plan has and what it costs, by {@link org.borealisdb.sql.optimize.Selectivity} and the statistics of tables. Everything here belongs to the task that
 * plans a statement.
 */
@NullMarked
package org.borealisdb.sql.optimize;

import org.jspecify.annotations.NullMarked;
