package org.borealisdb.server.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.ToIntFunction;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.borealisdb.server.region.NodeHealth;
import org.borealisdb.server.region.ProcessIdentity;
import org.borealisdb.server.region.RegionProblemException;
import org.borealisdb.server.region.RegionReport;
import org.borealisdb.server.region.StatusFile;
import org.borealisdb.sql.postgres.VolumeFacts;

/**
 * A region whose nodes are processes of their own on this machine. Everything is in one folder, on free ports. Closing it kills every process; the folder stays. Used by one thread.
 */
public final class RegionOfProcesses implements AutoCloseable {
    public static final List<String> STORAGE =
            List.of("storage-a1", "storage-a2", "storage-b1", "storage-b2", "storage-c1", "storage-c2");

    /** A third storage node for the first zone, which holds nothing at first. */
    public static final String SPARE = "storage-a3";

    /** The instance that begins. */
    public static final String WRITER = "writer";

    /** A region of its own, in one process. */
    private static final String BESIDE = "beside";

    /** Another, which takes over. */
    public static final String RIVAL = "rival";

    /** Follows the writer. */
    public static final String READER = "reader";

    /** A storage node that is away for so long is replaced, if there is another. */
    public static final Duration REPLACE_AFTER = Duration.ofSeconds(5);

    /** Storage nodes verify all their files once within this time. */
    public static final Duration SCRUB_EVERY = Duration.ofSeconds(10);

    private static final String PASSWORD_FILE = "password";
    private static final Duration READY_PATIENCE = Duration.ofMinutes(2);
    /** Where the first block of a journal file begins. */
    private static final long FIRST_BLOCK = 4096;

    private static final int SEVERAL_SECTIONS = 32 << 10;

    /** In the header of a block: what follows may be padding, which nobody reads. */
    private static final long WITHIN_BLOCK = 20;

    private static final int FIRST_PORT = 10_000;
    private static final int LAST_PORT = 32_000;
    private static final int PORT_ATTEMPTS = 1_000;
    /** Those that were given. */
    private static final Set<Integer> PORTS = new HashSet<>();

    private static final String STATUS = ".status.json";
    private static final long POLL_MILLIS = 2;
    private static final int KEY_BYTES = 32;

    private final Path folder;
    private final UnaryOperator<List<String>> program;
    private final String password;
    private final boolean backedUp;
    private final ProcessLayout layout;
    private final ProcessLayout.Placed places;
    /** The region's file of nodes that have one of their own. */
    private final Map<String, Path> files = new LinkedHashMap<>();

    private final Map<String, Process> processes = new LinkedHashMap<>();

    /**
     * Prepares a region in an empty folder; nothing runs yet.
     *
     * @param program  makes the command line of a process from the arguments of {@code borealis}
     * @param layout   its nodes
     * @param backedUp whether its storage nodes make a backup, in {@link #backup}
     */
    public RegionOfProcesses(
            Path folder, UnaryOperator<List<String>> program, String password, ProcessLayout layout, boolean backedUp)
            throws IOException {
        this.folder = folder;
        this.program = program;
        this.password = password;
        this.backedUp = backedUp;
        this.layout = layout;
        this.places = layout.place(RegionOfProcesses::freePort);
        byte[] key = new byte[KEY_BYTES];
        new SecureRandom().nextBytes(key);
        write("region.key", key);
        write(PASSWORD_FILE, (password + "\n").getBytes(java.nio.charset.StandardCharsets.UTF_8));
        Files.writeString(regionFile(), describe(places::port));
    }

    private void write(String name, byte[] secret) throws IOException {
        Path file = folder.resolve(name);
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.write(file, secret);
    }

    /** A port that nobody listens at, given once, and below those that systems give to connections: it is listened at only later. */
    static synchronized int freePort() {
        SecureRandom random = new SecureRandom();
        for (int attempt = 0; attempt < PORT_ATTEMPTS; attempt++) {
            int port = random.nextInt(FIRST_PORT, LAST_PORT);
            if (isFree(port)) {
                PORTS.add(port);
                return port;
            }
        }
        throw new RegionProblemException("no free port was found between " + FIRST_PORT + " and " + LAST_PORT);
    }

    /** The same for several, one after the other; the first. */
    static synchronized int freePorts(int count) {
        for (int attempt = 0; attempt < PORT_ATTEMPTS; attempt++) {
            int first = freePort();
            int free = 1;
            while (free < count && isFree(first + free)) {
                free++;
            }
            if (free == count) {
                for (int more = 1; more < count; more++) {
                    PORTS.add(first + more);
                }
                return first;
            }
        }
        throw new RegionProblemException("no " + count + " free ports in a row were found");
    }

    private static boolean isFree(int port) {
        if (PORTS.contains(port)) {
            return false;
        }
        try (ServerSocket _ = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return true;
        } catch (IOException taken) {
            return false;
        }
    }

