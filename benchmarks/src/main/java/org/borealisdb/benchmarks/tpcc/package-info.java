/**
 * TPC-C against Borealis and PostgreSQL (specification 5.11): {@link org.borealisdb.benchmarks.tpcc.TpccData} makes the nine tables, {@link org.borealisdb.benchmarks.tpcc.Terminal} enters the five
 * transactions in their mix, each a class of its own, and {@link org.borealisdb.benchmarks.tpcc.Consistency} checks the specification's conditions afterwards. The driver is the same for both
 * servers. Terminals neither type nor think, so the results are no TPC-C results.
 */
@NullMarked
package org.borealisdb.benchmarks.tpcc;

import org.jspecify.annotations.NullMarked;
