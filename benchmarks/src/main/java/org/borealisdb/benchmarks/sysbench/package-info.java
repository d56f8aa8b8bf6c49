/**
 * sysbench's OLTP loads (its {@code pgsql} driver and own scripts, unchanged) against Borealis and PostgreSQL: {@link org.borealisdb.benchmarks.sysbench.SysbenchComparison} prepares the tables on
 * both and measures them in turns.
 */
@NullMarked
package org.borealisdb.benchmarks.sysbench;

import org.jspecify.annotations.NullMarked;