    private String describe(ToIntFunction<String> port) {
        return (layout.keepsLog() ? "" : "metadata: metadata\n") + "key-file: region.key\npassword-file: "
                + PASSWORD_FILE + "\nreplace-after: " + REPLACE_AFTER.toSeconds() + "s\n"
                + (backedUp ? "backup: backup\n" : "") + places.text(port);
    }

    /** Zone of a storage node. */
    public static String zone(String node) {
        return String.valueOf(node.charAt(node.length() - 2));
    }

    /** Storage nodes of a zone. */
    public static List<String> ofZone(String zone) {
        return STORAGE.stream().filter(node -> zone(node).equals(zone)).toList();
    }

    public Path regionFile() {
        return folder.resolve("region.yaml");
    }

    /** Where a node listens for others. */
    public int port(String node) {
        return places.port(node);
    }

    /** Has a process, from its next start on, reach others elsewhere: through relays that can be cut. */
    public void reach(String node, ToIntFunction<String> port) throws IOException {
        Path file = folder.resolve("region-" + node + ".yaml");
        Files.writeString(file, describe(port));
        files.put(node, file);
    }

    /** All nodes but the spare one. */
    public List<ProcessNode> nodes() {
        return layout.nodes().stream()
                .filter(node -> !node.name().equals(SPARE))
                .toList();
    }

    public String password() {
        return password;
    }

    /** The file that it is in, and nothing else. */
    Path passwordFile() {
        return folder.resolve(PASSWORD_FILE);
    }

    /** Where the backup is. */
    Path backup() {
        return folder.resolve("backup");
    }

    /** The region's own master key. */
    Path keys() {
        return folder.resolve("keys");
    }

    /** Where an instance takes clients, on loopback, or where a gateway leads them to the writer. */
    public int clientPort(String node) {
        return places.clients(node);
    }

    /** Where a gateway leads clients to readers. */
    public int readerPort(String gateway) {
        return places.readers(gateway);
    }

    /** Starts nodes, all at once, and waits until each has said that it is ready. */
    public void start(List<String> nodes) throws IOException, InterruptedException {
        for (String node : nodes) {
            Files.deleteIfExists(output(node));
            processes.put(node, launch(node));
        }
        for (String node : nodes) {
            awaitReady(node, node + " is ready");
        }
    }

    /** Starts another region in one process, whose data are in {@code data}, and waits until it has said that it is ready. It ends with this one. */
    void startBeside(Path data, int port) throws IOException, InterruptedException {
        processes.put(
                BESIDE,
                launch(
                        BESIDE,
                        List.of(
                                "start",
                                "--data",
                                data.toString(),
                                "--port",
                                String.valueOf(port),
                                "--memory",
                                "64MB")));
        awaitReady(BESIDE, " is ready");
    }

    private Process launch(String node) throws IOException {
        ProcessNode.Kind kind = layout.node(node).kind();
        List<String> arguments = new ArrayList<>(List.of(
                "run",
                kind.role(),
                "--region",
                files.getOrDefault(node, regionFile()).toString(),
                "--name",
                node));
        if (kind == ProcessNode.Kind.STORAGE) {
            arguments.addAll(List.of("--scrub-every", SCRUB_EVERY.toSeconds() + "s"));
        }
        return launch(node, arguments);
    }

    private Process launch(String name, List<String> arguments) throws IOException {
        return new ProcessBuilder(program.apply(arguments))
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                .redirectOutput(output(name).toFile())
                .start();
    }

    private Path output(String node) {
        return folder.resolve(node + ".out");
    }

    /** What a node has printed since it was started. */
    public String printed(String node) throws IOException {
        return Files.readString(output(node));
    }

