package org.borealisdb.server.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.borealisdb.runtime.config.ByteSize;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Adds, lists and removes instances of the main cluster. */
@Command(
        name = "instance",
        mixinStandardHelpOptions = true,
        description = {
            "The instances of the main cluster: a writer, and up to 15 readers, which serve what it has written from the same volume. Nothing is copied for them.",
            "",
            "  ./borealis instance add reader-1",
            "  ./borealis instance list",
            "  ./borealis instance remove reader-1"
        },
        subcommands = {InstanceCommand.Add.class, InstanceCommand.Listing.class, InstanceCommand.Remove.class})
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
                "Adds a reader, in the writer's process, on the next free port of the region. It comes back whenever the region starts, until it is removed."
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

        @Option(names = "--json", description = "Prints the outcome as JSON, for programs.")
        private boolean json;

        @Override
        public Integer call() throws IOException {
            ByteSize wanted = memory;
            long bytes = wanted == null ? 0 : checked(wanted).bytes();
            PrintWriter out = spec.commandLine().getOut();
            try (InstanceDesk desk = new InstanceDesk(region)) {
                desk.add(name, bytes, json, out);
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
