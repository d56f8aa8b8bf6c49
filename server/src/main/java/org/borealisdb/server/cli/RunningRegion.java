package org.borealisdb.server.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.function.Consumer;
import org.borealisdb.redo.volume.SegmentMix;
import org.borealisdb.runtime.config.ByteSize;
import org.borealisdb.runtime.error.OperationException;
import org.borealisdb.runtime.net.HostPort;
import org.borealisdb.server.metrics.MetricsServer;
import org.borealisdb.server.region.ConnectionUrl;
import org.borealisdb.server.region.DataFolder;
import org.borealisdb.server.region.MemoryPlan;
import org.borealisdb.server.region.OpenDataFolder;
import org.borealisdb.server.region.ProcessIdentity;
import org.borealisdb.server.region.RegionProblemException;
import org.borealisdb.server.region.RegionReport;
import org.borealisdb.server.region.StartUpCache;
import org.borealisdb.server.role.BackupPlan;
import org.borealisdb.server.role.EncryptionPlan;
import org.borealisdb.server.role.EndpointPlan;
import org.borealisdb.server.role.KeptHistory;
import org.borealisdb.server.role.RealWorld;
import org.borealisdb.server.role.RegionInOneProcess;
import org.borealisdb.server.role.RegionPlan;
import org.borealisdb.storage.node.StorageSettings;
import picocli.CommandLine.ExitCode;

/**
 * The life of a region in this process: opens it, says that it is ready, writes its status every second, and closes it when a
 * signal asks for that, all on the main thread. {@link Lifetime} is how it ends.
 */
final class RunningRegion {
    private static final System.Logger LOG = System.getLogger(RunningRegion.class.getName());

    private static final long REPORT_MILLIS = 1_000;

    /** Reports from one measuring of the data folder to the next. */
    private static final int REPORTS_PER_MEASURING = 10;

    private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(45);

    private final OpenDataFolder data;
    private final MemoryPlan memory;
    private final StorageSettings storage;
    private final boolean faulty;
    private final PrintWriter out;
    private final Optional<HostPort> metricsPlace;
    private Optional<MetricsServer> metrics = Optional.empty();
    private volatile Optional<RegionReport> last = Optional.empty();
    private ConnectionUrl url;
    private final RegionPlan plan;
    private final Lifetime lifetime = new Lifetime();
    private final Instant began =
            Instant.ofEpochMilli(ManagementFactory.getRuntimeMXBean().getStartTime());
    private final StartUpCache startUp = StartUpCache.ofThisProcess();
    private ByteSize used = ByteSize.ZERO;
    private int reports;

    RunningRegion(
            OpenDataFolder data,
            HostPort clients,
            MemoryPlan memory,
            int nodesPerZone,
            KeptHistory history,
            BackupPlan backup,
            StorageSettings storage,
            boolean faulty,
            EncryptionPlan encryption,
            Optional<SegmentMix> segments,
            EndpointPlan endpoints,
            Optional<HostPort> metrics,
            PrintWriter out) {
        this.metricsPlace = metrics;
        this.data = data;
        this.memory = memory;
        this.storage = storage;
        this.faulty = faulty;
        this.out = out;
        this.url = url(clients);
        this.plan = RegionPlan.inOneProcess(data.folder().path(), clients, memory.pool(), nodesPerZone)
                .withHistory(history)
                .withBackup(backup)
                .withEncryption(encryption)
                .withSegments(segments)
                .withEndpoints(endpoints);
    }

    private ConnectionUrl url(HostPort clients) {
        return new ConnectionUrl(
                clients.host(),
                clients.port(),
                ConnectionUrl.STANDARD_NAME,
                data.password(),
                ConnectionUrl.STANDARD_NAME);
    }

    /** Runs until a signal ends it. Returns the exit code of the process. */
    int run() throws IOException, InterruptedException {
        return run(_ -> {});
    }

    /** The same, and does {@code work} with the region once it is ready, which may {@link #end} it. */
    int run(Consumer<ConnectionUrl> work) throws IOException, InterruptedException {
        try {
            return runToEnd(work);
        } finally {
            lifetime.finished();
        }
    }

    /** Ends the region as a signal would. */
    void end() {
        lifetime.end("");
    }

    /** Ends the process because what was to be done with the region failed. */
    void failed(String reason) {
        lifetime.end(reason);
    }

