package org.borealisdb.server.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import org.borealisdb.runtime.error.OperationException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
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
            "  simulate Runs the whole-volume simulation (--seeds N, --seed S).",
            "  check    Checks a model of the protocol exhaustively; check --help teaches.",
            "  fuzz     Asks for the answers to random queries in several ways; fuzz --help teaches.",
            "  bench    Measures it against PostgreSQL; bench --help teaches.",
            "",
            "Help for one command: borealis COMMAND --help"
        })
public final class Main implements Runnable {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    /** Runs one command and ends the process with its exit code: 0 done, 1 failed, 2 wrong usage. */
    public static void main(String[] arguments) {
        System.exit(run(arguments));
    }

    /** Runs one command in this process and returns its exit code. */
    static int run(String... arguments) {
        return Commands.find(arguments)
                .map(one -> commandLine(List.of(one)))
                .orElseGet(Main::commandLine)
                .execute(arguments);
    }

    /** The command tree; tests set its streams. */
    static CommandLine commandLine() {
        return commandLine(Commands.ALL);
    }

    private static CommandLine commandLine(List<Commands.Named> commands) {
        CommandLine root = new CommandLine(new Main());
        commands.forEach(each -> each.addTo(root));
        root.setExecutionExceptionHandler(Main::explain);
        root.setParameterExceptionHandler(Main::explainUsage);
        // What psql itself understands, such as -c, goes to it without a -- before it.
        Optional.ofNullable(root.getSubcommands().get("psql"))
                .ifPresent(psql -> psql.setUnmatchedOptionsArePositionalParams(true));
        return root;
    }

    /** What is wrong, and where the right way is told. */
    private static int explainUsage(ParameterException failure, String[] arguments) {
        CommandLine command = failure.getCommandLine();
        String message =
                String.valueOf(failure.getMessage()).lines().findFirst().orElse("");
        command.getErr().println("borealis: " + message);
        command.getErr().println("See " + command.getCommandSpec().qualifiedName() + " --help");
        command.getErr().flush();
        return command.getCommandSpec().exitCodeOnInvalidInput();
    }

    /** One line for what a person can put right; a stack only for what is a defect of Borealis. */
    private static int explain(Exception failure, CommandLine command, ParseResult parsed) {
        PrintWriter errors = command.getErr();
        switch (failure) {
            case OperationException problem -> errors.println("borealis: " + problem.getMessage());
            case IOException problem -> errors.println("borealis: " + problem.getMessage());
            default -> {
                errors.println("borealis: unexpected failure, please report it with these lines:");
                failure.printStackTrace(errors);
            }
        }
        errors.flush();
        return CommandLine.ExitCode.SOFTWARE;
    }

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }
}
