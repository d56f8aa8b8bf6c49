package org.borealisdb.benchmarks.contender;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A temporary folder and the processes that run in it. {@link #close}, which Ctrl-C calls too, kills every process and removes the
 * folder; afterwards nothing can be started any more.
 */
public final class Workspace implements AutoCloseable {
    private static final Duration END_PATIENCE = Duration.ofSeconds(20);
    private static final int REMOVALS = 5;

    private final Path folder;
    private final List<Process> processes = new ArrayList<>();
    private final Thread hook = new Thread(this::cleanUp, "clean-up");
    private boolean closed;
    private int names;

    /** A new workspace below {@code parent}. */
    public Workspace(Path parent) throws IOException {
        Files.createDirectories(parent);
        // Others may pass through it, not list it: PostgreSQL's folder in it belongs to another user.
        folder = Files.createTempDirectory(parent, "borealis-bench-");
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx--x--x"));
        Runtime.getRuntime().addShutdownHook(hook);
    }

    public Path folder() {
        return folder;
    }

    /** A path in it that nothing has yet. */
    public synchronized Path fresh(String name) {
        names++;
        return folder.resolve(name + "-" + names);
    }

    /** A port of loopback that was free a moment ago. */
    public static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException none) {
            throw new UncheckedIOException(none);
        }
    }

    /** Starts a process whose output goes to {@code output}. It is killed at the end at the latest. */
    public synchronized Process start(List<String> command, Map<String, String> environment, Path output)
            throws IOException {
        awaitHaltIfClosed();
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                .redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()));
        builder.environment().putAll(environment);
        Process process = builder.start();
        processes.removeIf(earlier -> !earlier.isAlive());
        processes.add(process);
        return process;
    }

    /** After a signal there is nothing more to do for whoever measures: the JVM ends once the hook has cleaned up. */
    private void awaitHaltIfClosed() {
        while (closed) {
            try {
                wait();
            } catch (InterruptedException nobodyDoesThis) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /**
     * Runs a program to its end and answers what it printed.
     *
     * @throws BenchmarkException if it fails, or takes longer than it may
     */
    public String run(List<String> command, Map<String, String> environment, Duration patience)
            throws IOException, InterruptedException {
        Path output = fresh("output");
        Process process = start(command, environment, output);
        try {
            if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
                throw new BenchmarkException(
                        program(command) + " has not ended after " + patience.toSeconds() + " s: " + tail(output));
            }
            if (process.exitValue() != 0) {
                throw new BenchmarkException(program(command) + " failed: " + tail(output));
            }
            return Files.readString(output);
        } finally {
            Files.deleteIfExists(output);
        }
    }

    private static String program(List<String> command) {
        return command.stream()
                .filter(word -> word.startsWith("/") && !word.endsWith("setpriv"))
                .findFirst()
                .map(word -> String.valueOf(Path.of(word).getFileName()))
                .orElse(command.getFirst());
    }

    /** The last lines of an output, as one line. */
    public static String tail(Path output) throws IOException {
        List<String> lines = Files.readAllLines(output);
        return String.join(" | ", lines.subList(Math.max(0, lines.size() - 3), lines.size()));
    }

    /** Sends a signal to a process. */
    static void signal(Process process, String signal) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-" + signal, String.valueOf(process.pid()))
                .start()
                .waitFor();
    }

    /** Waits for the end of a process, then kills it. */
    static void awaitEnd(Process process) throws InterruptedException {
        if (!process.waitFor(END_PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
            process.destroyForcibly();
            process.waitFor();
        }
    }

    /** The end of a run and a signal may both come to this; the second finds nothing left to do. */
    private synchronized void cleanUp() {
        closed = true;
        for (Process process : processes) {
            // What its children are must be known before it is gone.
            List<ProcessHandle> children = process.descendants().toList();
            process.destroyForcibly();
            children.forEach(ProcessHandle::destroyForcibly);
        }
        try {
            for (Process process : processes) {
                process.waitFor();
            }
            removeWhatRemains();
        } catch (InterruptedException nobodyDoesThis) {
            Thread.currentThread().interrupt();
        } catch (IOException | UncheckedIOException failure) {
            System.err.println("bench: cannot remove " + folder + ": " + failure.getMessage());
        }
    }

    /** Whoever was measuring may be making a last file just now. */
    private void removeWhatRemains() throws IOException {
        for (int attempt = 1; Files.exists(folder); attempt++) {
            try {
                remove(folder);
            } catch (IOException | UncheckedIOException changedMeanwhile) {
                if (attempt == REMOVALS) {
                    throw changedMeanwhile;
                }
            }
        }
    }

    /** Removes a folder with everything in it. */
    public static void remove(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> paths = Files.walk(folder)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        }
    }

    @Override
    public void close() {
        cleanUp();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException shuttingDown) {
            // Then the hook does the same again, which changes nothing.
        }
    }
}
