package org.borealisdb.benchmarks.contender;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.borealisdb.server.region.RegionReport;
import org.borealisdb.server.region.StatusFile;

/** Waits for a status that was written after a given moment; they come every second. */
final class FreshReport {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final long POLL_MILLIS = 2;

    private FreshReport() {}

    static RegionReport of(StatusFile status, Process process, Instant after) throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            Optional<RegionReport> report = status.read()
                    .filter(read -> read.pid() == process.pid())
                    .filter(read -> !Instant.parse(read.updated()).isBefore(after));
            if (report.isPresent()) {
                return report.get();
            }
            if (process.waitFor(POLL_MILLIS, TimeUnit.MILLISECONDS)) {
                throw new BenchmarkException("process " + process.pid() + " of Borealis has ended");
            }
            if (System.nanoTime() > deadline) {
                throw new BenchmarkException("process " + process.pid() + " of Borealis has not written its status for "
                        + PATIENCE.toSeconds() + " s");
            }
        }
    }
}
