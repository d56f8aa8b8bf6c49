package org.borealisdb.benchmarks.cli;

import java.util.concurrent.Callable;
import org.borealisdb.benchmarks.pgbench.Repair;
import org.borealisdb.benchmarks.pgbench.RepairSettings;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** One lost storage node. */
@Command(
        name = "repair",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Loses a storage node for good under half the saturating TPC-B, with ten processes, three storage nodes a zone.",
            "",
            "Tells how long it takes until a spare node has everything, and the 99th percentile of latencies before and meanwhile, which may double.",
            "With --scale 80 a copy has about 1 GiB."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:The bar is met.", "1:It is not, or something failed.", "2:Wrong usage."})
final class RepairCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--seconds",
            paramLabel = "N",
            defaultValue = "120",
            description = "Load before the loss, and again after it (default: ${DEFAULT-VALUE}).")
    private int seconds = 120;

    @Option(
            names = "--clients",
            paramLabel = "N",
            defaultValue = "8",
            description = "Clients (default: ${DEFAULT-VALUE}).")
    private int clients = 8;

    @Mixin
    private MeasurementOptions shared = new MeasurementOptions();

    @Override
    public Integer call() throws Exception {
        RepairSettings settings = new RepairSettings(seconds, clients, shared.scale, shared.pool, shared.jvmOptions);
        boolean good = new Repair(
                        settings,
                        MeasurementOptions.home(),
                        shared.work,
                        shared.postgres,
                        spec.commandLine().getOut())
                .run();
        return good ? ExitCode.OK : ExitCode.SOFTWARE;
    }
}
