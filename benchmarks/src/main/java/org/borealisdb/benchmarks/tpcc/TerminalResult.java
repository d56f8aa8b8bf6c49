package org.borealisdb.benchmarks.tpcc;

import org.HdrHistogram.Histogram;

/**
 * What terminals have done.
 *
 * @param orders       new orders that were entered
 * @param transactions all transactions
 * @param retried      how many were rolled back by the server because of others
 * @param latencies    times of new orders, in microseconds
 */
record TerminalResult(long orders, long transactions, long retried, Histogram latencies) {
    /** Both together. */
    TerminalResult plus(TerminalResult other) {
        Histogram both = latencies.copy();
        both.add(other.latencies);
        return new TerminalResult(
                orders + other.orders, transactions + other.transactions, retried + other.retried, both);
    }
}
