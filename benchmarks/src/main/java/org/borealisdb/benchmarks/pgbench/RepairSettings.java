package org.borealisdb.benchmarks.pgbench;

import org.borealisdb.runtime.config.ByteSize;

/**
 * How a repair is measured.
 *
 * @param seconds    of the load before the node is lost, and again after that: the repair must end within them
 * @param clients    of pgbench
 * @param scale      of the tables
 * @param pool       page cache
 * @param jvmOptions further flags for Borealis
 */
public record RepairSettings(int seconds, int clients, int scale, ByteSize pool, String jvmOptions) {}
