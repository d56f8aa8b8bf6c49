package org.borealisdb.server.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** What can be done with backups; without a subcommand it prints its help. */
@Command(
        name = "backup",
        mixinStandardHelpOptions = true,
        description =
                "Restores a region from its backup, copies backups, and exports moments. Making them is always on: see start --backup.",
        subcommands = {BackupRestoreCommand.class, BackupCopyCommand.class})
final class BackupCommand implements Runnable {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }
}
