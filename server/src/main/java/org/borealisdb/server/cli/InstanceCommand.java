package org.borealisdb.server.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.borealisdb.controlplane.fleet.WriterChange;
import org.borealisdb.runtime.config.ByteSize;
import org.borealisdb.server.cluster.InstanceRecord;
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

/** Adds, lists and removes instances of the main cluster, and has another one become the writer. */
@Command(
        name = "instance",
        mixinStandardHelpOptions = true,
        description = {
            "The instances of the main cluster: a writer, and up to 15 readers, which serve what it has written from the same volume. Nothing is copied for them.",
            "",
            "  ./borealis instance add reader-1",
            "  ./borealis instance list",
            "  ./borealis instance promote reader-1",
            "  ./borealis instance remove reader-1"
        },
        subcommands = {
            InstanceCommand.Add.class,
            InstanceCommand.Listing.class,
            InstanceCommand.Promote.class,
            InstanceCommand.Failover.class,
            InstanceCommand.Restart.class,
            InstanceCommand.Remove.class
        })
final class InstanceCommand implements Runnable {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }

    @Command(
            name = "add",
            mixinStandardHelpOptions = true,
            description = {
                "Adds a reader, in the region's process on the next free port, or in a region of processes on a machine whose agent takes it. It comes back whenever the region starts, until it is removed."
            })
    static final class Add implements Callable<Integer> {
        @Spec
        private CommandSpec spec = CommandSpec.create();

        @Mixin
        private RegionPlace region = new RegionPlace();

        @Parameters(paramLabel = "NAME", description = "What it is to be called.")
        private String name = "";

        @Option(
                names = "--memory",
                paramLabel = "SIZE",
                converter = StartCommand.SizeConverter.class,
                description = "Its page cache, such as 64MB (default: an eighth of the writer's, at least 64 MiB).")
        private @Nullable ByteSize memory;

        @Option(
                names = "--tier",
                paramLabel = "N",
                description = "When the writer is gone, a reader of the lowest tier takes over: 0 to 15 (default: 1).")
        private int tier = InstanceRecord.STANDARD_TIER;

        @Option(
                names = "--zone",
                paramLabel = "ZONE",
                description = "Where it is, and reads from first (default: the zone with the fewest instances).")
        private @Nullable String zone;

        @Option(names = "--json", description = "Prints the outcome as JSON, for programs.")
        private boolean json;

        @Override
        public Integer call() throws IOException {
            if (tier < 0 || tier > InstanceRecord.LAST_TIER) {
                throw new ParameterException(
                        spec.commandLine(),
                        "--tier is " + tier + ", and must be from 0 to " + InstanceRecord.LAST_TIER);
            }
            ByteSize wanted = memory;
            long bytes = wanted == null ? 0 : checked(wanted).bytes();
            PrintWriter out = spec.commandLine().getOut();
            try (InstanceDesk desk = new InstanceDesk(region)) {
                desk.add(new InstanceDesk.Wish(name, bytes, tier, Optional.ofNullable(zone)), json, out);
            }
            return ExitCode.OK;
        }

        private ByteSize checked(ByteSize wanted) {
            if (wanted.bytes() < InstanceDesk.LEAST_POOL.bytes()) {
                throw new ParameterException(
                        spec.commandLine(),
                        "--memory is " + wanted + ", and must be at least " + InstanceDesk.LEAST_POOL);
            }
            return wanted;
        }
    }

    @Command(name = "list", mixinStandardHelpOptions = true, description = "Lists the instances, and how they are.")
    static final class Listing implements Callable<Integer> {
        @Spec
        private CommandSpec spec = CommandSpec.create();

        @Mixin
        private RegionPlace region = new RegionPlace();

        @Option(names = "--json", description = "Prints them as JSON, for programs.")
        private boolean json;

        @Override
        public Integer call() throws IOException {
            try (InstanceDesk desk = new InstanceDesk(region)) {
                desk.list(json, spec.commandLine().getOut());
            }
            return ExitCode.OK;
        }
    }

    @Command(
            name = "promote",
            mixinStandardHelpOptions = true,
            description = {
                "Makes a reader the writer, in order: the writer gives way, and follows the new one. Nothing that was committed is lost, and nothing is waited for: what is not committed by then is rolled back."
            })
    static final class Promote implements Callable<Integer> {
        @Spec
        private CommandSpec spec = CommandSpec.create();

        @Mixin
        private RegionPlace region = new RegionPlace();

        @Parameters(paramLabel = "NAME", description = "The reader.")
        private String name = "";

        @Option(names = "--json", description = "Prints the outcome as JSON, for programs.")
        private boolean json;

        @Override
        public Integer call() throws IOException {
            try (InstanceDesk desk = new InstanceDesk(region)) {
                desk.promote(
                        Optional.of(name),
                        WriterChange.SWITCHOVER,
                        json,
                        spec.commandLine().getOut());
            }
            return ExitCode.OK;
        }
    }

    @Command(
            name = "failover",
            mixinStandardHelpOptions = true,
            description = {
                "Makes a reader the writer as if the writer were gone: nobody waits for it to give way. Nothing that was committed is lost."
            })
    static final class Failover implements Callable<Integer> {
        @Spec
        private CommandSpec spec = CommandSpec.create();

        @Mixin
        private RegionPlace region = new RegionPlace();

        @Parameters(
                paramLabel = "NAME",
                arity = "0..1",
                description =
                        "The reader (default: the one of the lowest tier, of these the one with the largest page cache).")
        private @Nullable String name;

        @Option(names = "--json", description = "Prints the outcome as JSON, for programs.")
        private boolean json;

        @Override
        public Integer call() throws IOException {
            try (InstanceDesk desk = new InstanceDesk(region)) {
                desk.promote(
                        Optional.ofNullable(name),
                        WriterChange.FAILOVER,
                        json,
                        spec.commandLine().getOut());
            }
            return ExitCode.OK;
        }
    }

    @Command(
            name = "restart",
            mixinStandardHelpOptions = true,
            description = {
                "Restarts an instance, or all: readers first, one after the other; then one of them takes over from the writer in order, and the writer is restarted last. Whoever is connected to an instance that restarts has to connect again; nothing that was committed is lost."
            })
    static final class Restart implements Callable<Integer> {
        @Spec
        private CommandSpec spec = CommandSpec.create();

        @Mixin
        private RegionPlace region = new RegionPlace();

        @ArgGroup(multiplicity = "1")
        private Which which = new Which();

        private static final class Which {
            @Parameters(paramLabel = "NAME", description = "The instance.")
            private @Nullable String name;

            @Option(names = "--all", required = true, description = "All of them, while the cluster serves.")
            private boolean all;
        }

        @Override
        public Integer call() throws IOException {
            PrintWriter out = spec.commandLine().getOut();
            String name = which.name;
            try (InstanceDesk desk = new InstanceDesk(region)) {
                if (which.all || name == null) {
                    desk.restartAll(out);
                } else {
                    desk.restart(name, out);
                }
            }
            return ExitCode.OK;
        }
    }

    @Command(
            name = "remove",
            mixinStandardHelpOptions = true,
            description = "Ends a reader, for good. It holds no data, so nothing is lost.")
    static final class Remove implements Callable<Integer> {
        @Spec
        private CommandSpec spec = CommandSpec.create();

        @Mixin
        private RegionPlace region = new RegionPlace();

        @Parameters(paramLabel = "NAME", description = "The reader.")
        private String name = "";

        @Override
        public Integer call() throws IOException {
            try (InstanceDesk desk = new InstanceDesk(region)) {
                desk.remove(name);
            }
            spec.commandLine().getOut().println("Removed the reader " + name + ".");
            return ExitCode.OK;
        }
    }
}
