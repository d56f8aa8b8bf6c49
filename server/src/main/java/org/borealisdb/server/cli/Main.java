package org.borealisdb.server.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The root command; without a subcommand it prints its help. */
@Command(
        name = "borealis",
        mixinStandardHelpOptions = true,
        versionProvider = VersionCommand.class,
        synopsisSubcommandLabel = "COMMAND",
        description = {
            "A cloud-native relational database that speaks the PostgreSQL protocol.",
            "",
            "A compute instance runs SQL and owns no data. It sends its redo log, and nothing else, to six storage nodes in"
                    + " three zones; a commit is durable when four of them have it on disk. Storage builds the pages from"
                    + " the log by itself."
        },
        footer = {
            "",
            "Done by the launcher ./borealis itself:",
            "  build    Compiles what ships. Every other command does so when sources have changed.",
            "  test     Runs every check and every test; arguments go to Maven.",
            "",
            "Help for one command: borealis COMMAND --help"
        },
        subcommands = {VersionCommand.class})
public final class Main implements Runnable {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    /** Runs one command and ends the process with its exit code: 0 done, 1 failed, 2 wrong usage. */
    public static void main(String[] arguments) {
        System.exit(run(arguments));
    }

    /** Runs one command in this process and returns its exit code. */
    static int run(String... arguments) {
        return commandLine().execute(arguments);
    }

    /** The command tree; tests set its streams. */
    static CommandLine commandLine() {
        return new CommandLine(new Main());
    }

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }
}
