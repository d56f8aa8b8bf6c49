package org.borealisdb.benchmarks.pgbench;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.borealisdb.benchmarks.contender.BorealisSettings;
import org.borealisdb.benchmarks.contender.ClusterOfProcesses;

/** How long writes pause, through the gateway and under a load that pgbench paces, while all instances of a cluster are restarted: the readers, then the writer, whom one of them follows. */
public final class RollingRestarts {
    private static final Duration INITIALISE_PATIENCE = Duration.ofMinutes(10);
    /** As of a planned change of the writer. */
    private static final double BAR_SECONDS = 1;

    private static final int READERS = 2;
    private static final int CLIENTS = 4;
    private static final int LOAD_SECONDS = 60;
    private static final long SETTLING_MILLIS = 2_000;
    private static final double NANOS_PER_SECOND = 1e9;

    private final int runs;
    private final int rate;
    private final int scale;
    private final BorealisSettings product;
    private final Path home;
    private final Path work;
    private final Path postgres;
    private final Console console;

    /**
     * Measurements of so many restarts.
     *
     * @param rate     transactions a second of the load
     * @param home     root of the working tree
     * @param work     where the temporary folder is made
     * @param postgres folder of PostgreSQL's programs
     */
    public RollingRestarts(
            int runs,
            int rate,
            int scale,
            BorealisSettings product,
            Path home,
            Path work,
            Path postgres,
            PrintWriter out) {
        this.runs = runs;
        this.rate = rate;
        this.scale = scale;
        this.product = product;
        this.home = home;
        this.work = work;
        this.postgres = postgres;
        this.console = new Console(out);
    }

    /** Runs them; true if the bar is met and nothing acknowledged is lost. */
    public boolean run() throws IOException, InterruptedException {
        return LongRun.of(home, work, postgres, console, within -> {
            try (ClusterOfProcesses cluster = new ClusterOfProcesses(within.workspace(), product)) {
                console.line("%s", cluster.settings());
                within.pgbench().initialise(cluster.gateway(), scale, INITIALISE_PATIENCE);
                for (int number = 1; number <= READERS; number++) {
                    cluster.addReader("reader-" + number);
                }
                InsertProbe.prepare(cluster.gateway());
                return measure(within, cluster);
            }
        });
    }

    private boolean measure(LongRun within, ClusterOfProcesses cluster) throws IOException, InterruptedException {
        Path script = within.workspace().fresh("script");
        Files.writeString(script, Failovers.SCRIPT);
        List<Double> pauses = new ArrayList<>();
        InsertProbe probe = new InsertProbe(cluster.gateway());
        try {
            for (int run = 1; run <= runs; run++) {
                Process load = within.pgbench()
                        .startScript(
                                cluster.gateway(),
                                script,
                                scale,
                                CLIENTS,
                                rate,
                                LOAD_SECONDS,
                                within.workspace().fresh("load"));
                Thread.sleep(SETTLING_MILLIS);
                probe.mark();
                long began = System.nanoTime();
                cluster.restartInstances();
                pauses.add(probe.longest() / NANOS_PER_SECOND);
                console.line(
                        "%3d  all restarted in %.1f s, writes pause for %.2f s",
                        run, (System.nanoTime() - began) / NANOS_PER_SECOND, pauses.getLast());
                load.destroy();
                load.waitFor(LOAD_SECONDS, TimeUnit.SECONDS);
            }
        } finally {
            probe.stop();
        }
        List<Double> sorted = pauses.stream().sorted().toList();
        long lost = probe.lost();
        boolean good = sorted.getLast() < BAR_SECONDS && lost == 0;
        console.line(
                "rolling restart of a writer and %d readers, %d times, under %d transactions/s: writes pause for %.2f s"
                        + " (median; least %.2f, most %.2f), bar %.0f: %s; of %,d inserts that were acknowledged %d are lost",
                READERS,
                runs,
                rate,
                sorted.get(sorted.size() / 2),
                sorted.getFirst(),
                sorted.getLast(),
                BAR_SECONDS,
                good ? "met" : "MISSED",
                probe.count(),
                lost);
        return good;
    }
}
