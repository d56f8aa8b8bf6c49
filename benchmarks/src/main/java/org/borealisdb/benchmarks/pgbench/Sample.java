package org.borealisdb.benchmarks.pgbench;

import java.util.SortedMap;
import org.borealisdb.benchmarks.contender.Contender;
import org.borealisdb.benchmarks.contender.Usage;

/**
 * What one run of one server gave. What is not known is NaN.
 *
 * @param figure           transactions a second, or seconds, as the cell measures
 * @param p99Millis        latency at the client
 * @param transactions     done in this run
 * @param failed           failed in this run
 * @param cpuMicros        CPU time of all server processes for a transaction
 * @param redoBytes        redo for a transaction
 * @param networkBytes     bytes that storage nodes received for a transaction
 * @param diskBytes        bytes that all server processes wrote to disk for a transaction
 * @param residentBytes    memory of all server processes at the end
 * @param beyondPoolBytes  the part of it that is not the page cache of the largest process
 * @param backlogBytes     log not folded yet, at the end
 */
record Sample(
        double figure,
        double p99Millis,
        long transactions,
        long failed,
        double cpuMicros,
        double redoBytes,
        double networkBytes,
        double diskBytes,
        double residentBytes,
        double beyondPoolBytes,
        double backlogBytes) {
    static Sample of(
            PgbenchOutput output,
            double p99Millis,
            Usage used,
            SortedMap<String, Long> before,
            SortedMap<String, Long> after) {
        double transactions = Math.max(1, output.transactions());
        return new Sample(
                output.tps(),
                p99Millis,
                output.transactions(),
                output.failed(),
                used.cpuSeconds() * 1e6 / transactions,
                difference(before, after, Contender.REDO_BYTES) / transactions,
                difference(before, after, Contender.NETWORK_BYTES) / transactions,
                used.writtenBytes() / transactions,
                used.residentBytes(),
                used.residentBytes() - (double) used.poolBytes(),
                after.containsKey(Contender.BACKLOG_BYTES)
                        ? after.getOrDefault(Contender.BACKLOG_BYTES, 0L)
                        : Double.NaN);
    }

    /** A time, of a cell that runs no transactions. */
    static Sample seconds(double seconds, Usage used) {
        return new Sample(
                seconds,
                Double.NaN,
                0,
                0,
                Double.NaN,
                Double.NaN,
                Double.NaN,
                Double.NaN,
                used.residentBytes(),
                used.residentBytes() - (double) used.poolBytes(),
                Double.NaN);
    }

    private static double difference(SortedMap<String, Long> before, SortedMap<String, Long> after, String name) {
        if (!before.containsKey(name) || !after.containsKey(name)) {
            return Double.NaN;
        }
        return after.getOrDefault(name, 0L) - (double) before.getOrDefault(name, 0L);
    }
}
