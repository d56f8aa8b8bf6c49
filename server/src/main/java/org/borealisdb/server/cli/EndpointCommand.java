package org.borealisdb.server.cli;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.borealisdb.proxy.endpoint.Endpoint.CustomType;
import org.borealisdb.proxy.endpoint.Membership;
import org.borealisdb.server.cluster.EndpointRecord;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Lists the endpoints of the main cluster, and creates, modifies and deletes custom ones. */
@Command(
        name = "endpoint",
        mixinStandardHelpOptions = true,
        description = {
            "What clients connect to. The cluster endpoint leads to the writer, the reader endpoint to the readers in turn, a custom endpoint to some of the instances in turn.",
            "",
            "  ./borealis endpoint list",
            "  ./borealis endpoint create reports --type READER --members reader-2,reader-3",
            "  ./borealis endpoint create all-but-reports --type ANY --excluded reader-2,reader-3",
            "  ./borealis endpoint modify reports --members reader-3",
            "  ./borealis endpoint delete reports"
        },
        subcommands = {
            EndpointCommand.Listing.class,
            EndpointCommand.Create.class,
            EndpointCommand.Modify.class,
            EndpointCommand.Delete.class
        })
final class EndpointCommand implements Runnable {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }

    /** Which instances a custom endpoint stands for. */
    private static final class Instances {
        @Option(
                names = "--members",
                paramLabel = "NAMES",
                description = "These instances and nobody else (a static list), separated by commas.")
        private @Nullable String members;

        @Option(
                names = "--excluded",
                paramLabel = "NAMES",
                description = "All instances but these, those too that are added later (an exclusion list).")
        private @Nullable String excluded;

        /** What was asked for, if anything was. */
        static Optional<Membership> of(@Nullable Instances group) {
            String members = group == null ? null : group.members;
            String excluded = group == null ? null : group.excluded;
            if (members != null) {
                return Optional.of(EndpointRecord.listed(names(members)));
            }
            return Optional.ofNullable(excluded).map(list -> EndpointRecord.allBut(names(list)));
        }

        private static List<String> names(String list) {
            return list.isBlank()
                    ? List.of()
                    : Stream.of(list.split(",", -1)).map(String::strip).toList();
        }
    }

    @Command(
            name = "list",
            mixinStandardHelpOptions = true,
            description = "Lists the endpoints, what they stand for, and where they lead at the moment.")
    static final class Listing implements Callable<Integer> {
        @Spec
        private CommandSpec spec = CommandSpec.create();

        @Mixin
        private RegionPlace region = new RegionPlace();

        @Option(names = "--json", description = "Prints them as JSON, for programs.")
        private boolean json;

        @Override
        public Integer call() throws IOException {
            try (EndpointDesk desk = new EndpointDesk(region)) {
                desk.list(json, spec.commandLine().getOut());
            }
            return ExitCode.OK;
        }
    }

    @Command(
            name = "create",
            mixinStandardHelpOptions = true,
            description = {
                "Creates a custom endpoint on the next free port of the region, which it keeps until it is deleted. Without a list it stands for all instances."
            })
    static final class Create implements Callable<Integer> {
        @Spec
        private CommandSpec spec = CommandSpec.create();

        @Mixin
        private RegionPlace region = new RegionPlace();

        @Parameters(paramLabel = "NAME", description = "What it is to be called.")
        private String name = "";

        @Option(
                names = "--type",
                required = true,
                paramLabel = "TYPE",
                description = "READER leads to readers only, ANY to the writer as well.")
        private CustomType type = CustomType.READER;

        @ArgGroup
        private @Nullable Instances instances;

        @Option(names = "--json", description = "Prints the outcome as JSON, for programs.")
        private boolean json;

        @Override
        public Integer call() throws IOException {
            Membership members = Instances.of(instances).orElseGet(() -> EndpointRecord.allBut(List.of()));
            try (EndpointDesk desk = new EndpointDesk(region)) {
                desk.create(name, type, members, json, spec.commandLine().getOut());
            }
            return ExitCode.OK;
        }
    }

    @Command(
            name = "modify",
            mixinStandardHelpOptions = true,
            description = "Changes what a custom endpoint stands for, for connections to come.")
    static final class Modify implements Callable<Integer> {
        @Spec
        private CommandSpec spec = CommandSpec.create();

        @Mixin
        private RegionPlace region = new RegionPlace();

        @Parameters(paramLabel = "NAME", description = "The endpoint.")
        private String name = "";

        @Option(
                names = "--type",
                paramLabel = "TYPE",
                description = "READER leads to readers only, ANY to the writer as well.")
        private @Nullable CustomType type;

        @ArgGroup
        private @Nullable Instances instances;

        @Option(names = "--json", description = "Prints the outcome as JSON, for programs.")
        private boolean json;

        @Override
        public Integer call() throws IOException {
            Optional<Membership> members = Instances.of(instances);
            if (type == null && members.isEmpty()) {
                throw new ParameterException(
                        spec.commandLine(), "nothing is to be changed: give --type, --members or --excluded");
            }
            try (EndpointDesk desk = new EndpointDesk(region)) {
                desk.modify(
                        name,
                        Optional.ofNullable(type),
                        members,
                        json,
                        spec.commandLine().getOut());
            }
            return ExitCode.OK;
        }
    }

    @Command(
            name = "delete",
            mixinStandardHelpOptions = true,
            description =
                    "Ends a custom endpoint. Connections that were made by it stay as long as their instances do.")
    static final class Delete implements Callable<Integer> {
        @Spec
        private CommandSpec spec = CommandSpec.create();

        @Mixin
        private RegionPlace region = new RegionPlace();

        @Parameters(paramLabel = "NAME", description = "The endpoint.")
        private String name = "";

        @Override
        public Integer call() throws IOException {
            try (EndpointDesk desk = new EndpointDesk(region)) {
                desk.delete(name);
            }
            spec.commandLine().getOut().println("Deleted the endpoint " + name + ".");
            return ExitCode.OK;
        }
    }
}
