package org.borealisdb.server.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.UnaryOperator;
import org.borealisdb.cloud.certificate.CertificateAuthority;
import org.borealisdb.server.demo.ProcessLayout;
import org.borealisdb.server.demo.ProcessNode;
import org.borealisdb.server.demo.RegionOfProcesses;
import org.borealisdb.server.region.ConnectionUrl;
import picocli.CommandLine.ExitCode;

/** A region whose nodes are all roles of this process, so that the AOT cache has what a process of a single role loads: its region's file, the network between processes, the role. */
final class TrainingRoles {
    private static final String PASSWORD = "training";
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final long POLL_MILLIS = 20;

    private final RegionOfProcesses region;
    private final CountDownLatch end = new CountDownLatch(1);
    private final List<Thread> threads = new ArrayList<>();
    private final List<String> failures = new ArrayList<>();

    private TrainingRoles(RegionOfProcesses region) {
        this.region = region;
    }

    /**
     * Runs one with six storage nodes, a writer and a reader, in which that many rows are written and read, and ends it.
     *
     * @param folder which is made
     * @throws IOException if a role fails
     */
    static void run(Path folder, int rows) throws IOException, InterruptedException {
        Files.createDirectory(folder);
        try (RegionOfProcesses region = new RegionOfProcesses(
                folder, UnaryOperator.identity(), PASSWORD, ProcessLayout.byRole(), /* backedUp= */ false)) {
            TrainingRoles roles = new TrainingRoles(region);
            try {
                RegionOfProcesses.STORAGE.forEach(node -> roles.start(ProcessNode.Kind.STORAGE, node));
                roles.start(ProcessNode.Kind.INSTANCE, RegionOfProcesses.WRITER);
                roles.start(ProcessNode.Kind.INSTANCE, RegionOfProcesses.READER);
                roles.work(rows);
            } finally {
                roles.stop();
            }
        }
    }

    private void start(ProcessNode.Kind kind, String node) {
        List<String> words =
                List.of("run", kind.role(), "--region", region.regionFile().toString(), "--name", node);
        Thread thread = new Thread(
                () -> ScopedValue.where(Lifetime.END_OF_ALL, end).run(() -> toEnd(words)), "training-" + node);
        threads.add(thread);
        thread.start();
    }

    private void toEnd(List<String> words) {
        StringWriter printed = new StringWriter();
        PrintWriter lines = new PrintWriter(printed);
        int code = Main.commandLine().setOut(lines).setErr(lines).execute(words.toArray(String[]::new));
        if (code != ExitCode.OK) {
            synchronized (failures) {
                failures.add(String.join(" ", words) + " ended with " + code + ": " + printed);
            }
        }
    }

    private void work(int rows) throws IOException, InterruptedException {
        try (TrainingClient writer = connect(RegionOfProcesses.WRITER);
                TrainingClient reader = connect(RegionOfProcesses.READER)) {
            writer.run("CREATE TABLE train (id int PRIMARY KEY, note text)");
            for (int id = 1; id <= rows; id++) {
                String number = String.valueOf(id);
                writer.runPrepared("INSERT INTO train VALUES ($1, $2)", List.of(number, "note " + number));
                reader.run("SELECT count(*) FROM pg_class");
            }
        }
    }

    /** Connects as soon as the node takes clients. */
    private TrainingClient connect(String node) throws IOException, InterruptedException {
        ConnectionUrl url = new ConnectionUrl("127.0.0.1", region.clientPort(node), "postgres", PASSWORD, "postgres");
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            try {
                return TrainingClient.encrypted(
                        url, region.regionFile().resolveSibling("tls").resolve(CertificateAuthority.BUNDLE));
            } catch (IOException notYet) {
                if (System.nanoTime() - deadline > 0) {
                    throw notYet;
                }
                Thread.sleep(POLL_MILLIS);
            }
        }
    }

    private void stop() throws IOException, InterruptedException {
        end.countDown();
        for (Thread thread : threads) {
            thread.join(PATIENCE);
        }
        synchronized (failures) {
            if (!failures.isEmpty()) {
                throw new IOException(String.join("; ", failures));
            }
        }
    }
}
