package org.borealisdb.benchmarks.contender;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.borealisdb.server.region.DataFolder;
import org.borealisdb.server.region.NodeHealth;
import org.borealisdb.server.region.RegionReport;
import org.borealisdb.server.region.StatusFile;
import org.jspecify.annotations.Nullable;

/** {@code ./borealis start}: three zones, six storage nodes with a journal each, one writer, in one process. */
public final class BorealisInOneProcess implements Contender, CollectionLog {
    /** Making the journals of a new region takes long on a slow disk. */
    private static final Duration START_PATIENCE = Duration.ofMinutes(3);

    private static final Duration READER_PATIENCE = Duration.ofMinutes(1);

    private static final long POLL_MILLIS = 2;

    private final Workspace workspace;
    private final BorealisSettings settings;
    private final Path data;
    private final Path output;
    private final Path gcLog;
    private final Endpoint endpoint = new Endpoint(Workspace.freePort(), "benchmark");
    private @Nullable Process process;

    public BorealisInOneProcess(Workspace workspace, BorealisSettings settings) {
        this.workspace = workspace;
        this.settings = settings;
        this.data = workspace.fresh("borealis");
        this.output = workspace.fresh("borealis-output");
        this.gcLog = workspace.fresh("borealis-gc");
    }

    @Override
    public String name() {
        return "Borealis";
    }

    @Override
    public String settings() {
        return "one process, six storage nodes with a synced journal each, commit at 4 of 6, pool " + settings.pool()
                + (settings.jvmOptions().isBlank() ? "" : ", JVM options " + settings.jvmOptions());
    }

    @Override
    public void start() throws IOException, InterruptedException {
        startAgain();
    }

    @Override
    public void startAgain() throws IOException, InterruptedException {
        Process started = workspace.start(
                List.of(
                        settings.launcher().toString(),
                        "start",
                        "--data",
                        data.toString(),
                        "--port",
                        String.valueOf(endpoint.port()),
                        "--password",
                        endpoint.password(),
                        "--memory",
                        String.valueOf(settings.pool().bytes())),
                settings.environment(gcLog),
                output);
        process = started;
        StatusFile status = new DataFolder(data).statusFile();
        long deadline = System.nanoTime() + START_PATIENCE.toNanos();
        while (status.read()
                .filter(report ->
                        report.pid() == started.pid() && report.state().equals(RegionReport.READY))
                .isEmpty()) {
            if (started.waitFor(POLL_MILLIS, TimeUnit.MILLISECONDS)) {
                throw new BenchmarkException("Borealis did not start: " + Workspace.tail(output));
            }
            if (System.nanoTime() > deadline) {
                throw new BenchmarkException(
                        "Borealis is not ready after " + START_PATIENCE.toSeconds() + " s: " + Workspace.tail(output));
            }
        }
    }

    /** Adds a reader to the running region; where clients connect to it. */
    public AddedReader addReader(String name) throws IOException, InterruptedException {
        String added = workspace.run(
                List.of(settings.launcher().toString(), "instance", "add", name, "--json", "--data", data.toString()),
                settings.environment(workspace.fresh("reader-gc")),
                READER_PATIENCE);
        return AddedReader.of(name, added, endpoint.password());
    }

    private Process process() {
        Process running = process;
        if (running == null) {
            throw new BenchmarkException("Borealis has not been started");
        }
        return running;
    }

    @Override
    public boolean restartIfDead() throws IOException, InterruptedException {
        if (process().isAlive()) {
            return false;
        }
        startAgain();
        return true;
    }

    @Override
    public void crash() throws InterruptedException {
        process().destroyForcibly();
        process().waitFor();
    }

    @Override
    public Endpoint endpoint() {
        return endpoint;
    }

    @Override
    public Usage usage() {
        return Usage.of(List.of(process().toHandle()), settings.pool());
    }

    @Override
    public SortedMap<String, Long> counters() throws InterruptedException {
        RegionReport report = FreshReport.of(new DataFolder(data).statusFile(), process(), Instant.now());
        SortedMap<String, Long> own = report.counters();
        SortedMap<String, Long> counters = new TreeMap<>(own);
        counters.put(REDO_BYTES, own.getOrDefault("volume.sent.log-bytes", 0L));
        // What six nodes received, which is what would go over the network between processes.
        counters.put(NETWORK_BYTES, own.getOrDefault("storage.ingest.bytes", 0L));
        counters.put(
                BACKLOG_BYTES,
                report.nodes().stream().mapToLong(NodeHealth::backlogBytes).sum());
        counters.put(DISK_BYTES, report.diskBytes());
        return counters;
    }

    @Override
    public Path collections() {
        return gcLog;
    }

    @Override
    public void stop() throws InterruptedException {
        Process running = process;
        if (running != null) {
            running.destroyForcibly();
            running.waitFor();
        }
    }
}
