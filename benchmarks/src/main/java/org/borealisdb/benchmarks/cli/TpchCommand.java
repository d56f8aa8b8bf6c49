package org.borealisdb.benchmarks.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.borealisdb.benchmarks.contender.BorealisInOneProcess;
import org.borealisdb.benchmarks.contender.BorealisSettings;
import org.borealisdb.benchmarks.contender.PostgresPrograms;
import org.borealisdb.benchmarks.contender.PostgresServer;
import org.borealisdb.benchmarks.contender.Workspace;
import org.borealisdb.benchmarks.tpch.TpchComparison;
import org.borealisdb.runtime.config.ByteSize;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The queries of TPC-H. */
@Command(
        name = "tpch",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Runs the 22 queries of TPC-H against Borealis and PostgreSQL, taking turns, and compares results and times.",
            "",
            "The data are made after the specification, the same ones for the same scale and seed."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:All results are the same.", "1:Some are not, or something failed.", "2:Wrong usage."})
final class TpchCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--scale",
            paramLabel = "N",
            defaultValue = "0.1",
            description = "Scale: 1 is 6 million lines of orders (default: ${DEFAULT-VALUE}).")
    private double scale = 0.1;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "1",
            description = "Seed of the data (default: ${DEFAULT-VALUE}).")
    private long seed = 1;

    @Option(
            names = "--rounds",
            paramLabel = "N",
            defaultValue = "5",
            description = "How often each query is run; the best time counts (default: ${DEFAULT-VALUE}).")
    private int rounds = 5;

    @Option(
            names = "--work",
            paramLabel = "DIR",
            defaultValue = "/tmp",
            description = "Where the temporary folder is made (default: ${DEFAULT-VALUE}).")
    private Path work = Path.of("/tmp");

    @Option(
            names = "--postgres",
            paramLabel = "DIR",
            defaultValue = "/usr/lib/postgresql/15/bin",
            description = "Folder of PostgreSQL's programs (default: ${DEFAULT-VALUE}).")
    private Path postgres = Path.of("/usr/lib/postgresql/15/bin");

    @Option(
            names = "--jvm-opts",
            paramLabel = "FLAGS",
            defaultValue = "-Xmx3g",
            description = "Flags for the Java process of Borealis, in one word (default: ${DEFAULT-VALUE}).")
    private String jvmOptions = "-Xmx3g";

    @Option(
            names = "--pool",
            paramLabel = "SIZE",
            converter = MeasurementOptions.SizeConverter.class,
            defaultValue = "1GB",
            description = "Page cache, and shared_buffers (default: ${DEFAULT-VALUE}).")
    private ByteSize pool = ByteSize.ofGibibytes(1);

    @Override
    public Integer call() throws Exception {
        PostgresPrograms programs = new PostgresPrograms(postgres);
        Path launcher = Path.of(System.getProperty("borealis.home", "")).resolve("borealis");
        try (Workspace workspace = new Workspace(work)) {
            BorealisSettings settings = new BorealisSettings(launcher, jvmOptions, pool);
            boolean same = new TpchComparison(
                            workspace, programs, spec.commandLine().getOut())
                    .run(
                            new BorealisInOneProcess(workspace, settings),
                            PostgresServer.alone(workspace, programs, pool),
                            scale,
                            seed,
                            rounds);
            return same ? ExitCode.OK : ExitCode.SOFTWARE;
        }
    }
}
