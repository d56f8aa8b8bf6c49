package org.borealisdb.server.cli;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.borealisdb.redo.volume.Voters;
import org.borealisdb.server.region.RegionProblemException;
import org.borealisdb.volume.healing.LostZone;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Has a zone's places count again. */
@Command(
        name = "back",
        mixinStandardHelpOptions = true,
        description = {
            "Has the storage nodes of a zone that was lost count again: writes need four of six copies.",
            "",
            "Waits until that is so for every group of pages: when at least one of its nodes is there for each and four copies are up to date. Ctrl-C ends"
                    + " the waiting, not the change."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:Done.", "1:It can't be done, or not be told.", "2:Wrong usage."})
final class ZoneBackCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private ZoneOptions options = new ZoneOptions();

    @Override
    public Integer call() throws IOException {
        String zone = options.zone();
        try (ZoneWork work = new ZoneWork(options.region(), spec.commandLine().getOut())) {
            work.checkExists(zone);
            LostZone record = work.lostZone();
            if (!record.takeBack(zone)) {
                checkReturning(zone, work, record.read());
            }
            options.follow(
                    work,
                    "count again",
                    group -> group.voters().equals(Voters.ALL) && group.next().isEmpty(),
                    "count again: writes need 4 of 6.");
        }
        return ExitCode.OK;
    }

    /** Whoever asks twice waits for the same. */
    private static void checkReturning(String zone, ZoneWork work, Optional<String> other) {
        if (other.isPresent() || work.counts(group -> !group.voters().equals(Voters.ALL)) == 0) {
            throw new RegionProblemException("zone " + zone + " is not lost"
                    + other.map(lost -> "; zone " + lost + " is").orElse(""));
        }
    }
}
