package org.borealisdb.benchmarks.tpcc;

import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.borealisdb.benchmarks.contender.BenchmarkException;
import org.borealisdb.benchmarks.contender.Contender;
import org.borealisdb.benchmarks.contender.PairedRounds;
import org.borealisdb.benchmarks.contender.PostgresPrograms;
import org.borealisdb.benchmarks.contender.Psql;
import org.borealisdb.benchmarks.contender.Workspace;
import org.borealisdb.benchmarks.figure.Spread;
import org.borealisdb.benchmarks.figure.Table;

/** Loads the tables into both servers, lets terminals work on them in turns, and checks the tables at the end. */
public final class TpccComparison {
    private static final double BAR = 1.2;
    private static final double SECONDS_A_MINUTE = 60;
    private static final double MICROS_A_MILLI = 1_000;
    private static final Duration PATIENCE = Duration.ofMinutes(20);

    private final Workspace workspace;
    private final Psql psql;
    private final TpccSettings settings;
    private final PrintWriter out;
    private final SplittableRandom seeds;

    /** A comparison in a workspace. */
    public TpccComparison(Workspace workspace, PostgresPrograms programs, TpccSettings settings, PrintWriter out) {
        this.workspace = workspace;
        this.psql = new Psql(workspace, programs, PATIENCE);
        this.settings = settings;
        this.out = out;
        this.seeds = new SplittableRandom(settings.seed());
    }

    /** Runs everything; true if the bar held for each number of terminals and the tables fulfil the specification's conditions. */
    public boolean run(Contender borealis, Contender postgres) throws IOException, InterruptedException {
        TpccData data = new TpccData(settings.warehouses(), settings.seed(), workspace.fresh("tpcc"));
        data.write();
        for (Contender contender : List.of(borealis, postgres)) {
            contender.start();
            out.println(contender.name() + ": " + contender.settings());
            out.flush();
            psql.load(contender, TpccComparison.class, TpccData.TABLES, data::file);
        }
        Table table = new Table(List.of(
                "terminals", "Borealis tpmC", "p95 ms", "PostgreSQL tpmC", "p95 ms", "ratio", "quartiles", "bar", ""));
        boolean held = true;
        for (int terminals : settings.terminals()) {
            held &= compare(borealis, postgres, terminals, table);
        }
        out.println(table.markdown());
        for (Contender contender : List.of(borealis, postgres)) {
            held &= consistent(contender);
        }
        out.flush();
        return held;
    }

    private boolean compare(Contender borealis, Contender postgres, int terminals, Table table)
            throws IOException, InterruptedException {
        for (Contender contender : List.of(borealis, postgres)) {
            measure(contender, terminals, settings.warmUpSeconds());
        }
        List<TerminalResult> ours = new ArrayList<>();
        List<TerminalResult> theirs = new ArrayList<>();
        PairedRounds rounds = PairedRounds.of(borealis, postgres, settings.rounds(), contender -> {
            TerminalResult result = measure(contender, terminals, settings.seconds());
            (contender.equals(borealis) ? ours : theirs).add(result);
            return result.orders() * SECONDS_A_MINUTE / settings.seconds();
        });
        boolean held = rounds.reaches(BAR);
        List<String> row = List.of(
                String.valueOf(terminals),
                figure("%.0f", rounds.ours().median()),
                figure("%.1f", latency(ours)),
                figure("%.0f", rounds.theirs().median()),
                figure("%.1f", latency(theirs)),
                figure("%.2f", rounds.ratio().median()),
                figure("%.2f", rounds.ratio().lower())
                        + " to "
                        + figure("%.2f", rounds.ratio().upper()),
                figure("%.1f", BAR),
                held ? "held" : "missed");
        table.row(row);
        out.println(String.join("  ", row) + "; rolled back by deadlocks and conflicts: " + retried(ours) + " and "
                + retried(theirs));
        out.flush();
        return held;
    }

    private static double latency(List<TerminalResult> results) {
        return Spread.of(results.stream()
                                .map(result -> (double) result.latencies().getValueAtPercentile(95))
                                .toList())
                        .median()
                / MICROS_A_MILLI;
    }

    private static long retried(List<TerminalResult> results) {
        return results.stream().mapToLong(TerminalResult::retried).sum();
    }

    private TerminalResult measure(Contender contender, int terminals, int seconds) throws InterruptedException {
        long end = System.nanoTime() + Duration.ofSeconds(seconds).toNanos();
        List<Terminal> all = new ArrayList<>();
        for (int i = 0; i < terminals; i++) {
            int warehouse = 1 + i % settings.warehouses();
            all.add(new Terminal(contender.endpoint(), settings.warehouses(), warehouse, seeds.split(), end));
        }
        try (ExecutorService threads = Executors.newFixedThreadPool(terminals)) {
            TerminalResult sum = null;
            for (Future<TerminalResult> result : threads.invokeAll(all)) {
                sum = sum == null ? result.get() : sum.plus(result.get());
            }
            return Objects.requireNonNull(sum);
        } catch (ExecutionException failure) {
            Throwable cause = Objects.requireNonNullElse(failure.getCause(), failure);
            throw new BenchmarkException("a terminal of " + contender.name() + " failed: " + cause, cause);
        }
    }

    private boolean consistent(Contender contender) throws IOException, InterruptedException {
        boolean consistent = true;
        for (Consistency.Condition condition : Consistency.CONDITIONS) {
            String found = psql.run(contender, condition.violations() + ";\n").strip();
            if (!found.equals("0")) {
                consistent = false;
                out.println(contender.name() + ": " + found + " violations of condition " + condition.clause());
            }
        }
        if (consistent) {
            out.println(contender.name() + ": the tables fulfil the " + Consistency.CONDITIONS.size()
                    + " conditions checked");
        }
        return consistent;
    }

    private static String figure(String format, double value) {
        return String.format(Locale.ROOT, format, value);
    }
}
