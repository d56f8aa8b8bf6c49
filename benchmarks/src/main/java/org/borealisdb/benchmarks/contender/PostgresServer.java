package org.borealisdb.benchmarks.contender;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.borealisdb.runtime.config.ByteSize;
import org.jspecify.annotations.Nullable;

/**
 * PostgreSQL as Debian ships it: alone, or with synchronous standbys on the same machine. Its defaults stay, except shared_buffers;
 * fsync, synchronous_commit and full_page_writes are on.
 */
public final class PostgresServer implements Contender {
    private static final Duration START_PATIENCE = Duration.ofMinutes(2);
    private static final Duration QUERY_PATIENCE = Duration.ofSeconds(60);
    private static final long POLL_MILLIS = 5;

    private final Workspace workspace;
    private final PostgresPrograms programs;
    private final ByteSize sharedBuffers;
    private final int standbys;
    private final int quorum;
    private final Path folder;
    private final Endpoint endpoint = new Endpoint(Workspace.freePort(), "benchmark");
    private final List<Process> standbyProcesses = new ArrayList<>();
    private @Nullable Process primary;

    private PostgresServer(
            Workspace workspace, PostgresPrograms programs, ByteSize sharedBuffers, int standbys, int quorum) {
        this.workspace = workspace;
        this.programs = programs;
        this.sharedBuffers = sharedBuffers;
        this.standbys = standbys;
        this.quorum = quorum;
        this.folder = workspace.fresh("postgres");
    }

    /** One server, synced to its own disk. */
    public static PostgresServer alone(Workspace workspace, PostgresPrograms programs, ByteSize sharedBuffers) {
        return new PostgresServer(workspace, programs, sharedBuffers, 0, 0);
    }

    /** A server whose commits wait for any four of six standbys to have them on disk. */
    public static PostgresServer withStandbys(Workspace workspace, PostgresPrograms programs, ByteSize sharedBuffers) {
        return new PostgresServer(workspace, programs, sharedBuffers, 6, 4);
    }

    @Override
    public String name() {
        return standbys == 0 ? "PostgreSQL" : "PostgreSQL+" + standbys;
    }

    @Override
    public String settings() {
        return (standbys == 0
                        ? "one server"
                        : standbys + " synchronous standbys on this machine, synchronous_standby_names = '"
                                + standbyNames() + "'")
                + ", fsync = on, synchronous_commit = on, full_page_writes = on, shared_buffers " + sharedBuffers
                + ", the rest as Debian has it (max_wal_size 1 GB)";
    }

    private String standbyNames() {
        List<String> names = new ArrayList<>();
        for (int i = 1; i <= standbys; i++) {
            names.add("s" + i);
        }
        return "ANY " + quorum + " (" + String.join(", ", names) + ")";
    }

    @Override
    public void start() throws IOException, InterruptedException {
        programs.makeFolder(folder);
        Path passwordFile = workspace.fresh("postgres-password");
        Files.writeString(passwordFile, endpoint.password() + "\n");
        programs.give(passwordFile);
        Path data = folder.resolve("primary");
        workspace.run(
                programs.unprivileged(
                        "initdb",
                        List.of(
                                "-D",
                                data.toString(),
                                "-U",
                                "postgres",
                                "-A",
                                "scram-sha-256",
                                "--pwfile",
                                passwordFile.toString(),
                                "-E",
                                "UTF8",
                                "--locale",
                                "C.UTF-8")),
                Map.of(),
                START_PATIENCE);
        startAgain();
        for (int i = 1; i <= standbys; i++) {
            startStandby("s" + i);
        }
        if (standbys > 0) {
            query("ALTER SYSTEM SET synchronous_standby_names = '" + standbyNames() + "'");
            query("SELECT pg_reload_conf()");
            long deadline = System.nanoTime() + START_PATIENCE.toNanos();
            String wanted = String.valueOf(standbys);
            while (!query(
                            "SELECT count(*) FROM pg_stat_replication WHERE sync_state = 'quorum' AND state = 'streaming'")
                    .equals(wanted)) {
                if (System.nanoTime() > deadline) {
                    throw new BenchmarkException(
                            "the standbys do not stream after " + START_PATIENCE.toSeconds() + " s");
                }
            }
        }
    }

