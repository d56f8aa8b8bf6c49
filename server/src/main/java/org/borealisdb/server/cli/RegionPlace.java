package org.borealisdb.server.cli;

import java.io.IOException;
import java.nio.file.Path;
import org.borealisdb.runtime.config.ByteSize;
import org.borealisdb.runtime.net.HostPort;
import org.borealisdb.server.region.DataFolder;
import org.borealisdb.server.role.RegionPlan;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** The options that say which region a command is about: one in one process, or one of many. */
final class RegionPlace {
    @ArgGroup
    private @Nullable Choice choice;

    private static final class Choice {
        @Option(
                names = "--data",
                paramLabel = "DIR",
                description = "Data folder of a region in one process (default: ./data).")
        private @Nullable Path folder;

        @Option(names = "--region", paramLabel = "FILE", description = "The region.yaml of a region of many processes.")
        private @Nullable Path file;
    }

    /** Its nodes, and where its metadata log is. */
    RegionPlan plan() throws IOException {
        Choice chosen = choice;
        Path file = chosen == null ? null : chosen.file;
        if (file != null) {
            return RegionOption.read(file);
        }
        DataFolder folder = folder();
        folder.checkHoldsRegion();
        int nodes = Math.max(folder.nodesPerZone(), RegionPlan.COPIES_PER_ZONE);
        return RegionPlan.inOneProcess(folder.path(), HostPort.loopback(0), ByteSize.ofMebibytes(1), nodes);
    }

    /** False if it is known that nobody runs it now. */
    boolean mayRun() {
        Choice chosen = choice;
        return (chosen != null && chosen.file != null) || folder().runner().isPresent();
    }

    private DataFolder folder() {
        Choice chosen = choice;
        Path folder = chosen == null ? null : chosen.folder;
        return new DataFolder(folder == null ? Path.of("data") : folder);
    }
}
