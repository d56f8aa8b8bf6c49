package org.borealisdb.server.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.borealisdb.runtime.config.ByteSize;
import org.borealisdb.runtime.net.Address;
import org.borealisdb.runtime.net.HostPort;
import org.borealisdb.server.metrics.MetricsServer;
import org.borealisdb.server.region.ConnectionUrl;
import org.borealisdb.server.region.ProcessIdentity;
import org.borealisdb.server.region.RegionReport;
import org.borealisdb.server.region.StartUpCache;
import org.borealisdb.server.region.StatusFile;
import org.borealisdb.server.role.ClusterHost;
import org.borealisdb.server.role.RealWorld;
import org.borealisdb.server.role.RegionPlan;
import org.borealisdb.server.role.Role;
import picocli.CommandLine.ExitCode;

/** One role in this process, until a signal ends it or it cannot go on. It says every second how it is. */
final class RunningRole {
    private static final System.Logger LOG = System.getLogger(RunningRole.class.getName());
    private static final long REPORT_MILLIS = 1_000;

    private final Address node;
    private final RoleFiles files;
    private final PrintWriter out;
    private final Lifetime lifetime = new Lifetime();
    private final RealWorld world = RealWorld.create(lifetime::taskFailed);
    private final Instant began =
            Instant.ofEpochMilli(ManagementFactory.getRuntimeMXBean().getStartTime());
    private volatile Optional<RegionReport> last = Optional.empty();
    private final StartUpCache startUp = StartUpCache.ofThisProcess();

    /** Opens a role. */
    @FunctionalInterface
    interface Opening {
        Role open(RealWorld world, RegionNetwork region, Lifetime lifetime) throws Exception;
    }

    /**
     * What a report names.
     *
     * @param status where the node says how it is
     * @param data   the folder whose file system matters to it
     * @param log    the log file
     * @param url    how clients connect, without a password; empty if they do not
     * @param pool   page cache
     * @param metrics where its metrics are shown, if at all
     */
    record RoleFiles(StatusFile status, Path data, Path log, String url, ByteSize pool, Optional<HostPort> metrics) {}

    /** Closes what may not be there. */
    private record Closing(Optional<MetricsServer> metrics) implements AutoCloseable {
        @Override
        public void close() {
            metrics.ifPresent(MetricsServer::close);
        }
    }

    RunningRole(Address node, RoleFiles files, PrintWriter out) {
        this.node = node;
        this.files = files;
        this.out = out;
    }

    int run(RegionPlan plan, Opening opening) throws Exception {
        try {
            return runToEnd(plan, opening);
        } finally {
            lifetime.finished();
        }
    }

    private int runToEnd(RegionPlan plan, Opening opening) throws Exception {
        LOG.log(System.Logger.Level.INFO, "Borealis {0} starts {1}", VersionCommand.productVersion(), node);
        try (RealWorld running = world;
                RegionNetwork network = RegionNetwork.of(plan, running)) {
            try (Role role = opening.open(running, network, lifetime);
                    Closing shown = new Closing(MetricsOption.show(files.metrics(), () -> last, running.tasks()))) {
                report(role, RegionReport.READY);
                shown.metrics()
                        .ifPresent(metrics ->
                                out.println(node + " shows its metrics at http://" + metrics.place() + "/metrics."));
                out.println(
                        node + " is ready, process " + ProcessHandle.current().pid() + ".");
                out.flush();
                while (!lifetime.awaitEnd(REPORT_MILLIS)) {
                    report(role, RegionReport.READY);
                }
                if (!lifetime.failure().isEmpty()) {
                    report(role, RegionReport.FAILED);
                    Lifetime.halt(lifetime.failure());
                }
            }
        }
        files.status().remove();
        lifetime.closed();
        return ExitCode.OK;
    }

    private void report(Role role, String state) throws IOException {
        RegionReport report = new RegionReport(
                VersionCommand.productVersion(),
                state,
                lifetime.failure(),
                ProcessHandle.current().pid(),
                files.url(),
                readerUrl(role),
                files.data().toString(),
                files.log().toString(),
                ProcessIdentity.beginning(began).truncatedTo(ChronoUnit.MILLIS).toString(),
                Instant.now().truncatedTo(ChronoUnit.MILLIS).toString(),
                startUp,
                role.vdl(),
                role.clients(),
                List.of(role.health().zone()),
                List.of(role.health()),
                role.notes(),
                role.volumes(),
                role instanceof ClusterHost host ? ClusterReports.of(files.url(), host.clusters()) : List.of(),
                role.endpoints(),
                role.dns(),
                files.pool().bytes(),
                Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory(),
                0,
                Files.isDirectory(files.data())
                        ? Files.getFileStore(files.data()).getUsableSpace()
                        : 0,
                role.encryption(),
                role.caFile(),
                world.metrics().values());
        last = Optional.of(report);
        try {
            files.status().write(report);
        } catch (IOException diskFull) {
            // The role itself decides whether it can go on; the status grows old meanwhile, and says so.
            LOG.log(System.Logger.Level.WARNING, "cannot write the status file: {0}", diskFull.getMessage());
        }
    }

    private String readerUrl(Role role) {
        Optional<HostPort> place = role instanceof ClusterHost host ? host.readerPlace() : Optional.empty();
        return place.map(at -> ConnectionUrl.withPort(files.url(), at.port())).orElse("");
    }
}
