package org.borealisdb.benchmarks.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.borealisdb.benchmarks.contender.BorealisInOneProcess;
import org.borealisdb.benchmarks.contender.BorealisSettings;
import org.borealisdb.benchmarks.contender.PostgresPrograms;
import org.borealisdb.benchmarks.contender.PostgresServer;
import org.borealisdb.benchmarks.contender.Workspace;
import org.borealisdb.benchmarks.figure.Conditions;
import org.borealisdb.benchmarks.sysbench.SysbenchComparison;
import org.borealisdb.benchmarks.sysbench.SysbenchSettings;
import org.borealisdb.benchmarks.sysbench.Workload;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The OLTP loads of sysbench. */
@Command(
        name = "sysbench",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Runs sysbench's OLTP loads against Borealis and PostgreSQL, taking turns, and compares what they did in the same round.",
            "",
            "A bar holds if the median of the ratios reaches it and the worse quartile comes within 5 %% of it."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:Measured, and every bar held.", "1:A bar was missed, or something failed.", "2:Wrong usage."
        })
final class SysbenchCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--loads",
            paramLabel = "NAME",
            split = ",",
            defaultValue = "OLTP_POINT_SELECT,OLTP_READ_ONLY,OLTP_READ_WRITE,OLTP_WRITE_ONLY",
            description = "Which of ${COMPLETION-CANDIDATES} (default: all).")
    private List<Workload> loads = List.of(Workload.values());

    @Option(
            names = "--threads",
            paramLabel = "N",
            split = ",",
            defaultValue = "8,32",
            description = "Numbers of clients (default: ${DEFAULT-VALUE}).")
    private List<Integer> threads = List.of(8, 32);

    @Option(
            names = "--tables",
            paramLabel = "N",
            defaultValue = "4",
            description = "Number of tables (default: ${DEFAULT-VALUE}).")
    private int tables = 4;

    @Option(
            names = "--rows",
            paramLabel = "N",
            defaultValue = "250000",
            description = "Rows of each table (default: ${DEFAULT-VALUE}).")
    private int rows = 250_000;

    @Option(
            names = "--sysbench",
            paramLabel = "FILE",
            defaultValue = "/usr/bin/sysbench",
            description = "The program (default: ${DEFAULT-VALUE}).")
    private Path sysbench = Path.of("/usr/bin/sysbench");

    @Mixin
    private RoundOptions rounds = new RoundOptions();

    @Mixin
    private MeasurementOptions shared = new MeasurementOptions();

    @Override
    public Integer call() throws Exception {
        PrintWriter out = spec.commandLine().getOut();
        PostgresPrograms programs = new PostgresPrograms(shared.postgres);
        SysbenchSettings settings =
                new SysbenchSettings(loads, threads, tables, rows, rounds.pairs, rounds.seconds, rounds.warmUp);
        try (Workspace workspace = new Workspace(shared.work)) {
            SysbenchComparison comparison = new SysbenchComparison(workspace, sysbench, settings, out);
            Conditions.of(MeasurementOptions.home(), workspace.folder(), sysbench.toString())
                    .forEach((name, value) -> out.println(name + ": " + value));
            out.println(rounds + "; " + tables + " tables of " + rows + " rows");
            BorealisSettings borealis =
                    new BorealisSettings(MeasurementOptions.home().resolve("borealis"), shared.jvmOptions, shared.pool);
            boolean held = comparison.run(
                    new BorealisInOneProcess(workspace, borealis),
                    PostgresServer.alone(workspace, programs, shared.pool));
            return held ? ExitCode.OK : ExitCode.SOFTWARE;
        }
    }
}