    private int runToEnd(Consumer<ConnectionUrl> work) throws IOException, InterruptedException {
        RealWorld world = RealWorld.create(lifetime::taskFailed);
        RegionInOneProcess region = new RegionInOneProcess(plan, storage, world, lifetime::end, faulty);
        LOG.log(
                System.Logger.Level.INFO,
                "Borealis {0} starts on {1}",
                VersionCommand.productVersion(),
                data.folder().path());
        report(region, world, RegionReport.STARTING);
        metrics = MetricsOption.show(metricsPlace, () -> last, world.tasks());
        try {
            region.open(data.password());
        } catch (OperationException notPossible) {
            LOG.log(System.Logger.Level.ERROR, "the region cannot start", notPossible);
            // Threads of half a region still run, and nothing of it needs an orderly end.
            fail("the region cannot start: " + notPossible.getMessage() + "; see "
                    + data.folder().logFile());
        }
        url = url(region.clientPlace());
        used = data.folder().used();
        // Before the status says so: a detached start passes on what was printed until then.
        greet(region);
        report(region, world, RegionReport.READY);
        work.accept(url);
        while (!lifetime.awaitEnd(REPORT_MILLIS)) {
            report(region, world, RegionReport.READY);
        }
        if (!lifetime.failure().isEmpty()) {
            report(region, world, RegionReport.FAILED);
            fail(lifetime.failure() + "; see " + data.folder().logFile());
        }
        report(region, world, RegionReport.STOPPING);
        close(region, world);
        lifetime.closed();
        return ExitCode.OK;
    }

    private void close(RegionInOneProcess region, RealWorld world) throws InterruptedException {
        // The volume waits for its quorum as long as it takes; whoever asked for the end does not.
        Thread closing = Thread.ofPlatform().name("close").daemon(true).start(() -> {
            metrics.ifPresent(MetricsServer::close);
            region.close();
            world.close();
            data.close();
        });
        if (!closing.join(CLOSE_PATIENCE)) {
            fail("the region did not close within " + CLOSE_PATIENCE.toSeconds() + " s; ended it as it was");
        }
        LOG.log(System.Logger.Level.INFO, "stopped");
    }

    private void fail(String reason) {
        out.flush();
        Lifetime.halt(reason);
    }

    private void report(RegionInOneProcess region, RealWorld world, String state) throws IOException {
        DataFolder folder = data.folder();
        if (reports++ % REPORTS_PER_MEASURING == 0 || !state.equals(RegionReport.READY)) {
            used = folder.used();
        }
        RegionReport report = new RegionReport(
                VersionCommand.productVersion(),
                state,
                lifetime.failure(),
                ProcessHandle.current().pid(),
                url.toString(),
                region.readerPlace()
                        .map(place -> ConnectionUrl.withPlace(url.toString(), place))
                        .orElse(""),
                folder.path().toString(),
                folder.logFile().toString(),
                ProcessIdentity.beginning(began).truncatedTo(ChronoUnit.MILLIS).toString(),
                Instant.now().truncatedTo(ChronoUnit.MILLIS).toString(),
                startUp,
                region.vdl(),
                region.clients(),
                plan.zones(),
                region.health(),
                region.notes(),
                region.volumes(),
                ClusterReports.of(url.toString(), region.clusters()),
                region.endpoints(),
                region.dns(),
                memory.pool().bytes(),
                Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory(),
                used.bytes(),
                folder.free().bytes(),
                region.encryption(),
                plan.caFile().toString(),
                world.metrics().values());
        last = Optional.of(report);
        try {
            folder.statusFile().write(report);
        } catch (IOException diskFull) {
            if (state.equals(RegionReport.STARTING)) {
                throw new RegionProblemException("cannot write the status file: " + diskFull.getMessage(), diskFull);
            }
            // The region itself decides whether it can go on; the status grows old meanwhile, and says so.
            LOG.log(System.Logger.Level.WARNING, "cannot write the status file: {0}", diskFull.getMessage());
        }
    }

    private void greet(RegionInOneProcess region) {
        Duration taken = Duration.between(began, Instant.now());
        out.println("Borealis " + version() + " is ready (" + Math.round(taken.toMillis() / 100.0) / 10.0 + " s).");
        out.println();
        out.println("  Connect  psql \"" + url + "\"");
        out.println("  Region   " + plan.zones().size() + " zones, "
                + plan.storageNodes().size() + " storage nodes, "
                + plan.instances().size() + " writer, process "
                + ProcessHandle.current().pid());
        out.println("  Memory   " + memory.pool() + " page cache (--memory), Java heap up to " + memory.heap());
        out.println("  At rest  " + region.encryption());
        out.println("  TLS      sslmode=verify-full sslrootcert=" + plan.caFile());
        if (plan.backup().on()) {
            out.println("  Backup   " + plan.backup().place() + ", kept for "
                    + plan.backup().retention().toHours() + " h (--backup, --backup-retention)");
        }
        out.println("  Disk     " + used + " in " + data.folder().path() + ", "
                + data.folder().free() + " free");
        if (!region.dns().isEmpty()) {
            out.println("  Names    " + region.dns() + " (./borealis endpoint list shows them)");
        }
        metrics.ifPresent(shown -> out.println("  Metrics  http://" + shown.place() + "/metrics"));
        if (faulty) {
            out.println("  Faults   can be injected by superusers and ./borealis inject");
        }
        out.println("  Log      " + data.folder().logFile());
        out.println();
        out.println("Stop it with Ctrl-C or ./borealis stop; the data stay.");
        out.flush();
    }

    private static String version() {
        try {
            return VersionCommand.productVersion();
        } catch (IOException unreadable) {
            throw new IllegalStateException(unreadable);
        }
    }
}
