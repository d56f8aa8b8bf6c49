package org.borealisdb.benchmarks.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.borealisdb.benchmarks.contender.BenchmarkException;
import org.borealisdb.benchmarks.pgbench.MatrixSettings;
import org.borealisdb.benchmarks.pgbench.Opponent;
import org.borealisdb.benchmarks.pgbench.PgbenchComparison;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Compares Borealis with PostgreSQL. */
@Command(
        name = "pgbench",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Runs pgbench against Borealis and PostgreSQL, taking turns, and compares what they did in the same round.",
            "",
            "The table at the end has medians and quartiles over the rounds; a bar holds if the median reaches it and the worse"
                    + " quartile comes within 5 %% of it. benchmarks/results gets the raw figures and the table as Markdown.",
            "",
            "A first look: ./borealis bench pgbench --quick --cells 'tpcb-prepared-8'",
            "Everything:   ./borealis bench pgbench --against alone,standbys"
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:Measured, and every bar held.", "1:A bar was missed, or something failed.", "2:Wrong usage."
        })
final class PgbenchCommand implements Callable<Integer> {
    private static final int QUICK_ROUNDS = 2;
    private static final int QUICK_SECONDS = 3;
    private static final int WARM_UP_SECONDS = 10;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--cells",
            paramLabel = "NAME",
            split = ",",
            defaultValue = "*",
            description = "Cells to run, by name or pattern such as 'tpcb-*' (default: all). --list names them.")
    private List<String> cells = List.of("*");

    @Option(names = "--list", description = "Lists the cells and ends.")
    private boolean list;

    @Option(
            names = "--against",
            paramLabel = "WHOM",
            split = ",",
            defaultValue = "alone",
            description =
                    "alone: PostgreSQL 15; standbys: with six synchronous standbys, ANY 4; none; several with commas (default:"
                            + " ${DEFAULT-VALUE}).")
    private List<String> against = List.of("alone");

    @Option(
            names = "--pairs",
            paramLabel = "N",
            defaultValue = "5",
            description = "Rounds of each cell (default: ${DEFAULT-VALUE}; times, such as of pgbench -i, at most 3).")
    private int pairs = 5;

    @Option(
            names = "--seconds",
            paramLabel = "N",
            defaultValue = "20",
            description = "Length of one measurement (default: ${DEFAULT-VALUE}).")
    private int seconds = 20;

    @Option(
            names = "--quick",
            description =
                    "Only to see that it runs: two rounds of 3 s, scale 1 unless --scale says otherwise. The figures mean"
                            + " little.")
    private boolean quick;

    @Mixin
    private MeasurementOptions shared = new MeasurementOptions();

    @Override
    public Integer call() throws Exception {
        PrintWriter out = spec.commandLine().getOut();
        if (list) {
            PgbenchComparison.list(out);
            return ExitCode.OK;
        }
        boolean scaleGiven = spec.commandLine().getParseResult().hasMatchedOption("--scale");
        MatrixSettings settings = new MatrixSettings(
                MeasurementOptions.home().resolve("borealis"),
                quick ? QUICK_ROUNDS : pairs,
                quick ? QUICK_SECONDS : seconds,
                quick ? QUICK_SECONDS : Math.min(seconds, WARM_UP_SECONDS),
                quick && !scaleGiven ? 1 : shared.scale,
                shared.pool,
                opponents(),
                shared.jvmOptions,
                shared.processes,
                quick);
        boolean held = new PgbenchComparison(settings, MeasurementOptions.home(), shared.work, shared.postgres, out)
                .run(cells);
        return held ? ExitCode.OK : ExitCode.SOFTWARE;
    }

    private Set<Opponent> opponents() {
        Set<Opponent> opponents = EnumSet.noneOf(Opponent.class);
        for (String name : new ArrayList<>(against)) {
            switch (name) {
                case "alone" -> opponents.add(Opponent.ALONE);
                case "standbys" -> opponents.add(Opponent.STANDBYS);
                case "none" -> {}
                default -> throw new BenchmarkException("--against: " + name + "; there are alone, standbys and none");
            }
        }
        return opponents;
    }
}