    private void startStandby(String name) throws IOException, InterruptedException {
        Path data = folder.resolve(name);
        String source = "host=127.0.0.1 port=" + endpoint.port() + " user=postgres password=" + endpoint.password()
                + " application_name=" + name;
        workspace.run(
                programs.unprivileged(
                        "pg_basebackup",
                        List.of(
                                "-D",
                                data.toString(),
                                "-R",
                                "-X",
                                "stream",
                                "-c",
                                "fast",
                                "-C",
                                "-S",
                                name,
                                "-d",
                                source)),
                Map.of(),
                START_PATIENCE);
        int port = Workspace.freePort();
        Process process = startServer(data, port);
        standbyProcesses.add(process);
        awaitServing(process, port);
    }

    private Process startServer(Path data, int port) throws IOException {
        return workspace.start(
                programs.unprivileged(
                        "postgres",
                        List.of(
                                "-D",
                                data.toString(),
                                "-c",
                                "listen_addresses=127.0.0.1",
                                "-c",
                                "port=" + port,
                                "-c",
                                "unix_socket_directories=" + folder,
                                "-c",
                                "shared_buffers=" + (sharedBuffers.bytes() >> 10) + "kB",
                                "-c",
                                "fsync=on",
                                "-c",
                                "synchronous_commit=on",
                                "-c",
                                "full_page_writes=on",
                                "-c",
                                "max_wal_senders=10",
                                "-c",
                                "max_replication_slots=10")),
                Map.of(),
                log(data));
    }

    private Path log(Path data) {
        return workspace.folder().resolve(folder.getFileName() + "-" + data.getFileName() + ".log");
    }

    private void awaitServing(Process process, int port) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + START_PATIENCE.toNanos();
        Path log = log(folder.resolve("primary"));
        while (new ProcessBuilder(programs.path("pg_isready"), "-q", "-h", "127.0.0.1", "-p", String.valueOf(port))
                        .start()
                        .waitFor()
                != 0) {
            if (process.waitFor(POLL_MILLIS, TimeUnit.MILLISECONDS)) {
                throw new BenchmarkException("PostgreSQL did not start: " + Workspace.tail(log));
            }
            if (System.nanoTime() > deadline) {
                throw new BenchmarkException("PostgreSQL does not answer: " + Workspace.tail(log));
            }
        }
    }

    private String query(String sql) throws IOException, InterruptedException {
        return workspace
                .run(List.of(programs.path("psql"), "-XAtqc", sql), endpoint.environment(), QUERY_PATIENCE)
                .strip();
    }

    @Override
    public void startAgain() throws IOException, InterruptedException {
        Process started = startServer(folder.resolve("primary"), endpoint.port());
        primary = started;
        awaitServing(started, endpoint.port());
    }

    private Process primary() {
        Process running = primary;
        if (running == null) {
            throw new BenchmarkException("PostgreSQL has not been started");
        }
        return running;
    }

    @Override
    public boolean restartIfDead() throws IOException, InterruptedException {
        if (primary().isAlive()) {
            return false;
        }
        startAgain();
        return true;
    }

    /** Immediate shutdown: no checkpoint, so the next start recovers. A kill -9 would leave its shared memory behind. */
    @Override
    public void crash() throws IOException, InterruptedException {
        Workspace.signal(primary(), "QUIT");
        Workspace.awaitEnd(primary());
    }

    @Override
    public Endpoint endpoint() {
        return endpoint;
    }

    @Override
    public Usage usage() {
        List<ProcessHandle> all = new ArrayList<>();
        all.add(primary().toHandle());
        standbyProcesses.forEach(process -> all.add(process.toHandle()));
        return Usage.of(all, sharedBuffers);
    }

    @Override
    public SortedMap<String, Long> counters() throws IOException, InterruptedException {
        SortedMap<String, Long> counters = new TreeMap<>();
        counters.put(REDO_BYTES, Long.valueOf(query("SELECT pg_current_wal_lsn() - '0/0'::pg_lsn")));
        return counters;
    }

    @Override
    public void stop() throws IOException, InterruptedException {
        if (primary != null) {
            Workspace.signal(primary(), "QUIT");
            for (Process standby : standbyProcesses) {
                Workspace.signal(standby, "QUIT");
            }
            Workspace.awaitEnd(primary());
            for (Process standby : standbyProcesses) {
                Workspace.awaitEnd(standby);
            }
        }
    }
}
