package org.borealisdb.tests.failure;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.borealisdb.server.demo.Ledger;
import org.borealisdb.server.demo.LedgerClients;
import org.borealisdb.server.region.DataFolder;
import org.borealisdb.server.region.RegionReport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A region in one process, killed again and again while clients work. */
class KilledRegionTest {
    private static final String PASSWORD = "secret";
    private static final int KILLS = 2;
    private static final long ENOUGH = 30;
    /** Transactions a second of pgbench: as many as there can be. */
    private static final int ALL_IT_CAN = 1_000_000;

    @TempDir
    private Path folder = Path.of("");

    private final List<Process> processes = new ArrayList<>();

    @AfterEach
    void endWhatStillRuns() {
        processes.forEach(Process::destroyForcibly);
        processes.forEach(process -> process.onExit().join());
    }

    private Process start(DataFolder data, int port) throws IOException {
        Path output = folder.resolve("region.out");
        Process process = new ProcessBuilder(Borealis.command(List.of(
                        "start",
                        "--data",
                        data.path().toString(),
                        "--port",
                        String.valueOf(port),
                        "--password",
                        PASSWORD,
                        "--memory",
                        "64MB")))
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        processes.add(process);
        Eventually.holds("the region is ready", () -> {
            assertThat(process.isAlive()).as("it ended: %s", output).isTrue();
            return data.statusFile()
                    .read()
                    .filter(report -> report.pid() == process.pid())
                    .filter(report -> report.state().equals(RegionReport.READY))
                    .isPresent();
        });
        return process;
    }

    @Test
    void nothingAcknowledgedIsGone() throws Exception {
        DataFolder data = new DataFolder(folder.resolve("data"));
        int port = freePort();
        Process region = start(data, port);
        Ledger ledger = new Ledger(LedgerClients.WRITERS);
        PgbenchLoad.initialise(port, PASSWORD, folder);
        try (LedgerClients clients =
                new LedgerClients(place -> new JdbcSession(place, PASSWORD), port, ledger, Duration.ZERO)) {
            clients.createTables();
            clients.start();
            for (int i = 0; i < KILLS; i++) {
                try (PgbenchLoad pgbench = PgbenchLoad.run(port, PASSWORD, folder, ALL_IT_CAN)) {
                    long before = ledger.acknowledged();
                    Eventually.holds("clients work", () -> ledger.acknowledged() >= before + ENOUGH);
                    Eventually.holds("pgbench works", () -> pgbench.printed().contains("progress:"));
                    region.destroyForcibly();
                    region.onExit().join();
                }
                region = start(data, port);
            }
            long before = ledger.acknowledged();
            Eventually.holds("clients work again", () -> ledger.acknowledged() >= before + ENOUGH);
            assertThat(clients.pauseWriters(Duration.ofMinutes(2))).isTrue();
            Ledger.Audit audit = ledger.audit(clients.entries());
            assertThat(audit.holds()).as(audit.toString()).isTrue();
            assertThat(ledger.errors())
                    .noneMatch(error -> error.contains("WRONG ANSWER") || error.contains("STALE ANSWER"));
        }
        assertThat(Files.readString(data.logFile())).contains("starts on");
    }

    private static int freePort() throws IOException {
        try (java.net.ServerSocket socket =
                new java.net.ServerSocket(0, 1, java.net.InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
