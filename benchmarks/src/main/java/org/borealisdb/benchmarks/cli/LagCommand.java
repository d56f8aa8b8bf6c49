package org.borealisdb.benchmarks.cli;

import java.util.List;
import java.util.concurrent.Callable;
import org.borealisdb.benchmarks.pgbench.Lag;
import org.borealisdb.benchmarks.pgbench.LagSettings;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** How far readers are behind. */
@Command(
        name = "lag",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Measures how long after its acknowledgement by the writer a commit is visible on readers.",
            "",
            "pgbench commits single updates at a given rate; beside it a probe for each reader changes a row and asks the reader until it shows that."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:The bar is met.", "1:It is not, or something failed.", "2:Wrong usage."})
final class LagCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--readers",
            paramLabel = "N",
            defaultValue = "3",
            description = "Readers (default: ${DEFAULT-VALUE}).")
    private int readers = 3;

    @Option(
            names = "--rates",
            paramLabel = "N,N",
            split = ",",
            defaultValue = "1000,2000,5000",
            description = "Commits in a second (default: ${DEFAULT-VALUE}).")
    private List<Integer> rates = List.of();

    @Option(
            names = "--seconds",
            paramLabel = "N",
            defaultValue = "20",
            description = "Time of each measurement (default: ${DEFAULT-VALUE}).")
    private int seconds = 20;

    @Option(
            names = "--clients",
            paramLabel = "N",
            defaultValue = "16",
            description = "Clients (default: ${DEFAULT-VALUE}).")
    private int clients = 16;

    @Mixin
    private MeasurementOptions shared = new MeasurementOptions();

    @Override
    public Integer call() throws Exception {
        LagSettings settings = new LagSettings(
                readers, rates, seconds, clients, shared.scale, shared.pool, shared.processes, shared.jvmOptions);
        boolean good = new Lag(
                        settings,
                        MeasurementOptions.home(),
                        shared.work,
                        shared.postgres,
                        spec.commandLine().getOut())
                .run();
        return good ? ExitCode.OK : ExitCode.SOFTWARE;
    }
}
