package org.borealisdb.benchmarks.cli;

import java.io.IOException;
import org.borealisdb.runtime.error.OperationException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;

/** The root command of the measurements; without a subcommand it prints its help. */
@Command(
        name = "bench",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        description = {
            "Measures Borealis.",
            "",
            "Servers run in a temporary folder and on free ports, and are gone afterwards, whatever ends the run."
        },
        footer = {"", "Help for one command: borealis bench COMMAND --help"},
        subcommands = {
            PgbenchCommand.class,
            SoakCommand.class,
            RepairCommand.class,
            GetPageCommand.class,
            LagCommand.class,
            AddReadersCommand.class,
            FailoverCommand.class,
            RollingRestartCommand.class,
            TpchCommand.class,
            SysbenchCommand.class,
            TpccCommand.class
        })
public final class Bench implements Runnable {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    /** Exit code 0: done; 1: failed, or a bar was missed; 2: wrong usage. */
    public static void main(String[] arguments) {
        System.exit(commandLine().execute(arguments));
    }

    static CommandLine commandLine() {
        return new CommandLine(new Bench()).setExecutionExceptionHandler(Bench::explain);
    }

    private static int explain(Exception failure, CommandLine command, ParseResult parsed) {
        switch (failure) {
            case OperationException problem -> command.getErr().println("bench: " + problem.getMessage());
            case IOException problem -> command.getErr().println("bench: " + problem);
            default -> failure.printStackTrace(command.getErr());
        }
        command.getErr().flush();
        return CommandLine.ExitCode.SOFTWARE;
    }

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }
}
