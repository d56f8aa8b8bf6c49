package org.borealisdb.server.cli;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.borealisdb.server.region.DataFolder;
import org.borealisdb.server.region.ProcessIdentity;
import org.borealisdb.server.region.RegionProblemException;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Deletes a data folder, after asking. */
@Command(
        name = "destroy",
        mixinStandardHelpOptions = true,
        description = {
            "Deletes a data folder with everything in it, for ever: the backup too, unless it goes elsewhere (start --backup).",
            "",
            "Asks first, and refuses while the region runs. Folders that Borealis did not make are never deleted."
        })
final class DestroyCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private DataOption data = new DataOption();

    @Option(names = "--yes", description = "Deletes without asking.")
    private boolean yes;

    @Override
    public Integer call() throws IOException {
        DataFolder folder = data.folder();
        folder.checkHoldsRegion();
        Optional<ProcessIdentity> runner = folder.runner();
        if (runner.isPresent()) {
            throw new RegionProblemException("the region in " + folder.path() + " is running (process "
                    + runner.get().pid() + "); stop it first with ./borealis stop");
        }
        if (!yes
                && !Confirmation.given(
                        "Delete " + folder.path() + " (" + folder.used() + ") with all its data?",
                        spec.commandLine().getOut())) {
            spec.commandLine().getOut().println("Nothing was deleted.");
            return ExitCode.SOFTWARE;
        }
        folder.delete();
        spec.commandLine().getOut().println("Deleted " + folder.path() + ".");
        return ExitCode.OK;
    }
}
