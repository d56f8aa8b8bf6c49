package org.borealisdb.server.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Demonstrations for people. */
@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        description = "Shows what Borealis can do.",
        synopsisSubcommandLabel = "WHAT",
        commandListHeading = "%nDemonstrations:%n",
        subcommands = FailuresDemoCommand.class)
final class DemoCommand implements Runnable {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }
}
