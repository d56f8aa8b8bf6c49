package org.borealisdb.benchmarks.cli;

import java.util.concurrent.Callable;
import org.borealisdb.benchmarks.contender.BorealisSettings;
import org.borealisdb.benchmarks.pgbench.RollingRestarts;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** How long writes pause while all instances are restarted in turn. */
@Command(
        name = "rolling-restart",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Measures how long writes pause while ./borealis instance restart --all goes on in a region of processes.",
            "",
            "pgbench is the load; beside it a client inserts through the gateway all the time, and connects again whenever it must."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:The bar is met, and nothing acknowledged is lost.",
            "1:It is not, or something failed.",
            "2:Wrong usage."
        })
final class RollingRestartCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--runs",
            paramLabel = "N",
            defaultValue = "10",
            description = "How often (default: ${DEFAULT-VALUE}).")
    private int runs = 10;

    @Option(
            names = "--rate",
            paramLabel = "N",
            defaultValue = "300",
            description = "Transactions a second of the load (default: ${DEFAULT-VALUE}).")
    private int rate = 300;

    @Mixin
    private MeasurementOptions shared = new MeasurementOptions();

    @Override
    public Integer call() throws Exception {
        boolean good = new RollingRestarts(
                        runs,
                        rate,
                        shared.scale,
                        new BorealisSettings(
                                MeasurementOptions.home().resolve("borealis"), shared.jvmOptions, shared.pool),
                        MeasurementOptions.home(),
                        shared.work,
                        shared.postgres,
                        spec.commandLine().getOut())
                .run();
        return good ? ExitCode.OK : ExitCode.SOFTWARE;
    }
}
