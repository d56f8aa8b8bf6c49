package org.borealisdb.benchmarks.pgbench;

import java.util.List;
import org.borealisdb.runtime.config.ByteSize;

/**
 * How the lag of readers is measured.
 *
 * @param readers    how many
 * @param rates      commits in a second that the writer is given, one measurement after the other
 * @param seconds    of each
 * @param clients    of pgbench
 * @param scale      of the tables
 * @param pool       page cache of the writer
 * @param processes  whether each node is a process of its own
 * @param jvmOptions further flags for Borealis
 */
public record LagSettings(
        int readers,
        List<Integer> rates,
        int seconds,
        int clients,
        int scale,
        ByteSize pool,
        boolean processes,
        String jvmOptions) {
    public LagSettings {
        rates = List.copyOf(rates);
    }
}
