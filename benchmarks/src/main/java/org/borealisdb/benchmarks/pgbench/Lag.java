package org.borealisdb.benchmarks.pgbench;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import org.borealisdb.benchmarks.contender.BenchmarkException;
import org.borealisdb.benchmarks.contender.BorealisSettings;
import org.borealisdb.benchmarks.contender.ClusterInOneProcess;
import org.borealisdb.benchmarks.contender.ClusterOfProcesses;
import org.borealisdb.benchmarks.contender.Endpoint;
import org.borealisdb.benchmarks.contender.ReaderCluster;
import org.borealisdb.benchmarks.contender.Workspace;

/** How long after the writer its readers show a commit, under a load that pgbench paces. */
public final class Lag {
    private static final Duration INITIALISE_PATIENCE = Duration.ofMinutes(10);
    private static final double NANOS_PER_MILLI = 1e6;
    private static final double P50 = 50;
    private static final double P99 = 99;
    private static final int SETTLING_SECONDS = 5;

    /** The bar: at this rate, in milliseconds. */
    private static final int BAR_RATE = 2_000;

    private static final double BAR_MILLIS = 20;

    private static final String SCRIPT = """
            \\set aid random(1, 100000 * :scale)
            \\set delta random(-5000, 5000)
            UPDATE pgbench_accounts SET abalance = abalance + :delta WHERE aid = :aid;
            """;

    private final LagSettings settings;
    private final Path home;
    private final Path work;
    private final Path postgres;
    private final Console console;

    /**
     * Measurements of lag.
     *
     * @param home     root of the working tree
     * @param work     where the temporary folder is made
     * @param postgres folder of PostgreSQL's programs
     */
    public Lag(LagSettings settings, Path home, Path work, Path postgres, PrintWriter out) {
        this.settings = settings;
        this.home = home;
        this.work = work;
        this.postgres = postgres;
        this.console = new Console(out);
    }

    /** Runs them; true if the bar is met, or its rate was not asked for. */
    public boolean run() throws IOException, InterruptedException {
        return LongRun.of(home, work, postgres, console, this::run);
    }

    private boolean run(LongRun within) throws IOException, InterruptedException {
        BorealisSettings product =
                new BorealisSettings(home.resolve("borealis"), settings.jvmOptions(), settings.pool());
        try (ReaderCluster cluster = settings.processes()
                ? new ClusterOfProcesses(within.workspace(), product)
                : new ClusterInOneProcess(within.workspace(), product)) {
            return measure(within, cluster);
        }
    }

    private boolean measure(LongRun within, ReaderCluster cluster) throws IOException, InterruptedException {
        console.line("%s", cluster.settings());
        Endpoint writer = cluster.writer();
        console.line("filled in %.1f s", within.pgbench().initialise(writer, settings.scale(), INITIALISE_PATIENCE));
        List<LagProbe> probes = new ArrayList<>();
        try {
            LagProbe.prepare(writer, settings.readers());
            for (int reader = 0; reader < settings.readers(); reader++) {
                probes.add(new LagProbe(
                        reader,
                        writer,
                        cluster.addReader("reader-" + (reader + 1)).place()));
            }
            boolean good = true;
            for (int rate : settings.rates()) {
                good &= measure(rate, within, writer, probes);
            }
            return good;
        } catch (SQLException failure) {
            throw new BenchmarkException("a probe failed: " + failure.getMessage());
        } finally {
            closeAll(probes);
        }
    }

    private static void closeAll(List<LagProbe> probes) {
        for (LagProbe probe : probes) {
            try {
                probe.close();
            } catch (SQLException _) {
                // Its server has ended, and takes the connection along.
            }
        }
    }

    private boolean measure(int rate, LongRun within, Endpoint writer, List<LagProbe> probes)
            throws IOException, InterruptedException {
        Workspace workspace = within.workspace();
        Path script = workspace.fresh("script");
        Files.writeString(script, SCRIPT);
        Path output = workspace.fresh("load");
        int seconds = settings.seconds() + 2 * SETTLING_SECONDS;
        Process load = within.pgbench()
                .startScript(writer, script, settings.scale(), settings.clients(), rate, seconds, output);
        if (load.waitFor(SETTLING_SECONDS, TimeUnit.SECONDS)) {
            throw new BenchmarkException("pgbench ended early: " + Workspace.tail(output));
        }
        long end = System.nanoTime() + Duration.ofSeconds(settings.seconds()).toNanos();
        List<FutureTask<Histogram>> running = new ArrayList<>();
        for (LagProbe probe : probes) {
            FutureTask<Histogram> task = new FutureTask<>(() -> probe.run(end));
            running.add(task);
            Thread.ofPlatform().name("probe").start(task);
        }
        Histogram all = new Histogram(3);
        List<String> each = new ArrayList<>();
        for (FutureTask<Histogram> task : running) {
            Histogram lags = lags(task);
            all.add(lags);
            each.add("%.1f".formatted(lags.getValueAtPercentile(P99) / NANOS_PER_MILLI));
        }
        PgbenchOutput printed = PgbenchOutput.parse(LongRun.finish(load, output, Duration.ofSeconds(seconds + 60L)));
        double p99 = all.getValueAtPercentile(P99) / NANOS_PER_MILLI;
        boolean good = rate != BAR_RATE || p99 < BAR_MILLIS;
        console.line(
                "%,d commits/s wanted (%s): lag of %,d commits, ms: p50 %.2f, p99 %.2f (by reader %s), most %.2f%s",
                rate,
                printed,
                all.getTotalCount(),
                all.getValueAtPercentile(P50) / NANOS_PER_MILLI,
                p99,
                String.join(" ", each),
                all.getMaxValue() / NANOS_PER_MILLI,
                rate != BAR_RATE ? "" : ", bar p99 %.0f: %s".formatted(BAR_MILLIS, good ? "met" : "MISSED"));
        return good;
    }

    private static Histogram lags(FutureTask<Histogram> task) throws InterruptedException {
        try {
            return task.get();
        } catch (ExecutionException failure) {
            throw new BenchmarkException("a probe failed: " + failure.getCause());
        }
    }
}
