package org.borealisdb.server.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Runs one role of a region of many processes. */
@Command(
        name = "run",
        mixinStandardHelpOptions = true,
        description = {
            "Runs one node of a region in this process.",
            "",
            "A region.yaml lists the nodes of a region: zones, hosts, ports and folders (docs/region-yaml.md). Every process gets"
                    + " the same file and the name of its node."
        },
        synopsisSubcommandLabel = "ROLE",
        commandListHeading = "%nRoles:%n")
final class RunCommand implements Runnable {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }
}
