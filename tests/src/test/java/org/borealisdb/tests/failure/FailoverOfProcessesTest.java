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
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * Three instances, a control plane of three nodes, which keep the metadata log, and a gateway as processes beside the storage nodes, while clients write through the gateway. The tests go on with the same region; each leaves it whole.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class FailoverOfProcessesTest {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    /** Transactions that must come through afterwards. */
    private static final long ENOUGH = 30;

    private static final List<String> MEMBERS = ProcessLayout.CONTROL_PLANES;
    private static final String WHO = "SELECT aurora_db_instance_identifier(), pg_is_in_recovery()";

    @TempDir
    private static Path folder = Path.of("");

    private static final Ledger LEDGER = new Ledger(LedgerClients.WRITERS);
    private static final List<AutoCloseable> RUNNING = new ArrayList<>();

    private record Fixture(RegionOfProcesses region, LedgerClients clients) {}

    private static final List<Fixture> FIXTURE = new ArrayList<>();

    @BeforeAll
    static void startRegion() throws IOException, InterruptedException {
        RegionOfProcesses region = new RegionOfProcesses(
                Files.createDirectory(folder.resolve("region")),
                Borealis::command,
                "secret",
                ProcessLayout.replicated(),
                /* backedUp= */ false);
        RUNNING.addFirst(region);
        List<String> all = new ArrayList<>(RegionOfProcesses.STORAGE);
        all.addAll(MEMBERS);
        all.add(ProcessLayout.GATEWAY);
        all.addAll(ProcessLayout.INSTANCES);
        region.start(all);
        LedgerClients clients = new LedgerClients(
                place -> new JdbcSession(place, region.password()),
                region.clientPort(ProcessLayout.GATEWAY),
                LEDGER,
                Pace.REST);
        RUNNING.addFirst(clients);
        clients.createTables();
        clients.start();
        FIXTURE.add(new Fixture(region, clients));
    }

    @AfterAll
    static void endAll() throws Exception {
        for (AutoCloseable running : RUNNING) {
            running.close();
        }
    }

    private static RegionOfProcesses region() {
        return FIXTURE.getFirst().region();
    }

    private static LedgerClients clients() {
        return FIXTURE.getFirst().clients();
    }

    @BeforeEach
    void clientsWork() {
        LEDGER.newScene();
        awaitTransactions();
    }

    private static void awaitTransactions() {
        long before = LEDGER.acknowledged();
        long reads = LEDGER.reads();
        Eventually.holds("writes go on", () -> LEDGER.acknowledged() >= before + ENOUGH);
        Eventually.holds("reads go on", () -> LEDGER.reads() > reads);
    }

    /** What clients were told against what the database holds. */
    private static void audit() throws IOException, InterruptedException {
        assertThat(clients().pauseWriters(PATIENCE)).isTrue();
        Ledger.Audit audit = LEDGER.audit(clients().entries());
        clients().resumeWriters();
        assertThat(audit.missing()).as(audit.toString()).isZero();
        assertThat(audit.foreign()).as(audit.toString()).isZero();
        assertThat(LEDGER.errors())
                .noneMatch(error -> error.contains("WRONG ANSWER") || error.contains("STALE ANSWER"));
    }

    /** What somebody at that port answers; empty if nobody does. */
    private static Optional<String> ask(int port, String question) {
        try (ClientSession session = new JdbcSession(port, region().password())) {
            return session.execute(question).last();
        } catch (IOException gone) {
            return Optional.empty();
        }
    }

    /** Who answers behind the gateway, which is the writer. */
    private static String writer() {
        List<String> found = new ArrayList<>();
        Eventually.holds("somebody writes", () -> {
            found.clear();
            ask(region().clientPort(ProcessLayout.GATEWAY), WHO).ifPresent(found::add);
            return found.stream().anyMatch(answer -> answer.endsWith("|f"));
        });
        return found.getFirst().split("\\|", -1)[0];
    }

    private static void awaitReader(String instance) {
        Eventually.holds(
                instance + " reads",
                () -> ask(region().clientPort(instance), WHO)
                        .filter((instance + "|t")::equals)
                        .isPresent());
    }

    @Test
    @Order(1)
    void aReaderTakesOverFromAWriterThatWasKilled() throws Exception {
        String before = writer();
        region().kill(List.of(before));
        awaitTransactions();
        assertThat(writer()).isNotEqualTo(before);
        region().start(List.of(before));
        awaitReader(before);
        audit();
    }

    @Test
    @Order(2)
    void aReaderTakesOverFromAWriterThatIsFrozenWhichReadsWhenItThaws() throws Exception {
        String before = writer();
        region().freeze(before);
        Eventually.holds("another writes", () -> !writer().equals(before));
        awaitTransactions();
        region().thaw(before);
        awaitReader(before);
        assertThat(writer()).isNotEqualTo(before);
        audit();
    }

    @Test
    @Order(3)
    void aWriterThatIsStoppedHandsOver() throws Exception {
        String before = writer();
        region().stop(List.of(before));
        awaitTransactions();
        assertThat(writer()).isNotEqualTo(before);
        region().start(List.of(before));
        awaitReader(before);
        audit();
    }

    @Test
    @Tag("long")
    @Order(4)
    void somebodyAsksForAnotherWriter() throws Exception {
        String before = writer();
        String next = ProcessLayout.INSTANCES.stream()
                .filter(each -> !each.equals(before))
                .findFirst()
                .orElseThrow();
        assertThat(RegionCommand.done(region(), "instance", "promote", next)).contains(next + " is the writer");
        assertThat(writer()).isEqualTo(next);
        awaitTransactions();
        awaitReader(before);
        assertThat(RegionCommand.done(region(), "instance", "list"))
                .containsPattern(next + " +[abc] +1 +writer +running")
                .containsPattern(before + " +[abc] +1 +reader +running");
        audit();
    }

    /** A node of the control plane that says so, as soon as one does. */
    private static String member(String words, List<String> candidates) {
        List<String> found = new ArrayList<>();
        Eventually.holds("one " + words, () -> {
            candidates.stream()
                    .filter(node -> region().report(node).stream()
                            .flatMap(report -> report.nodes().stream())
                            .map(NodeHealth::reason)
                            .anyMatch(reason -> reason.matches(words)))
                    .forEach(found::add);
            return !found.isEmpty();
        });
        return found.getFirst();
    }

    @Test
    @Tag("long")
    @Order(5)
    void theControlPlaneNeedsTwoOfThree() throws Exception {
        String leader = member("leads.*", MEMBERS);
        region().kill(List.of(leader));
        awaitTransactions();
        assertThat(LEDGER.errors()).isEmpty();
        String before = writer();
        region().kill(List.of(before));
        Eventually.holds("another writes", () -> !writer().equals(before));
        awaitTransactions();
        region().start(List.of(leader, before));
        awaitReader(before);
        audit();
    }

    @Test
    @Tag("long")
    @Order(6)
    void nobodyNoticesThatThereIsNoControlPlane() throws Exception {
        region().kill(MEMBERS);
        awaitTransactions();
        assertThat(ask(region().readerPort(ProcessLayout.GATEWAY), WHO).orElse(""))
                .endsWith("|t");
        String writer = writer();
        assertThat(LEDGER.errors()).isEmpty();
        region().start(MEMBERS);
        member("leads.*", MEMBERS);
        assertThat(RegionCommand.done(region(), "instance", "list"))
                .containsPattern(writer + " +[abc] +1 +writer +running");
        awaitTransactions();
        assertThat(LEDGER.errors()).isEmpty();
    }

    @Test
    @Tag("long")
    @Order(7)
    void aNodeThatLostItsDiskWaitsForAWord() throws Exception {
        String lost = MEMBERS.getLast();
        region().kill(List.of(lost));
        region().loseDisk(lost);
        region().start(List.of(lost));
        member(".*readmit.*", List.of(lost));
        region().kill(List.of(lost));
        assertThat(RegionCommand.done(region(), "control-plane", "readmit", "--yes", "--name", lost))
                .contains(lost + " may begin anew");
        region().start(List.of(lost));
        member("(follows|leads).*", List.of(lost));
        assertThat(RegionCommand.done(region(), "control-plane", "status")).contains("leader", "follower");
        assertThat(LEDGER.errors()).isEmpty();
    }

    @Test
    @Order(8)
    void anotherGatewayProcessLeadsToTheSameWriter() throws Exception {
        String before = writer();
        region().kill(List.of(ProcessLayout.GATEWAY));
        region().start(List.of(ProcessLayout.GATEWAY));
        awaitTransactions();
        assertThat(writer()).isEqualTo(before);
        audit();
    }

    @Test
    @Order(9)
    void topShowsTheRegionOnAMachineThatHasNothingOfIt() throws Exception {
        Path elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
        for (String file : List.of("region.yaml", "region.key", "password")) {
            Files.copy(region().regionFile().resolveSibling(file), elsewhere.resolve(file));
        }
        String shown = RegionCommand.done(elsewhere.resolve("region.yaml"), "top", "--count", "2");
        String writer = writer();
        assertThat(shown)
                .contains(writer + " writes")
                .containsPattern(writer + " +[abc] +writer +running")
                .containsPattern("storage-b1 +b +[a-z ]+ [1-9]")
                .containsPattern("storage-a3 +a +down")
                .containsPattern("(?m)^[1-9][0-9]* transactions/s");
    }
}
