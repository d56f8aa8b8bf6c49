package org.borealisdb.server.cli;

import java.io.IOException;
import java.util.concurrent.Callable;
import org.borealisdb.redo.volume.Voters;
import org.borealisdb.server.region.RegionProblemException;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Has a zone's places count no more. */
@Command(
        name = "lost",
        mixinStandardHelpOptions = true,
        description = {
            "Has the storage nodes of a zone that is lost for long count no more: writes need three of the other four copies, openings two.",
            "",
            "Waits until that is so for every group of pages, which takes a few seconds while the other four copies are there. The zone's copies stay"
                    + " where they are, and follow as far as they can, until ./borealis zone back. Ctrl-C ends the waiting, not the change."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:Done.", "1:It can't be done, or not be told.", "2:Wrong usage."})
final class ZoneLostCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private ZoneOptions options = new ZoneOptions();

    @Override
    public Integer call() throws IOException {
        String zone = options.zone();
        try (ZoneWork work = new ZoneWork(options.region(), spec.commandLine().getOut())) {
            work.checkExists(zone);
            String lost = work.lostZone().lose(zone);
            if (!lost.equals(zone)) {
                throw new RegionProblemException(
                        "zone " + lost + " is lost, and the copies of one zone would not be enough;"
                                + " when it is back: ./borealis zone back " + lost);
            }
            options.follow(
                    work,
                    "not count",
                    group -> group.without(zone).equals(Voters.ALL)
                            || group.voters().equals(group.without(zone)),
                    "do not count any more: writes need 3 of the other 4.");
        }
        return ExitCode.OK;
    }
}
