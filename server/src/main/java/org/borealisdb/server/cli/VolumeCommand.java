package org.borealisdb.server.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** What there is to do with a region's volume. */
@Command(
        name = "volume",
        mixinStandardHelpOptions = true,
        description =
                "Shows the volume beneath the database: its protection groups, and their six copies on storage nodes.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = VolumeStatusCommand.class)
final class VolumeCommand implements Runnable {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }
}
