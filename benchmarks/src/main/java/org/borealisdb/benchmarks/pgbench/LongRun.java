package org.borealisdb.benchmarks.pgbench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.borealisdb.benchmarks.contender.BenchmarkException;
import org.borealisdb.benchmarks.contender.PostgresPrograms;
import org.borealisdb.benchmarks.contender.Workspace;
import org.borealisdb.benchmarks.figure.Conditions;

/**
 * The frame of a run that takes Borealis through something while pgbench is its load: a temporary folder, which the processes started in it end with, and pgbench.
 *
 * @param workspace the folder
 * @param programs  PostgreSQL's
 * @param pgbench   the load
 */
record LongRun(Workspace workspace, PostgresPrograms programs, Pgbench pgbench) {
    /** What is done within the frame; true if the bar is met. */
    interface Body {
        boolean run(LongRun within) throws IOException, InterruptedException;
    }

    /**
     * Prints the conditions, does {@code body}, cleans up; true if the bar is met.
     *
     * @param home     root of the working tree
     * @param work     where the temporary folder is made
     * @param postgres folder of PostgreSQL's programs
     */
    static boolean of(Path home, Path work, Path postgres, Console console, Body body)
            throws IOException, InterruptedException {
        PostgresPrograms programs = new PostgresPrograms(postgres);
        try (Workspace workspace = new Workspace(work)) {
            Conditions.of(home, workspace.folder(), programs.path("pgbench"))
                    .forEach((name, value) -> console.line("%s: %s", name, value));
            return body.run(new LongRun(workspace, programs, new Pgbench(workspace, programs)));
        }
    }

    /** Waits for a load to end; answers what it printed to {@code output}. */
    static String finish(Process load, Path output, Duration patience) throws IOException, InterruptedException {
        if (!load.waitFor(patience.toSeconds(), TimeUnit.SECONDS)) {
            throw new BenchmarkException("pgbench has not ended: " + Workspace.tail(output));
        }
        if (load.exitValue() != 0) {
            throw new BenchmarkException("pgbench failed: " + Workspace.tail(output));
        }
        return Files.readString(output);
    }
}
