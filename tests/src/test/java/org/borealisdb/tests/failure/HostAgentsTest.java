package org.borealisdb.tests.failure;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.borealisdb.server.demo.ClientSession;
import org.borealisdb.server.demo.Ledger;
import org.borealisdb.server.demo.LedgerClients;
import org.borealisdb.server.demo.ProcessLayout;
import org.borealisdb.server.demo.RegionOfProcesses;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Agents of three machines run a region, in which clients write through the gateway. */
@Tag("long")
class HostAgentsTest {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final long ENOUGH = 30;
    private static final String FIRST = ProcessLayout.INSTANCES.getFirst();
    private static final String WHO = "SELECT aurora_db_instance_identifier()";

    @TempDir
    private Path folder = Path.of("");

    private final Ledger ledger = new Ledger(LedgerClients.WRITERS);
    private final List<AutoCloseable> running = new ArrayList<>();

    @AfterEach
    void endAll() throws Exception {
        for (AutoCloseable each : running) {
            each.close();
        }
    }

    private void awaitTransactions() {
        long before = ledger.acknowledged();
        Eventually.holds("writes go on", () -> ledger.acknowledged() >= before + ENOUGH);
    }

    private void audit(LedgerClients clients) throws IOException, InterruptedException {
        assertThat(clients.pauseWriters(PATIENCE)).isTrue();
        Ledger.Audit audit = ledger.audit(clients.entries());
        clients.resumeWriters();
        assertThat(audit.missing()).as(audit.toString()).isZero();
        assertThat(audit.foreign()).as(audit.toString()).isZero();
    }

    private static Optional<String> writer(RegionOfProcesses region) {
        try (ClientSession session = new JdbcSession(region.clientPort(ProcessLayout.GATEWAY), region.password())) {
            return session.execute(WHO).last();
        } catch (IOException gone) {
            return Optional.empty();
        }
    }

    private static ProcessHandle process(RegionOfProcesses region, String node) {
        List<ProcessHandle> found = new ArrayList<>();
        Eventually.holds(
                node + " runs", () -> region.handle(node).filter(found::add).isPresent());
        return found.getFirst();
    }

    @Test
    void theyStartAndStartAgainAndAddWhatTheRegionNeeds() throws Exception {
        RegionOfProcesses region = new RegionOfProcesses(
                Files.createDirectory(folder.resolve("region")),
                Borealis::command,
                "secret",
                ProcessLayout.hosted(),
                /* backedUp= */ false);
        running.addFirst(region);
        region.start(ProcessLayout.HOSTS);
        Eventually.holds(
                "the first instance writes",
                () -> writer(region).filter(FIRST::equals).isPresent());
        LedgerClients clients = new LedgerClients(
                place -> new JdbcSession(place, region.password()),
                region.clientPort(ProcessLayout.GATEWAY),
                ledger,
                Pace.REST);
        running.addFirst(clients);
        clients.createTables();
        clients.start();
        awaitTransactions();

        // What ends is started again.
        ProcessHandle node = process(region, "storage-b1");
        node.destroyForcibly();
        node.onExit().join();
        Eventually.holds(
                "another process has its place",
                () -> region.handle("storage-b1").isPresent());
        awaitTransactions();

        // An agent that was killed leaves its nodes running, and finds them again.
        ProcessHandle gateway = process(region, ProcessLayout.GATEWAY);
        region.kill(List.of("host-c"));
        awaitTransactions();
        region.start(List.of("host-c"));
        assertThat(process(region, ProcessLayout.GATEWAY)).isEqualTo(gateway);

        // A reader is added, everything is restarted in turn, and the reader is removed.
        assertThat(RegionCommand.done(region, "instance", "add", "reader-9", "--zone", "b", "--memory", "64MB"))
                .contains("The reader reader-9 serves in zone b");
        long before = process(region, FIRST).pid();
        assertThat(RegionCommand.done(region, "instance", "restart", "--all"))
                .contains("reader-9 serves again", "reader-9 is the writer", FIRST + " serves again");
        assertThat(process(region, FIRST).pid()).isNotEqualTo(before);
        assertThat(writer(region)).contains("reader-9");
        awaitTransactions();
        RegionCommand.done(region, "instance", "promote", FIRST);
        RegionCommand.done(region, "instance", "remove", "reader-9");
        assertThat(region.handle("reader-9")).isEmpty();
        awaitTransactions();
        audit(clients);

        // The writer's machine is lost, and there is no reader: another machine gets an instance.
        ProcessHandle lost = process(region, FIRST);
        region.kill(List.of("host-a"));
        lost.destroyForcibly();
        awaitTransactions();
        assertThat(writer(region)).contains("instance-2");
        audit(clients);

        // An agent that is stopped stops its nodes first.
        region.stop(List.of("host-b"));
        region.stop(List.of("host-c"));
        assertThat(region.handle("storage-b1")).isEmpty();
        assertThat(region.handle(ProcessLayout.CONTROL_PLANE)).isEmpty();
        assertThat(region.handle("instance-2")).isEmpty();
        assertThat(region.handle("storage-a1")).isPresent();
    }
}
