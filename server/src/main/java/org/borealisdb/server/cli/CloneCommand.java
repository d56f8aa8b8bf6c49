package org.borealisdb.server.cli;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.borealisdb.server.cluster.ClusterRecord;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Clones a cluster. */
@Command(
        name = "clone",
        mixinStandardHelpOptions = true,
        description = {
            "Makes a cluster of its own that begins as another one is, or was at a point of its history. Nothing is copied, however large it is: both share what"
                    + " they have in common, and each writes on by itself. Either may be deleted first.",
            "",
            "It listens on the region's next free port, with the same roles and passwords.",
            "",
            "  ./borealis clone --name test",
            "  ./borealis clone --name before --to 10m",
            "  ./borealis clone --name again --from test"
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:Done.", "1:It was refused, or nobody did it.", "2:Wrong usage."})
final class CloneCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private RegionPlace region = new RegionPlace();

    @Option(names = "--name", required = true, paramLabel = "NAME", description = "Name of the new cluster.")
    private String name = "";

    @Option(
            names = "--from",
            paramLabel = "CLUSTER",
            defaultValue = ClusterRecord.MAIN,
            description = "What to clone (default: ${DEFAULT-VALUE}).")
    private String from = ClusterRecord.MAIN;

    @Option(
            names = "--to",
            paramLabel = "POINT",
            description = "A time (2026-11-01 10:00:03), how long ago (90s, 5m, 2h), or an LSN; now if it is left out.")
    private @Nullable String to;

    @Option(
            names = "--kms-key",
            paramLabel = "KEY",
            description =
                    "Master key, local or the ARN of a key of AWS KMS, for a data key of its own (default: that of what it begins with). With it, the copy of"
                            + " what is not encrypted is: what they share is sealed when merges write it again.")
    private @Nullable String kmsKey;

    @Option(names = "--json", description = "Prints the outcome as JSON, for programs.")
    private boolean json;

    @Override
    public Integer call() throws IOException {
        try (ClusterDesk desk = new ClusterDesk(region)) {
            desk.make(
                    name,
                    ClusterRecord.Kind.CLUSTER,
                    ClusterDesk.from(from, Optional.ofNullable(to), Optional.ofNullable(kmsKey)),
                    json,
                    spec.commandLine().getOut());
        }
        return ExitCode.OK;
    }
}
