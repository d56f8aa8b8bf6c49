package org.borealisdb.server.cli;

import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.borealisdb.server.region.DataFolder;
import org.borealisdb.server.region.ProcessIdentity;
import org.borealisdb.server.region.RegionProblemException;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Asks the process of a region to stop, and waits until it has. */
@Command(
        name = "stop",
        mixinStandardHelpOptions = true,
        description = {
            "Stops the region that runs on a data folder; its data stay.",
            "",
            "Clients are told, what was acknowledged is durable already, and the writer stops before the storage nodes. A"
                    + " region that is not running is no error."
        })
final class StopCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private DataOption data = new DataOption();

    @Option(
            names = "--timeout",
            paramLabel = "SECONDS",
            defaultValue = "60",
            description = "How long to wait for the process to end (default: ${DEFAULT-VALUE}).")
    private int timeoutSeconds = 60;

    @Override
    public Integer call() throws InterruptedException {
        DataFolder folder = data.folder();
        folder.checkHoldsRegion();
        Optional<ProcessHandle> process = folder.runner().flatMap(ProcessIdentity::running);
        if (process.isEmpty()) {
            spec.commandLine().getOut().println("The region in " + folder.path() + " is not running.");
            return ExitCode.OK;
        }
        ProcessHandle running = process.get();
        if (!running.destroy()) {
            throw new RegionProblemException("process " + running.pid() + " cannot be signalled; it belongs to "
                    + running.info().user().orElse("another user"));
        }
        try {
            running.onExit().get(timeoutSeconds, TimeUnit.SECONDS);
        } catch (TimeoutException stillRunning) {
            throw new RegionProblemException(
                    "process " + running.pid() + " has not ended within " + timeoutSeconds + " s; see "
                            + folder.logFile() + " (kill -9 " + running.pid() + " loses nothing that was acknowledged)",
                    stillRunning);
        } catch (ExecutionException failure) {
            throw new IllegalStateException(failure);
        }
        spec.commandLine().getOut().println("Stopped the region in " + folder.path() + ".");
        return ExitCode.OK;
    }
}
