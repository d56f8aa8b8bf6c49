package org.borealisdb.benchmarks.pgbench;

/** What pgbench does: a script over a protocol ({@code simple} or {@code prepared}) with so many clients. */
record Load(Script script, String protocol, int clients) {}
