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
import org.borealisdb.server.region.NodeHealth;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Three nodes of the control plane keep the metadata log, and are killed, while clients write through the gateway. */
class ControlPlaneGroupTest {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final long ENOUGH = 30;
    private static final String WHO = "SELECT aurora_db_instance_identifier()";
    private static final List<String> MEMBERS = ProcessLayout.CONTROL_PLANES;

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

    /** The node that leads, as soon as one of {@code candidates} says so. */
    private static String leader(RegionOfProcesses region, List<String> candidates) {
        List<String> found = new ArrayList<>();
        Eventually.holds("one leads", () -> {
            candidates.stream()
                    .filter(node -> region.report(node).stream()
                            .flatMap(report -> report.nodes().stream())
                            .map(NodeHealth::reason)
                            .anyMatch(reason -> reason.startsWith("leads")))
                    .forEach(found::add);
            return !found.isEmpty();
        });
        return found.getFirst();
    }

    @Test
    void anyOneMayBeKilledAndAllOfThemStopNobody() throws Exception {
        RegionOfProcesses region = new RegionOfProcesses(
                Files.createDirectory(folder.resolve("region")),
                Borealis::command,
                "secret",
                ProcessLayout.replicated(),
                /* backedUp= */ false);
        running.addFirst(region);
        List<String> all = new ArrayList<>(RegionOfProcesses.STORAGE);
        all.addAll(MEMBERS);
        all.add(ProcessLayout.GATEWAY);
        all.addAll(ProcessLayout.INSTANCES);
        region.start(all);
        LedgerClients clients = new LedgerClients(
                place -> new JdbcSession(place, region.password()), region.clientPort(ProcessLayout.GATEWAY), ledger);
        running.addFirst(clients);
        clients.createTables();
        clients.start();
        awaitTransactions();
        ledger.newScene();

        // The one that leads is killed: nobody notices, and the next writer is decided on without it.
        String first = leader(region, MEMBERS);
        region.kill(List.of(first));
        awaitTransactions();
        assertThat(ledger.errors()).isEmpty();
        String before = writer(region).orElseThrow();
        region.kill(List.of(before));
        Eventually.holds(
                "another writes",
                () -> writer(region).filter(now -> !now.equals(before)).isPresent());
        awaitTransactions();
        region.start(List.of(first, before));
        audit(clients);

        // So are all of them: what runs goes on, and what was decided is there when they come back.
        ledger.newScene();
        region.kill(MEMBERS);
        awaitTransactions();
        assertThat(ledger.errors()).isEmpty();
        String writer = writer(region).orElseThrow();
        region.start(MEMBERS);
        leader(region, MEMBERS);
        assertThat(RegionCommand.done(region, "instance", "list"))
                .containsPattern(writer + " +[abc] +1 +writer +running");
        assertThat(ledger.errors()).isEmpty();

        // A disk is lost: the node says what to do, and does its part again after that.
        String lost = MEMBERS.getLast();
        region.kill(List.of(lost));
        region.loseDisk(lost);
        region.start(List.of(lost));
        Eventually.holds(
                "it says why it waits",
                () -> region.report(lost).stream()
                        .flatMap(report -> report.nodes().stream())
                        .anyMatch(node -> node.reason().contains("readmit")));
        region.kill(List.of(lost));
        assertThat(RegionCommand.done(region, "control-plane", "readmit", "--yes", "--name", lost))
                .contains(lost + " may begin anew");
        region.start(List.of(lost));
        Eventually.holds(
                "it follows or leads",
                () -> region.report(lost).stream()
                        .flatMap(report -> report.nodes().stream())
                        .anyMatch(node -> node.reason().matches("(follows|leads).*")));
        assertThat(RegionCommand.done(region, "control-plane", "status")).containsPattern("leader");
        awaitTransactions();
        assertThat(ledger.errors()).isEmpty();
        audit(clients);
    }
}
