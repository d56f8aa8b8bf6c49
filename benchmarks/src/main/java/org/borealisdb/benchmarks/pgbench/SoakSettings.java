package org.borealisdb.benchmarks.pgbench;

import java.time.Duration;
import org.borealisdb.benchmarks.contender.BenchmarkException;
import org.borealisdb.runtime.config.ByteSize;

/**
 * How a long run is made.
 *
 * @param length     of the run
 * @param interval   from one figure to the next
 * @param clients    of pgbench
 * @param protocol   {@code simple}, {@code extended} or {@code prepared}
 * @param scale      of the tables
 * @param pool       page cache
 * @param jvmOptions further flags for Borealis
 * @param processes  Borealis as seven processes
 */
public record SoakSettings(
        Duration length,
        Duration interval,
        int clients,
        String protocol,
        int scale,
        ByteSize pool,
        String jvmOptions,
        boolean processes) {
    /** Fewer figures than these have no middle and last third to speak of. */
    private static final int FEWEST_INTERVALS = 6;

    public SoakSettings {
        if (length.compareTo(interval.multipliedBy(FEWEST_INTERVALS)) < 0) {
            throw new BenchmarkException("a run must be at least " + FEWEST_INTERVALS + " intervals long");
        }
    }
}
