package org.borealisdb.benchmarks.pgbench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.borealisdb.benchmarks.contender.BenchmarkException;
import org.borealisdb.benchmarks.contender.Contender;
import org.borealisdb.benchmarks.contender.Endpoint;
import org.borealisdb.benchmarks.contender.PostgresPrograms;
import org.borealisdb.benchmarks.contender.Usage;
import org.borealisdb.benchmarks.contender.Workspace;

/** Runs the program pgbench. */
final class Pgbench {
    /** Beyond its time, pgbench may take this long to connect, to finish its last transactions and to start. */
    private static final Duration SLACK = Duration.ofMinutes(2);

    private static final int THREADS = 2;
    private static final double P99 = 0.99;

    private final Workspace workspace;
    private final PostgresPrograms programs;

    Pgbench(Workspace workspace, PostgresPrograms programs) {
        this.workspace = workspace;
        this.programs = programs;
    }

    /** Makes and fills the tables; answers the seconds that it took. */
    double initialise(Endpoint endpoint, int scale, Duration patience) throws IOException, InterruptedException {
        long start = System.nanoTime();
        workspace.run(
                List.of(programs.path("pgbench"), "-i", "-q", "-s", String.valueOf(scale)),
                endpoint.environment(),
                patience);
        return (System.nanoTime() - start) / 1e9;
    }

    /** A run that is not measured: fills caches, and vacuums and empties what pgbench does before any run. */
    void warmUp(Endpoint endpoint, Load load, int scale, int seconds) throws IOException, InterruptedException {
        List<String> command = command(load, scale, seconds);
        command.remove("-n");
        run(command, endpoint, seconds);
    }

    /** A run that is measured. */
    Sample measure(Contender contender, Load load, int scale, int seconds) throws IOException, InterruptedException {
        Path log = workspace.fresh("log");
        Files.createDirectory(log);
        try {
            List<String> command = command(load, scale, seconds);
            command.addAll(List.of("--log", "--log-prefix=" + log.resolve("log")));
            if (load.script().logged < 1) {
                command.add("--sampling-rate=" + load.script().logged);
            }
            var countersBefore = contender.counters();
            Usage before = contender.usage();
            PgbenchOutput output = run(command, contender.endpoint(), seconds);
            Usage used = contender.usage().since(before);
            var countersAfter = contender.counters();
            return Sample.of(output, LatencyLog.percentileMillis(log, P99), used, countersBefore, countersAfter);
        } finally {
            Workspace.remove(log);
        }
    }

    private PgbenchOutput run(List<String> command, Endpoint endpoint, int seconds)
            throws IOException, InterruptedException {
        return PgbenchOutput.parse(workspace.run(command, endpoint.environment(), SLACK.plusSeconds(seconds)));
    }

    private List<String> command(Load load, int scale, int seconds) {
        return new ArrayList<>(List.of(
                programs.path("pgbench"),
                "-n",
                "-b",
                load.script().builtin,
                "-M",
                load.protocol(),
                "-s",
                String.valueOf(scale),
                "-c",
                String.valueOf(load.clients()),
                "-j",
                String.valueOf(Math.min(load.clients(), THREADS)),
                "-T",
                String.valueOf(seconds)));
    }

    /** Starts a load that goes on for its time, or until its server goes away. */
    Process startLoad(Endpoint endpoint, Load load, int scale, int seconds, List<String> more, Path output)
            throws IOException {
        List<String> command = command(load, scale, seconds);
        command.addAll(more);
        return workspace.start(command, endpoint.environment(), output);
    }

    /** Starts a load of a script of one's own, at {@code rate} transactions in a second, that goes on for its time. */
    Process startScript(Endpoint endpoint, Path script, int scale, int clients, int rate, int seconds, Path output)
            throws IOException {
        return workspace.start(
                List.of(
                        programs.path("pgbench"),
                        "-n",
                        "-f",
                        script.toString(),
                        "-M",
                        "prepared",
                        "-s",
                        String.valueOf(scale),
                        "-c",
                        String.valueOf(clients),
                        "-j",
                        String.valueOf(Math.min(clients, THREADS)),
                        "-R",
                        String.valueOf(rate),
                        "-T",
                        String.valueOf(seconds)),
                endpoint.environment(),
                output);
    }

    /** True if a query is answered now. */
    boolean answers(Endpoint endpoint) throws IOException, InterruptedException {
        try {
            workspace.run(
                    List.of(programs.path("psql"), "-XAtqc", "SELECT abalance FROM pgbench_accounts WHERE aid = 1"),
                    endpoint.environment(),
                    Duration.ofSeconds(10));
            return true;
        } catch (BenchmarkException notYet) {
            return false;
        }
    }
}
