package org.borealisdb.server.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.borealisdb.runtime.config.ByteSize;
import org.borealisdb.runtime.net.HostPort;
import org.borealisdb.server.region.DataFolder;
import org.borealisdb.server.region.ProcessIdentity;
import org.borealisdb.server.region.RegionReport;
import org.borealisdb.server.region.StatusFile;
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

    /** Whether its roles are processes of their own. */
    boolean ofProcesses() {
        Choice chosen = choice;
        return chosen != null && chosen.file != null;
    }

    /** False if it is known that nobody runs it now. */
    boolean mayRun() {
        return ofProcesses() || folder().runner().isPresent();
    }

    /**
     * What the writer of the region last said; empty if none runs. Of a region of many processes those on this machine are seen.
     *
     * @throws org.borealisdb.server.region.RegionProblemException if there is no such region
     */
    Optional<RegionReport> writersReport() throws IOException {
        Choice chosen = choice;
        Path file = chosen == null ? null : chosen.file;
        if (file == null) {
            DataFolder folder = folder();
            folder.checkHoldsRegion();
            return StatusCommand.reportOf(folder);
        }
        Comparator<RegionReport> byVolume =
                Comparator.comparing(report -> !report.volumes().isEmpty());
        Set<String> others = others(RegionOption.read(file));
        return StatusFile.nodes(file).stream()
                .filter(node -> !others.contains(node))
                .flatMap(node -> StatusFile.ofNode(file, node).read().stream())
                .filter(RegionPlace::running)
                .max(byVolume.thenComparing(RegionReport::updated));
    }

    /** Nodes of a region that are no instances. All else is one, in the file or not. */
    private static Set<String> others(RegionPlan plan) {
        Set<String> names = new HashSet<>();
        plan.storageNodes().forEach(node -> names.add(node.address().name()));
        plan.services().nodes().forEach(node -> names.add(node.address().name()));
        plan.services().hosts().forEach(host -> names.add(host.agent().name()));
        return names;
    }

    private static boolean running(RegionReport report) {
        long started = Instant.parse(report.started()).toEpochMilli();
        return new ProcessIdentity(report.pid(), started).running().isPresent();
    }

    /** An instance of a region of many processes that runs on this machine. */
    static Optional<String> running(Path file, RegionPlan plan) {
        return plan.instances().stream()
                .map(instance -> instance.address().name())
                .filter(name -> StatusFile.ofNode(file, name)
                        .read()
                        .filter(RegionPlace::running)
                        .isPresent())
                .findFirst();
    }

    /** One line that says so. */
    String notRunning() {
        Choice chosen = choice;
        Path file = chosen == null ? null : chosen.file;
        return file == null
                ? StatusCommand.notRunning(folder())
                : "No instance of " + file + " is running on this machine.";
    }

    private DataFolder folder() {
        Choice chosen = choice;
        Path folder = chosen == null ? null : chosen.folder;
        return new DataFolder(folder == null ? Path.of("data") : folder);
    }
}
