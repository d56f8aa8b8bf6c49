/**
 * TPC-H against Borealis and PostgreSQL: {@link org.borealisdb.benchmarks.tpch.TpchData} makes the eight tables after the specification's distributions (clause 4.2; texts are simpler), {@link
 * org.borealisdb.benchmarks.tpch.TpchComparison} runs the 22 queries with their validation parameters on both, taking turns, compares results and times. The results are no TPC-H results: there are no streams and no refreshes.
 */
@NullMarked
package org.borealisdb.benchmarks.tpch;

import org.jspecify.annotations.NullMarked;
