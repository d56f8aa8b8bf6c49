package org.borealisdb.benchmarks.contender;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.borealisdb.server.region.RegionReport;
import org.borealisdb.server.region.StatusFile;
import org.borealisdb.server.region.VolumeReport;
import org.jspecify.annotations.Nullable;

/** Six storage nodes and an instance, each a process of its own, over TCP on loopback ({@code region.yaml}). */
public final class BorealisInSevenProcesses implements Contender, CollectionLog {
    private static final Duration START_PATIENCE = Duration.ofMinutes(3);
    private static final long POLL_MILLIS = 2;
    private static final int KEY_BYTES = 32;
    private static final String WRITER = "writer";
    private static final List<String> ZONES = List.of("a", "b", "c");
    private static final int NODES_PER_ZONE = 2;

    private final Workspace workspace;
    private final BorealisSettings settings;
    private final List<String> nodes = new ArrayList<>();
    private final String healing;
    private final Path folder;
    private final Endpoint endpoint = new Endpoint(Workspace.freePort(), "benchmark");
    private final List<Process> storage = new ArrayList<>();
    private @Nullable Process writer;

    public BorealisInSevenProcesses(Workspace workspace, BorealisSettings settings) {
        this(workspace, settings, 0, "20s");
    }

    /**
     * One with more storage nodes, which hold nothing at first.
     *
     * @param spares       so many in each zone
     * @param replaceAfter a node that has been missing for so long is replaced by a spare one
     */
    public BorealisInSevenProcesses(Workspace workspace, BorealisSettings settings, int spares, String replaceAfter) {
        for (String zone : ZONES) {
            for (int number = 1; number <= NODES_PER_ZONE + spares; number++) {
                nodes.add("storage-" + zone + number);
            }
        }
        this.healing = spares == 0 ? "" : "replace-after: " + replaceAfter + "\n";
        this.workspace = workspace;
        this.settings = settings;
        this.folder = workspace.fresh("region");
    }

    @Override
    public String name() {
        return "Borealis x7";
    }

    @Override
    public String settings() {
        return "seven processes (six storage nodes and an instance, TCP on loopback), a synced journal each, commit at 4 of 6, pool "
                + settings.pool() + (settings.jvmOptions().isBlank() ? "" : ", JVM options " + settings.jvmOptions());
    }

    @Override
    public void start() throws IOException, InterruptedException {
        Files.createDirectory(folder);
        byte[] key = new byte[KEY_BYTES];
        new SecureRandom().nextBytes(key);
        Path keyFile = folder.resolve("region.key");
        Files.write(keyFile, key);
        Files.setPosixFilePermissions(keyFile, PosixFilePermissions.fromString("rw-------"));
        Files.writeString(folder.resolve("password"), endpoint.password() + "\n");
        Files.writeString(description(), regionFile());
        for (String node : nodes) {
            storage.add(run("storage-node", node));
        }
        for (int i = 0; i < nodes.size(); i++) {
            awaitReady(nodes.get(i), storage.get(i));
        }
        startAgain();
    }

    private String regionFile() {
        StringBuilder text = new StringBuilder(
                "metadata: metadata\nkey-file: region.key\npassword-file: password\n" + healing + "storage-nodes:\n");
        for (String node : nodes) {
            text.append("  - {name: ").append(node).append(", zone: ").append(node.charAt(node.length() - 2));
            text.append(", port: ")
                    .append(Workspace.freePort())
                    .append(", folder: ")
                    .append(node)
                    .append("}\n");
        }
        text.append("instances:\n  - {name: ")
                .append(WRITER)
                .append(", zone: a, port: ")
                .append(Workspace.freePort());
        text.append(", client-port: ").append(endpoint.port());
        return text.append(", memory: ")
                .append(settings.pool().bytes())
                .append("}\n")
                .toString();
    }

