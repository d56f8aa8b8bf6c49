package org.borealisdb.benchmarks.sysbench;

import java.util.List;

/**
 * What is measured.
 *
 * @param workloads     which loads
 * @param threads       with how many clients each
 * @param tables        number of tables
 * @param rows          rows of each
 * @param rounds        how often both servers are measured
 * @param seconds       length of one measurement
 * @param warmUpSeconds length of the run before the first one
 */
public record SysbenchSettings(
        List<Workload> workloads,
        List<Integer> threads,
        int tables,
        int rows,
        int rounds,
        int seconds,
        int warmUpSeconds) {
    public SysbenchSettings {
        workloads = List.copyOf(workloads);
        threads = List.copyOf(threads);
    }
}
