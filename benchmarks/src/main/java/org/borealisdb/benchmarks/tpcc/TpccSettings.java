package org.borealisdb.benchmarks.tpcc;

import java.util.List;

/**
 * What is measured.
 *
 * @param warehouses    size of the tables
 * @param terminals     with how many clients
 * @param seed          seed of the data and of what is entered
 * @param rounds        how often both servers are measured
 * @param seconds       length of one measurement
 * @param warmUpSeconds length of the run before the first one
 */
public record TpccSettings(
        int warehouses, List<Integer> terminals, long seed, int rounds, int seconds, int warmUpSeconds) {
    public TpccSettings {
        terminals = List.copyOf(terminals);
    }
}
