package org.borealisdb.server.cli;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.borealisdb.server.cluster.ClusterRecord;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Lists and deletes clusters. */
@Command(
        name = "cluster",
        mixinStandardHelpOptions = true,
        description = {
            "The clusters of a region: databases of their own that share its storage nodes. The first is called main; clone and restore make others.",
            "",
            "  ./borealis cluster list",
            "  ./borealis cluster delete test"
        },
        subcommands = {ClusterCommand.Listing.class, ClusterCommand.Delete.class})
final class ClusterCommand implements Runnable {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }

    @Command(
            name = "list",
            mixinStandardHelpOptions = true,
            description = "Lists clusters and snapshots, and how to connect.")
    static final class Listing implements Callable<Integer> {
        @Spec
        private CommandSpec spec = CommandSpec.create();

        @Mixin
        private RegionPlace region = new RegionPlace();

        @Option(names = "--json", description = "Prints them as JSON, for programs.")
        private boolean json;

        @Override
        public Integer call() throws IOException {
            new ClusterTable(region, spec.commandLine().getOut()).print(Optional.empty(), json);
            return ExitCode.OK;
        }
    }

    @Command(
            name = "delete",
            mixinStandardHelpOptions = true,
            description = {
                "Ends a cluster and deletes its data, for ever. What others share with it stays with them; its snapshots stay too."
            })
    static final class Delete implements Callable<Integer> {
        @Spec
        private CommandSpec spec = CommandSpec.create();

        @Mixin
        private RegionPlace region = new RegionPlace();

        @Parameters(paramLabel = "NAME", description = "The cluster.")
        private String name = "";

        @Override
        public Integer call() throws IOException {
            try (ClusterDesk desk = new ClusterDesk(region)) {
                desk.delete(name, ClusterRecord.Kind.CLUSTER);
            }
            spec.commandLine().getOut().println("Deleted the cluster " + name + ".");
            return ExitCode.OK;
        }
    }
}
