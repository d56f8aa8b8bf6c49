package org.borealisdb.server.cli;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.borealisdb.server.demo.FailureDemo;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Breaks a region in front of a person. */
@Command(
        name = "failures",
        mixinStandardHelpOptions = true,
        description = {
            "Runs a region of eight processes in a temporary folder, with clients that keep a ledger of what they were told, and"
                    + " breaks it: two storage nodes, a zone, bytes on a disk, a third node, the instance, an instance that comes back after"
                    + " another took over, a storage node that never does, and all disks at once; and clones it, takes it back and restores it. Says each time what happens, and whether the ledger agrees.",
            "",
            "Takes about three minutes, 2 GiB of memory and 2 GiB of disk, uses free ports of this machine only, needs psql, and"
                    + " leaves nothing behind."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:Everything held.", "1:Something did not, or it could not be shown.", "2:Wrong usage."})
final class FailuresDemoCommand implements Callable<Integer> {
    private static final Duration PACE = Duration.ofMillis(1500);
    private static final Duration WATCHING = Duration.ofSeconds(5);
    private static final Duration FAST_WATCHING = Duration.ofSeconds(2);

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--fast", description = "Without the pauses that let one read along.")
    private boolean fast;

    @Option(names = "--keep", description = "Leaves the temporary folder, with the logs of all processes.")
    private boolean keep;

    @Override
    public Integer call() throws Exception {
        PrintWriter out = spec.commandLine().getOut();
        String psql = PsqlCommand.program().toString();
        FailureDemo demo = new FailureDemo(
                OwnProgram::command, psql, fast ? FAST_WATCHING : WATCHING, fast ? Duration.ZERO : PACE, keep, out);
        List<String> failed = demo.run();
        out.println();
        if (failed.isEmpty()) {
            out.println("Everything held.");
            return ExitCode.OK;
        }
        out.println("Not everything held:");
        failed.forEach(claim -> out.println("  " + claim));
        return ExitCode.SOFTWARE;
    }
}
