package org.borealisdb.benchmarks.cli;

import java.util.Locale;
import java.util.concurrent.Callable;
import org.borealisdb.benchmarks.pgbench.Failovers;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** How long writes pause when something happens to the writer. */
@Command(
        name = "failover",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Measures how long writes pause when the writer of a region of processes is killed, frozen, or gives way on request.",
            "",
            "pgbench is the load; beside it a client inserts through the gateway all the time, and connects again whenever it must."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:The bar is met, and nothing acknowledged is lost.",
            "1:It is not, or something failed.",
            "2:Wrong usage."
        })
final class FailoverCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--fault",
            paramLabel = "WHAT",
            defaultValue = "kill",
            converter = FaultConverter.class,
            description = "kill, freeze, partition or promote (default: ${DEFAULT-VALUE}).")
    private Failovers.Fault fault = Failovers.Fault.KILL;

    @Option(
            names = "--runs",
            paramLabel = "N",
            defaultValue = "50",
            description = "How often (default: ${DEFAULT-VALUE}).")
    private int runs = 50;

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
        boolean good = new Failovers(
                        fault,
                        runs,
                        rate,
                        shared.scale,
                        MeasurementOptions.home(),
                        shared.work,
                        shared.postgres,
                        spec.commandLine().getOut())
                .run();
        return good ? ExitCode.OK : ExitCode.SOFTWARE;
    }

    /** Reads a fault and says what there are. */
    static final class FaultConverter implements ITypeConverter<Failovers.Fault> {
        @Override
        public Failovers.Fault convert(String text) {
            try {
                return Failovers.Fault.valueOf(text.toUpperCase(Locale.ROOT));
            } catch (IllegalArgumentException unknown) {
                throw new TypeConversionException("there are kill, freeze and promote, not '" + text + "'");
            }
        }
    }
}
