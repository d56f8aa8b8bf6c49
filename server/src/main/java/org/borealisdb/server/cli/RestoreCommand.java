package org.borealisdb.server.cli;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.borealisdb.server.cluster.ClusterRecord;
import org.borealisdb.server.region.RegionProblemException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Makes a cluster of a snapshot. */
@Command(
        name = "restore",
        mixinStandardHelpOptions = true,
        description = {
            "Makes a cluster of its own of a snapshot, which stays as it is. Nothing is copied.",
            "",
            "  ./borealis restore --from before-upgrade --name old"
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:Done.", "1:It was refused, or nobody did it.", "2:Wrong usage."})
final class RestoreCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private RegionPlace region = new RegionPlace();

    @Option(names = "--from", required = true, paramLabel = "SNAPSHOT", description = "The snapshot.")
    private String from = "";

    @Option(names = "--name", required = true, paramLabel = "NAME", description = "Name of the new cluster.")
    private String name = "";

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
            if (from.equals(ClusterRecord.MAIN) || desk.registry().get(from).isCluster()) {
                throw new RegionProblemException("'" + from + "' is a cluster, not a snapshot; see ./borealis clone");
            }
            desk.make(
                    name,
                    ClusterRecord.Kind.CLUSTER,
                    ClusterDesk.from(from, Optional.empty(), Optional.ofNullable(kmsKey)),
                    json,
                    spec.commandLine().getOut());
        }
        return ExitCode.OK;
    }
}
