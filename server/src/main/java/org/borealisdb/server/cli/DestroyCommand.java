package org.borealisdb.server.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.Charset;
import java.util.Locale;
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
        if (!yes && !confirmed(folder)) {
            spec.commandLine().getOut().println("Nothing was deleted.");
            return ExitCode.SOFTWARE;
        }
        folder.delete();
        spec.commandLine().getOut().println("Deleted " + folder.path() + ".");
        return ExitCode.OK;
    }

    private boolean confirmed(DataFolder folder) throws IOException {
        spec.commandLine()
                .getOut()
                .print("Delete " + folder.path() + " (" + folder.used() + ") with all its data? Type yes: ");
        spec.commandLine().getOut().flush();
        BufferedReader input = new BufferedReader(new InputStreamReader(System.in, Charset.defaultCharset()));
        String answer = input.readLine();
        return answer != null && answer.strip().toLowerCase(Locale.ROOT).equals("yes");
    }
}
