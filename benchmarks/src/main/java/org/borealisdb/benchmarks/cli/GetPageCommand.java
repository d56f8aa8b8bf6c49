package org.borealisdb.benchmarks.cli;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.borealisdb.benchmarks.contender.BorealisSettings;
import org.borealisdb.benchmarks.getpage.GetPage;
import org.borealisdb.benchmarks.getpage.GetPageSettings;
import org.borealisdb.runtime.config.ByteSize;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Page reads while a writer goes on. */
@Command(
        name = "getpage",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Measures reads of random pages as of random LSNs, at half the rate at which a writer can write at most.",
            "",
            "Six storage nodes and a volume's client, all on one disk, and in one process if nothing else is asked for. A read is to fold at most 64 records and"
                    + " 64 KiB of them, the 99th percentile is to be at most 5 ms, and at most four times the median."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:All bars hold.", "1:One does not, or something failed.", "2:Wrong usage."})
final class GetPageCommand implements Callable<Integer> {
    /** Page cache of the instance that makes the volume. */
    private static final int MEBIBYTES = 64;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--work",
            paramLabel = "DIR",
            description =
                    "Where the temporary folder is made (default: ${DEFAULT-VALUE}). Its disk is what is measured.",
            defaultValue = "/tmp")
    private Path work = Path.of("/tmp");

    @Option(
            names = "--pages",
            paramLabel = "N",
            defaultValue = "16000",
            description = "Pages of 16 KiB that are changed at random (default: ${DEFAULT-VALUE}).")
    private int pages = 16_000;

    @Option(
            names = "--writers",
            paramLabel = "N",
            defaultValue = "8",
            description = "Sessions that commit (default: ${DEFAULT-VALUE}).")
    private int writers = 8;

    @Option(
            names = "--readers",
            paramLabel = "N",
            defaultValue = "4",
            description = "Tasks that read (default: ${DEFAULT-VALUE}).")
    private int readers = 4;

    @Option(
            names = "--reads",
            paramLabel = "N",
            defaultValue = "500",
            description = "Reads a second, of all of them together (default: ${DEFAULT-VALUE}).")
    private int reads = 500;

    @Option(
            names = "--saturate",
            paramLabel = "N",
            defaultValue = "15",
            description = "Seconds of writing as fast as possible (default: ${DEFAULT-VALUE}).")
    private int saturate = 15;

    @Option(
            names = "--warm",
            paramLabel = "N",
            defaultValue = "30",
            description = "Seconds of writing at half of that rate before reads begin (default: ${DEFAULT-VALUE}).")
    private int warm = 30;

    @Option(
            names = "--seconds",
            paramLabel = "N",
            defaultValue = "60",
            description = "Seconds of reading (default: ${DEFAULT-VALUE}).")
    private int seconds = 60;

    @Option(names = "--clear", description = "A volume that is not encrypted.")
    private boolean clear;

    @Option(
            names = "--processes",
            description = "Each node a process of its own, over TCP, with a volume that is encrypted.")
    private boolean processes;

    @Option(
            names = "--jvm-opts",
            paramLabel = "FLAGS",
            description = "Further flags for the Java processes of such nodes, in one word.",
            defaultValue = "")
    private String jvmOptions = "";

    @Override
    public Integer call() throws Exception {
        if (processes && clear) {
            throw new ParameterException(spec.commandLine(), "--clear: nodes that are processes are always encrypted");
        }
        if (!processes && !jvmOptions.isEmpty()) {
            throw new ParameterException(
                    spec.commandLine(), "--jvm-opts is for nodes that are processes: add --processes");
        }
        GetPageSettings settings = new GetPageSettings(
                pages,
                writers,
                readers,
                reads,
                Duration.ofSeconds(saturate),
                Duration.ofSeconds(warm),
                Duration.ofSeconds(seconds),
                !clear);
        Optional<BorealisSettings> nodes = processes
                ? Optional.of(new BorealisSettings(
                        MeasurementOptions.home().resolve("borealis"), jvmOptions, ByteSize.ofMebibytes(MEBIBYTES)))
                : Optional.empty();
        boolean holds = new GetPage(settings, work, nodes, spec.commandLine().getOut()).run();
        return holds ? ExitCode.OK : ExitCode.SOFTWARE;
    }
}
