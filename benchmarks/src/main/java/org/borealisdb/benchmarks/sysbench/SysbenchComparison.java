package org.borealisdb.benchmarks.sysbench;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.borealisdb.benchmarks.contender.BenchmarkException;
import org.borealisdb.benchmarks.contender.Contender;
import org.borealisdb.benchmarks.contender.PairedRounds;
import org.borealisdb.benchmarks.contender.Workspace;
import org.borealisdb.benchmarks.figure.Spread;
import org.borealisdb.benchmarks.figure.Table;

/** Prepares sysbench's tables on both servers, runs its loads in turns, and prints rates and ratios. */
public final class SysbenchComparison {
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    private final Workspace workspace;
    private final Path program;
    private final SysbenchSettings settings;
    private final PrintWriter out;

    /**
     * A comparison in a workspace.
     *
     * @throws BenchmarkException if sysbench is not there
     */
    public SysbenchComparison(Workspace workspace, Path program, SysbenchSettings settings, PrintWriter out) {
        if (!Files.isExecutable(program)) {
            throw new BenchmarkException(
                    "there is no " + program + ": install sysbench (Debian: sysbench), or name it with --sysbench");
        }
        this.workspace = workspace;
        this.program = program;
        this.settings = settings;
        this.out = out;
    }

    /** Runs everything; true if all bars held. */
    public boolean run(Contender borealis, Contender postgres) throws IOException, InterruptedException {
        for (Contender contender : List.of(borealis, postgres)) {
            contender.start();
            out.println(contender.name() + ": " + contender.settings());
            sysbench(contender, Workload.OLTP_READ_WRITE, settings.tables(), List.of("prepare"));
        }
        boolean held = true;
        Table table = new Table(List.of(
                "load, threads",
                "Borealis tps",
                "p95 ms",
                "PostgreSQL tps",
                "p95 ms",
                "ratio",
                "quartiles",
                "bar",
                ""));
        for (Workload workload : settings.workloads()) {
            for (int threads : settings.threads()) {
                held &= compare(borealis, postgres, workload, threads, table);
            }
        }
        out.println(table.markdown());
        out.flush();
        return held;
    }

    private boolean compare(Contender borealis, Contender postgres, Workload workload, int threads, Table table)
            throws IOException, InterruptedException {
        for (Contender contender : List.of(borealis, postgres)) {
            measure(contender, workload, threads, settings.warmUpSeconds());
        }
        List<Double> ourLatencies = new ArrayList<>();
        List<Double> theirLatencies = new ArrayList<>();
        PairedRounds rounds = PairedRounds.of(borealis, postgres, settings.rounds(), contender -> {
            SysbenchOutput output = measure(contender, workload, threads, settings.seconds());
            (contender.equals(borealis) ? ourLatencies : theirLatencies).add(output.latency());
            return output.rate();
        });
        boolean held = rounds.reaches(workload.bar());
        List<String> row = List.of(
                workload.script() + ", " + threads,
                figure("%.0f", rounds.ours().median()),
                figure("%.2f", Spread.of(ourLatencies).median()),
                figure("%.0f", rounds.theirs().median()),
                figure("%.2f", Spread.of(theirLatencies).median()),
                figure("%.2f", rounds.ratio().median()),
                figure("%.2f", rounds.ratio().lower())
                        + " to "
                        + figure("%.2f", rounds.ratio().upper()),
                figure("%.1f", workload.bar()),
                held ? "held" : "missed");
        table.row(row);
        out.println(String.join("  ", row));
        out.flush();
        return held;
    }

    private SysbenchOutput measure(Contender contender, Workload workload, int threads, int seconds)
            throws IOException, InterruptedException {
        return SysbenchOutput.of(sysbench(contender, workload, threads, List.of("--time=" + seconds, "run")));
    }

    private String sysbench(Contender contender, Workload workload, int threads, List<String> rest)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                program.toString(),
                workload.script(),
                "--db-driver=pgsql",
                "--pgsql-host=127.0.0.1",
                "--pgsql-port=" + contender.endpoint().port(),
                "--pgsql-user=postgres",
                "--pgsql-db=postgres",
                "--pgsql-password=" + contender.endpoint().password(),
                "--tables=" + settings.tables(),
                "--table-size=" + settings.rows(),
                "--threads=" + threads));
        command.addAll(rest);
        return workspace.run(command, contender.endpoint().environment(), PATIENCE);
    }

    private static String figure(String format, double value) {
        return String.format(Locale.ROOT, format, value);
    }
}
