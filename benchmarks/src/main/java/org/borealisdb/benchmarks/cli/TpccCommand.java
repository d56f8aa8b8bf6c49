package org.borealisdb.benchmarks.cli;

import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import org.borealisdb.benchmarks.contender.BorealisInOneProcess;
import org.borealisdb.benchmarks.contender.BorealisSettings;
import org.borealisdb.benchmarks.contender.PostgresPrograms;
import org.borealisdb.benchmarks.contender.PostgresServer;
import org.borealisdb.benchmarks.contender.Workspace;
import org.borealisdb.benchmarks.figure.Conditions;
import org.borealisdb.benchmarks.tpcc.TpccComparison;
import org.borealisdb.benchmarks.tpcc.TpccSettings;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** TPC-C. */
@Command(
        name = "tpcc",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Runs TPC-C's five transactions against Borealis and PostgreSQL, taking turns, and compares new orders of the same round.",
            "",
            "Data and transactions are made after the specification; terminals do not type and think. At the end the tables of both are",
            "checked by the specification's conditions.",
            "",
            "The bar holds if the median of the ratios reaches it and the worse quartile comes within 5 %% of it."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:Measured, and the bar held.", "1:A bar was missed, or something failed.", "2:Wrong usage."})
final class TpccCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--warehouses",
            paramLabel = "N",
            defaultValue = "4",
            description = "Size of the tables: a warehouse is some 100 MB (default: ${DEFAULT-VALUE}).")
    private int warehouses = 4;

    @Option(
            names = "--terminals",
            paramLabel = "N",
            split = ",",
            defaultValue = "8,32",
            description = "Numbers of clients (default: ${DEFAULT-VALUE}).")
    private List<Integer> terminals = List.of(8, 32);

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "1",
            description = "Seed of the data and of what is entered (default: ${DEFAULT-VALUE}).")
    private long seed = 1;

    @Mixin
    private RoundOptions rounds = new RoundOptions();

    @Mixin
    private MeasurementOptions shared = new MeasurementOptions();

    @Override
    public Integer call() throws Exception {
        PrintWriter out = spec.commandLine().getOut();
        PostgresPrograms programs = new PostgresPrograms(shared.postgres);
        TpccSettings settings =
                new TpccSettings(warehouses, terminals, seed, rounds.pairs, rounds.seconds, rounds.warmUp);
        try (Workspace workspace = new Workspace(shared.work)) {
            TpccComparison comparison = new TpccComparison(workspace, programs, settings, out);
            Conditions.of(MeasurementOptions.home(), workspace.folder(), programs.path("psql"))
                    .forEach((name, value) -> out.println(name + ": " + value));
            out.println(rounds + "; " + warehouses + " warehouses");
            BorealisSettings borealis =
                    new BorealisSettings(MeasurementOptions.home().resolve("borealis"), shared.jvmOptions, shared.pool);
            boolean held = comparison.run(
                    new BorealisInOneProcess(workspace, borealis),
                    PostgresServer.alone(workspace, programs, shared.pool));
            return held ? ExitCode.OK : ExitCode.SOFTWARE;
        }
    }
}