    private void awaitReady(String node, String words) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + READY_PATIENCE.toNanos();
        while (!printed(node).contains(words)) {
            if (process(node).waitFor(POLL_MILLIS, TimeUnit.MILLISECONDS)) {
                throw new RegionProblemException(
                        node + " did not start: " + printed(node).strip());
            }
            if (System.nanoTime() > deadline) {
                throw new RegionProblemException(node + " is not ready after " + READY_PATIENCE.toSeconds() + " s");
            }
        }
    }

    /** The process of a node, running or not. */
    public Process process(String node) {
        return Optional.ofNullable(processes.get(node)).orElseThrow();
    }

    /** kill -9: the process is gone without a word. */
    public void kill(List<String> nodes) throws InterruptedException {
        for (String node : nodes) {
            process(node).destroyForcibly();
        }
        for (String node : nodes) {
            process(node).waitFor();
        }
    }

    /** SIGTERM: the process ends in order. */
    public void stop(List<String> nodes) throws InterruptedException {
        for (String node : nodes) {
            process(node).destroy();
        }
        for (String node : nodes) {
            process(node).waitFor();
        }
    }

    /** A byte in the middle of a layer of a storage node changes behind the node's back; empty if it has none yet, or has just begun one. */
    public Optional<RottenByte> rotLayer(String node) throws IOException {
        Path group = folder.resolve(node).resolve("volume-1").resolve("group-0");
        for (Path layer : Files.exists(group) ? files(group, "layer-").reversed() : List.<Path>of()) {
            long size = Files.size(layer);
            // What comes before the first section is written last.
            if (size > SEVERAL_SECTIONS) {
                return Optional.of(RottenByte.flip(layer, size / 2));
            }
        }
        return Optional.empty();
    }

    /** So does a byte of the first block in the journal file that it writes; empty if it has just begun that. */
    public Optional<RottenByte> rotJournal(String node) throws IOException {
        List<Path> written = new ArrayList<>();
        for (Path file : files(folder.resolve(node).resolve("journal"), "file-")) {
            if (holdsBlock(file)) {
                written.add(file);
            }
        }
        written.sort(Comparator.comparingLong(file -> file.toFile().lastModified()));
        return written.isEmpty()
                ? Optional.empty()
                : Optional.of(RottenByte.flip(written.getLast(), FIRST_BLOCK + WITHIN_BLOCK));
    }

    private static boolean holdsBlock(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file)) {
            ByteBuffer one = ByteBuffer.allocate(1);
            channel.read(one, FIRST_BLOCK);
            return one.get(0) != 0;
        } catch (NoSuchFileException deleted) {
            return false;
        }
    }

    private static List<Path> files(Path folder, String prefix) throws IOException {
        try (Stream<Path> paths = Files.list(folder)) {
            return paths.filter(path -> path.getFileName().toString().startsWith(prefix))
                    .sorted()
                    .toList();
        }
    }

    /** What a storage node last told an instance of verifying its files; empty if it has not. */
    public Optional<VolumeFacts.Scrub> scrub(String instance, String node) {
        return report(instance).stream()
                .flatMap(report -> report.volumes().stream())
                .flatMap(volume -> volume.nodes().stream())
                .filter(each -> each.name().equals(node))
                .map(VolumeFacts.Node::scrub)
                .findFirst();
    }

    /** The disk of a storage node that does not run is gone, with everything on it. */
    public void loseDisk(String node) throws IOException {
        remove(folder.resolve(node));
    }

    /** SIGSTOP: the process stands still and keeps its connections. */
    public void freeze(String node) throws IOException, InterruptedException {
        signal(node, "STOP");
    }

    /** SIGCONT: it goes on as if nothing had been. */
    public void thaw(String node) throws IOException, InterruptedException {
        signal(node, "CONT");
    }

    private void signal(String node, String signal) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-" + signal, String.valueOf(process(node).pid()))
                .start()
                .waitFor();
    }

    /** What a node last said about itself, if that was the process that runs now. */
    public Optional<RegionReport> report(String node) {
        long pid = process(node).pid();
        return StatusFile.ofNode(regionFile(), node).read().filter(report -> report.pid() == pid);
    }

    /** Highest LSN up to which a storage node has the log without a gap, as it last said; 0 if it has not. */
    public long completeLsn(String node) {
        return report(node).stream()
                .flatMap(report -> report.nodes().stream())
                .mapToLong(NodeHealth::scl)
                .max()
                .orElse(0);
    }

    /** What an instance last said that the volume lacks; empty if nothing, or it has said nothing yet. */
    public List<String> notes(String instance) {
        return report(instance).map(RegionReport::notes).orElse(List.of());
    }

    /** Volume durable LSN, as an instance last said; 0 if it has not. */
    public long durableLsn(String instance) {
        return report(instance).map(RegionReport::vdl).orElse(0L);
    }

    /** Kills whatever still runs, and what the agents among that have started. */
    @Override
    public void close() {
        List<Process> running = new ArrayList<>(processes.values());
        running.forEach(Process::destroyForcibly);
        running.forEach(process -> process.onExit().join());
        try {
            for (Path file : files(folder, "")) {
                String name = String.valueOf(file.getFileName());
                if (name.endsWith(STATUS)) {
                    handle(name.substring(0, name.length() - STATUS.length())).ifPresent(left -> {
                        left.destroyForcibly();
                        left.onExit().join();
                    });
                }
            }
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** The process of a node, whoever started it, as it last said itself; empty if it does not run. */
    public Optional<ProcessHandle> handle(String node) {
        return StatusFile.ofNode(regionFile(), node)
                .read()
                .map(report -> new ProcessIdentity(
                        report.pid(), Instant.parse(report.started()).toEpochMilli()))
                .flatMap(ProcessIdentity::running);
    }

    /** Removes a folder with everything in it. */
    static void remove(Path folder) throws IOException {
        try (Stream<Path> paths = Files.walk(folder)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        }
    }
}
