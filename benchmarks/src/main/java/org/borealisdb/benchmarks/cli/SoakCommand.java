package org.borealisdb.benchmarks.cli;

import java.time.Duration;
import java.util.concurrent.Callable;
import org.borealisdb.benchmarks.pgbench.Soak;
import org.borealisdb.benchmarks.pgbench.SoakSettings;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** One long run of Borealis. */
@Command(
        name = "soak",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Runs TPC-B on Borealis for ten minutes, and looks whether it stays as fast as it began.",
            "",
            "The second half must reach 95 %% of the first, and the log that storage has not folded must not grow: its highest"
                    + " value in the last third of the run stays within 20 %% of that in the middle third."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:It stayed as it was.", "1:It did not, or something failed.", "2:Wrong usage."})
final class SoakCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--seconds",
            paramLabel = "N",
            defaultValue = "600",
            description = "Length of the run (default: ${DEFAULT-VALUE}).")
    private int seconds = 600;

    @Option(
            names = "--interval",
            paramLabel = "N",
            defaultValue = "30",
            description = "Seconds from one figure to the next (default: ${DEFAULT-VALUE}).")
    private int interval = 30;

    @Option(
            names = "--clients",
            paramLabel = "N",
            defaultValue = "32",
            description = "Clients (default: ${DEFAULT-VALUE}).")
    private int clients = 32;

    @Option(
            names = "--protocol",
            paramLabel = "MODE",
            defaultValue = "prepared",
            description = "simple, extended or prepared (default: ${DEFAULT-VALUE}).")
    private String protocol = "prepared";

    @Mixin
    private MeasurementOptions shared = new MeasurementOptions();

    @Override
    public Integer call() throws Exception {
        SoakSettings settings = new SoakSettings(
                Duration.ofSeconds(seconds),
                Duration.ofSeconds(interval),
                clients,
                protocol,
                shared.scale,
                shared.pool,
                shared.jvmOptions,
                shared.processes);
        boolean steady = new Soak(
                        settings,
                        MeasurementOptions.home(),
                        shared.work,
                        shared.postgres,
                        spec.commandLine().getOut())
                .run();
        return steady ? ExitCode.OK : ExitCode.SOFTWARE;
    }
}
