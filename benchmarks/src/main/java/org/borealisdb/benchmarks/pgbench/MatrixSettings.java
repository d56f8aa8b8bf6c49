package org.borealisdb.benchmarks.pgbench;

import java.nio.file.Path;
import java.util.Set;
import org.borealisdb.runtime.config.ByteSize;

/**
 * How a matrix is run.
 *
 * @param launcher      the script {@code borealis}
 * @param rounds        measurements of each server in each cell
 * @param seconds       of one measurement
 * @param warmUpSeconds before a cell is measured
 * @param scale         of cells that have none of their own
 * @param pool          of cells that have none of their own
 * @param opponents     compared with
 * @param jvmOptions    further flags for Borealis
 * @param processes     Borealis as seven processes
 * @param quick         scales are capped at {@link #scale}, to see that it runs at all
 */
public record MatrixSettings(
        Path launcher,
        int rounds,
        int seconds,
        int warmUpSeconds,
        int scale,
        ByteSize pool,
        Set<Opponent> opponents,
        String jvmOptions,
        boolean processes,
        boolean quick) {
    private static final int CLIENTS_PER_SECOND = 50;

    public MatrixSettings {
        opponents = Set.copyOf(opponents);
    }

    int scale(Cell cell) {
        return quick ? scale : cell.scale().orElse(scale);
    }

    /** Seconds of one measurement: pgbench counts those in which its clients connect, and a thousand need some. */
    int seconds(Load load) {
        return seconds + load.clients() / CLIENTS_PER_SECOND;
    }

    int warmUpSeconds(Load load) {
        return warmUpSeconds + load.clients() / CLIENTS_PER_SECOND;
    }

    ByteSize pool(Cell cell) {
        return cell.pool().orElse(pool);
    }
}
