package org.borealisdb.benchmarks.cli;

import java.util.concurrent.Callable;
import org.borealisdb.benchmarks.contender.BorealisSettings;
import org.borealisdb.benchmarks.pgbench.Additions;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** How long it takes to add readers. */
@Command(
        name = "add-readers",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Measures how long it takes from ./borealis instance add until the new reader answers a query.",
            "",
            "Adds readers to a database of pgbench, one after the other. All stay."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:The bar is met.", "1:It is not, or something failed.", "2:Wrong usage."})
final class AddReadersCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--readers",
            paramLabel = "N",
            defaultValue = "15",
            description = "Readers (default: ${DEFAULT-VALUE}).")
    private int readers = 15;

    @Mixin
    private MeasurementOptions shared = new MeasurementOptions();

    @Override
    public Integer call() throws Exception {
        boolean good = new Additions(
                        readers,
                        shared.scale,
                        new BorealisSettings(
                                MeasurementOptions.home().resolve("borealis"), shared.jvmOptions, shared.pool),
                        shared.processes,
                        MeasurementOptions.home(),
                        shared.work,
                        shared.postgres,
                        spec.commandLine().getOut())
                .run();
        return good ? ExitCode.OK : ExitCode.SOFTWARE;
    }
}