    private Process run(String role, String node) throws IOException {
        Path output = output(node);
        // What an earlier process said must not count for the new one.
        Files.deleteIfExists(output);
        return workspace.start(
                List.of(
                        settings.launcher().toString(),
                        "run",
                        role,
                        "--region",
                        description().toString(),
                        "--name",
                        node),
                settings.environment(folder.resolve(node + ".gc")),
                output);
    }

    private Path output(String node) {
        return folder.resolve(node + ".out");
    }

    private void awaitReady(String node, Process process) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + START_PATIENCE.toNanos();
        while (!Files.readString(output(node)).contains(node + " is ready")) {
            if (process.waitFor(POLL_MILLIS, TimeUnit.MILLISECONDS)) {
                throw new BenchmarkException(node + " did not start: " + Workspace.tail(output(node)));
            }
            if (System.nanoTime() > deadline) {
                throw new BenchmarkException(node + " is not ready after " + START_PATIENCE.toSeconds() + " s: "
                        + Workspace.tail(output(node)));
            }
        }
    }

    /** Kills a storage node, for good. */
    public void kill(String node) throws InterruptedException {
        Process running = storage.get(nodes.indexOf(node));
        running.destroyForcibly();
        running.waitFor();
    }

    /** What the writer knows of the volume now. */
    public VolumeReport volume() throws InterruptedException {
        Process running = writer;
        if (running == null) {
            throw new BenchmarkException("no instance runs");
        }
        return FreshReport.of(status(WRITER), running, Instant.now()).volumes().getFirst();
    }

    @Override
    public boolean restartIfDead() throws IOException, InterruptedException {
        boolean restarted = false;
        for (int i = 0; i < nodes.size(); i++) {
            if (!storage.get(i).isAlive()) {
                storage.set(i, run("storage-node", nodes.get(i)));
                awaitReady(nodes.get(i), storage.get(i));
                restarted = true;
            }
        }
        Process running = writer;
        if (running == null || !running.isAlive()) {
            startAgain();
            restarted = true;
        }
        return restarted;
    }

    @Override
    public void crash() throws InterruptedException {
        Process running = writer;
        if (running != null) {
            running.destroyForcibly();
            running.waitFor();
        }
    }

    @Override
    public void startAgain() throws IOException, InterruptedException {
        Process started = run("instance", WRITER);
        writer = started;
        awaitReady(WRITER, started);
    }

    /** What describes the region. */
    public Path description() {
        return folder.resolve("region.yaml");
    }

    @Override
    public Endpoint endpoint() {
        return endpoint;
    }

    @Override
    public Usage usage() {
        List<ProcessHandle> all = new ArrayList<>();
        storage.forEach(node -> all.add(node.toHandle()));
        Process running = writer;
        if (running != null) {
            all.add(running.toHandle());
        }
        return Usage.of(all, settings.pool());
    }

    @Override
    public SortedMap<String, Long> counters() throws IOException, InterruptedException {
        Instant now = Instant.now();
        SortedMap<String, Long> counters = new TreeMap<>();
        Process running = writer;
        if (running != null) {
            add(counters, FreshReport.of(status(WRITER), running, now));
        }
        for (int i = 0; i < nodes.size(); i++) {
            add(counters, FreshReport.of(status(nodes.get(i)), storage.get(i), now));
        }
        return counters;
    }

    private StatusFile status(String node) {
        return StatusFile.ofNode(description(), node);
    }

    private static void add(SortedMap<String, Long> counters, RegionReport report) {
        SortedMap<String, Long> own = report.counters();
        counters.merge(REDO_BYTES, own.getOrDefault("volume.sent.log-bytes", 0L), Long::sum);
        counters.merge(NETWORK_BYTES, own.getOrDefault("net.socket.bytes_sent", 0L), Long::sum);
        report.nodes().forEach(node -> counters.merge(BACKLOG_BYTES, node.backlogBytes(), Long::sum));
    }

    @Override
    public Path collections() {
        return folder.resolve(WRITER + ".gc");
    }

    @Override
    public void stop() throws InterruptedException {
        crash();
        for (Process node : storage) {
            node.destroyForcibly();
            node.waitFor();
        }
    }
}
