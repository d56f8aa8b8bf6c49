package org.borealisdb.benchmarks.pgbench;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.borealisdb.benchmarks.contender.BenchmarkException;
import org.borealisdb.benchmarks.contender.BorealisInSevenProcesses;
import org.borealisdb.benchmarks.contender.BorealisSettings;
import org.borealisdb.benchmarks.contender.Workspace;
import org.borealisdb.runtime.config.ByteSize;
import org.borealisdb.server.region.VolumeReport;
import org.borealisdb.sql.postgres.VolumeFacts;

/** A storage node is lost under half the saturating load: how long it takes until a spare one has taken its place, and what transactions notice. */
public final class Repair {
    private static final String LOST = "storage-b1";
    private static final String SPARE = "storage-b3";
    private static final String REPLACE_AFTER = "5s";
    /** Time for which one percentile is told, so that one sees what made it. */
    private static final Duration STEP = Duration.ofSeconds(5);

    private static final int SATURATING_SECONDS = 20;
    /** What the saturating load left to fold, merge and compile is not the load's. */
    private static final int SETTLING_SECONDS = 25;

    private static final Duration INITIALISE_PATIENCE = Duration.ofMinutes(30);
    private static final double P99 = 0.99;
    /** The bar: transactions may take so many times as long. */
    private static final double WORST_RATIO = 2;

    private final RepairSettings settings;
    private final Path home;
    private final Path work;
    private final Path postgres;
    private final Console console;

    /** When the spare node had begun, and when it had taken the place, or the load ended before it had, with the bytes that it has then. */
    private record Healing(Instant begun, Instant ended, boolean settled, long layerBytes) {}

    /**
     * One repair.
     *
     * @param home     root of the working tree
     * @param work     where the temporary folder is made
     * @param postgres folder of PostgreSQL's programs
     */
    public Repair(RepairSettings settings, Path home, Path work, Path postgres, PrintWriter out) {
        this.settings = settings;
        this.home = home;
        this.work = work;
        this.postgres = postgres;
        this.console = new Console(out);
    }

    /** Runs it; true if the bar is met. */
    public boolean run() throws IOException, InterruptedException {
        return LongRun.of(home, work, postgres, console, this::run);
    }

    private boolean run(LongRun within) throws IOException, InterruptedException {
        BorealisSettings how = new BorealisSettings(home.resolve("borealis"), settings.jvmOptions(), settings.pool());
        // Its processes end with the workspace.
        BorealisInSevenProcesses region = new BorealisInSevenProcesses(within.workspace(), how, 1, REPLACE_AFTER);
        region.start();
        return run(region, within.workspace(), within.pgbench());
    }

    private boolean run(BorealisInSevenProcesses region, Workspace workspace, Pgbench pgbench)
            throws IOException, InterruptedException {
        console.line("filled in %.1f s", pgbench.initialise(region.endpoint(), settings.scale(), INITIALISE_PATIENCE));
        Load load = new Load(Script.TPC_B, "prepared", settings.clients());
        pgbench.warmUp(region.endpoint(), load, settings.scale(), SATURATING_SECONDS);
        double saturating = pgbench.measure(region, load, settings.scale(), SATURATING_SECONDS)
                .figure();
        long rate = Math.max(1, Math.round(saturating / 2));
        console.line("%,.0f tps at most; the load is %,d tps", saturating, rate);

        Path log = workspace.fresh("log");
        Files.createDirectory(log);
        Path output = workspace.fresh("load");
        int seconds = 2 * settings.seconds();
        List<String> paced = List.of("-R", String.valueOf(rate), "--log", "--log-prefix=" + log.resolve("log"));
        Process running = pgbench.startLoad(region.endpoint(), load, settings.scale(), seconds, paced, output);
        Instant start = Instant.now().plusSeconds(SETTLING_SECONDS);
        if (running.waitFor(settings.seconds(), TimeUnit.SECONDS)) {
            throw new BenchmarkException("pgbench ended early: " + Workspace.tail(output));
        }
        region.kill(LOST);
        Instant lost = Instant.now();
        console.line("%s is lost", LOST);
        Healing healing = awaitHealed(region, running, output);
        console.line("%s", PgbenchOutput.parse(LongRun.finish(running, output, Duration.ofSeconds(seconds))));
        return verdict(log, start, lost, healing);
    }

    private Healing awaitHealed(BorealisInSevenProcesses region, Process running, Path output)
            throws IOException, InterruptedException {
        Instant begun = Instant.MAX;
        while (true) {
            VolumeReport volume = region.volume();
            if (volume.changingGroups() > 0 && begun.equals(Instant.MAX)) {
                begun = Instant.now();
            }
            boolean settled =
                    !begun.equals(Instant.MAX) && volume.changingGroups() == 0 && volume.degradedGroups() == 0;
            if (settled || !running.isAlive()) {
                if (begun.equals(Instant.MAX)) {
                    throw new BenchmarkException("not replaced before the load ended: " + Workspace.tail(output));
                }
                long bytes = volume.nodes().stream()
                        .filter(node -> node.name().equals(SPARE))
                        .mapToLong(VolumeFacts.Node::layerBytes)
                        .sum();
                return new Healing(begun, Instant.now(), settled, bytes);
            }
        }
    }

    private boolean verdict(Path log, Instant start, Instant lost, Healing healing) throws IOException {
        double before = LatencyLog.percentileMillis(log, P99, start, lost);
        double during = LatencyLog.percentileMillis(log, P99, healing.begun(), healing.ended());
        double missing = LatencyLog.percentileMillis(log, P99, lost, healing.begun());
        double copying = Duration.between(healing.begun(), healing.ended()).toMillis() / 1000.0;
        if (healing.settled()) {
            double whole = Duration.between(lost, healing.ended()).toMillis() / 1000.0;
            ByteSize copied = new ByteSize(healing.layerBytes());
            console.line(
                    "repaired in %.1f s, of which %s were patience; copied %s in %.1f s, %.1f MB/s",
                    whole, REPLACE_AFTER, copied, copying, healing.layerBytes() / 1e6 / copying);
        } else {
            console.line("not repaired when the load ended, %.1f s after it began", copying);
        }
        console.line("p99 of each %d s, ms: %s", STEP.toSeconds(), series(log, start, lost));
        console.line("  from the loss: %s", series(log, lost, healing.begun()));
        console.line("  while it was replaced: %s", series(log, healing.begun(), healing.ended()));
        boolean good = healing.settled() && during <= WORST_RATIO * before;
        console.line(
                "p99 %.2f ms before, %.2f ms with the node missing, %.2f ms while it was replaced: %.2f times, bar %.0f: %s",
                before, missing, during, during / before, WORST_RATIO, good ? "met" : "MISSED");
        return good;
    }

    private static String series(Path log, Instant from, Instant to) throws IOException {
        List<String> values = new ArrayList<>();
        for (Instant at = from; at.isBefore(to); at = at.plus(STEP)) {
            Instant end = at.plus(STEP);
            values.add("%.0f".formatted(LatencyLog.percentileMillis(log, P99, at, end.isBefore(to) ? end : to)));
        }
        return String.join(" ", values);
    }
}
