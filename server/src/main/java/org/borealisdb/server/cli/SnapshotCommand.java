package org.borealisdb.server.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.borealisdb.server.cluster.ClusterRecord;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Takes, lists and deletes snapshots. */
@Command(
        name = "snapshot",
        mixinStandardHelpOptions = true,
        description = {
            "Keeps a cluster as it is, or was at a point of its history, under a name, until the snapshot is deleted: also when the cluster is gone. Nothing is copied.",
            "",
            "  ./borealis snapshot --name before-upgrade",
            "  ./borealis restore --from before-upgrade --name old",
            "  ./borealis snapshot --list",
            "  ./borealis snapshot --delete before-upgrade"
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:Done.", "1:It was refused, or nobody did it.", "2:Wrong usage."})
final class SnapshotCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private RegionPlace region = new RegionPlace();

    @ArgGroup(multiplicity = "1")
    private Goal goal = new Goal();

    private static final class Goal {
        @Option(names = "--name", required = true, paramLabel = "NAME", description = "Takes one of that name.")
        private @Nullable String name;

        @Option(names = "--delete", required = true, paramLabel = "NAME", description = "Deletes that one.")
        private @Nullable String delete;

        @Option(names = "--list", required = true, description = "Lists them.")
        private boolean list;
    }

    @Option(
            names = "--of",
            paramLabel = "CLUSTER",
            defaultValue = ClusterRecord.MAIN,
            description = "The cluster (default: ${DEFAULT-VALUE}).")
    private String cluster = ClusterRecord.MAIN;

    @Option(
            names = "--to",
            paramLabel = "POINT",
            description = "A time (2026-11-01 10:00:03), how long ago (90s, 5m, 2h), or an LSN; now if it is left out.")
    private @Nullable String to;

    @Option(names = "--json", description = "Prints the outcome as JSON, for programs.")
    private boolean json;

    @Override
    public Integer call() throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        if (goal.list) {
            new ClusterTable(region, out).print(Optional.of(ClusterRecord.Kind.SNAPSHOT), json);
            return ExitCode.OK;
        }
        try (ClusterDesk desk = new ClusterDesk(region)) {
            String taken = goal.name;
            if (taken != null) {
                desk.make(
                        taken,
                        ClusterRecord.Kind.SNAPSHOT,
                        ClusterDesk.from(cluster, Optional.ofNullable(to), Optional.empty()),
                        json,
                        out);
            } else {
                String gone = String.valueOf(goal.delete);
                desk.delete(gone, ClusterRecord.Kind.SNAPSHOT);
                out.println("Deleted the snapshot " + gone + ".");
            }
        }
        return ExitCode.OK;
    }
}
