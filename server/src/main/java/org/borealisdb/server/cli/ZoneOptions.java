package org.borealisdb.server.cli;

import java.util.function.Predicate;
import org.borealisdb.redo.volume.Membership;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Which zone a command is about, and whether it waits until every group of pages is as it was asked for. */
final class ZoneOptions {
    @Mixin
    private RegionPlace region = new RegionPlace();

    @Parameters(paramLabel = "ZONE", description = "Such as a.")
    private String zone = "";

    @Option(names = "--no-wait", description = "Only asks for it.")
    private boolean noWait;

    RegionPlace region() {
        return region;
    }

    String zone() {
        return zone;
    }

    /**
     * Waits until {@code done} is true of every group, unless nobody wants to, or the region does not run.
     *
     * @param then what its copies will do when the region runs
     * @param end  what is said when it is done
     */
    void follow(ZoneWork work, String then, Predicate<Membership> done, String end) {
        if (!region.mayRun()) {
            work.tell("The region does not run. When it does, the copies in zone " + zone + " will " + then + ".");
        } else if (!noWait) {
            work.await(done, "The copies in zone " + zone + " " + end);
        }
    }
}
