package org.borealisdb.tests.sql;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A PostgreSQL 15 of one's own, on a free port, run by an unprivileged user. */
public final class PostgresServer implements AutoCloseable {
    private static final Path PROGRAMS = Path.of("/usr/lib/postgresql/15/bin");
    private static final long TIMEOUT_SECONDS = 120;

    private final Path folder;
    private final int port;

    private PostgresServer(Path folder, int port) {
        this.folder = folder;
        this.port = port;
    }

    /** Starts a server with an empty database cluster. */
    public static PostgresServer start() throws IOException, InterruptedException {
        if (!Files.isExecutable(PROGRAMS.resolve("initdb"))) {
            throw new AssertionError("PostgreSQL 15 is missing, which these tests compare with: install the package"
                    + " postgresql-15 (Debian and Ubuntu), so that there is " + PROGRAMS);
        }
        // Not the usual folder for temporary files of a test: another user must reach it.
        Path folder = Files.createTempDirectory(Path.of("/tmp"), "borealis-oracle");
        if (isRoot()) {
            run(folder, List.of("chown", "nobody", folder.toString()));
        }
        int port = freePort();
        PostgresServer server = new PostgresServer(folder, port);
        server.asUser(
                "initdb",
                "-D",
                server.data(),
                "-U",
                "postgres",
                "-A",
                "trust",
                "--locale=C.UTF-8",
                "-E",
                "UTF8",
                "--no-sync");
        server.asUser(
                "pg_ctl",
                "-D",
                server.data(),
                "-w",
                "-l",
                folder.resolve("log").toString(),
                "-o",
                "-p " + port + " -k " + folder + " -c listen_addresses=127.0.0.1 -c fsync=off -c shared_buffers=16MB"
                        + " -c max_connections=20 -c timezone=UTC -c log_timezone=UTC"
                        + " -c shared_preload_libraries=pg_stat_statements",
                "start");
        return server;
    }

    private String data() {
        return folder.resolve("data").toString();
    }

    private static boolean isRoot() {
        return "root".equals(System.getProperty("user.name"));
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** Runs a script of psql's commands against a server, and returns what psql prints. */
    public static String psql(int port, String database, String script) throws IOException, InterruptedException {
        Path input = Files.createTempFile("borealis-psql", ".sql");
        Path output = Files.createTempFile("borealis-psql", ".out");
        Files.writeString(input, script);
        ProcessBuilder builder = new ProcessBuilder(
                        PROGRAMS.resolve("psql").toString(),
                        "-X",
                        "-q",
                        "-h",
                        "127.0.0.1",
                        "-p",
                        Integer.toString(port),
                        "-U",
                        "postgres",
                        "-d",
                        database,
                        "-f",
                        input.toString())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().put("PGPASSWORD", BorealisServer.PASSWORD);
        builder.environment().put("PGCLIENTENCODING", "UTF8");
        Process process = builder.start();
        if (!process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError("psql does not end: " + script);
        }
        String said = Files.readString(output).replace(input.toString(), "script");
        Files.delete(input);
        Files.delete(output);
        return said;
    }

    /**
     * Runs one of PostgreSQL's programs for clients against a server, and returns what it prints.
     *
     * @throws AssertionError if it fails
     */
    static String client(int port, String program, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                PROGRAMS.resolve(program).toString(),
                "-h",
                "127.0.0.1",
                "-p",
                Integer.toString(port),
                "-U",
                "postgres"));
        command.addAll(List.of(arguments));
        Path output = Files.createTempFile("borealis-" + program, ".out");
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
        builder.environment().put("PGPASSWORD", BorealisServer.PASSWORD);
        Process process = builder.start();
        boolean ended = process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS);
        String said = Files.readString(output);
        Files.delete(output);
        if (!ended || process.exitValue() != 0) {
            process.destroyForcibly();
            throw new AssertionError(String.join(" ", command) + " failed: " + said);
        }
        return said;
    }

    /** Where it listens on 127.0.0.1. */
    public int port() {
        return port;
    }

    private void asUser(String program, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        if (isRoot()) {
            command.addAll(List.of("setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups"));
        }
        command.add(PROGRAMS.resolve(program).toString());
        command.addAll(List.of(arguments));
        run(folder, command);
    }

    private static void run(Path folder, List<String> command) throws IOException, InterruptedException {
        Path output = Files.createTempFile("borealis-oracle", ".out");
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        boolean ended = process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS);
        String said = Files.readString(output);
        Files.delete(output);
        if (!ended || process.exitValue() != 0) {
            process.destroyForcibly();
            throw new AssertionError(String.join(" ", command) + " failed: " + said);
        }
    }

    @Override
    public void close() throws IOException {
        try {
            asUser("pg_ctl", "-D", data(), "-m", "immediate", "-w", "stop");
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
