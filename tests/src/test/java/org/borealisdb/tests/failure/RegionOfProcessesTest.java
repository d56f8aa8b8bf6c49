package org.borealisdb.tests.failure;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.borealisdb.server.demo.Answer;
import org.borealisdb.server.demo.ClientSession;
import org.borealisdb.server.demo.Ledger;
import org.borealisdb.server.demo.LedgerClients;
import org.borealisdb.server.demo.ProcessLayout;
import org.borealisdb.server.demo.RegionOfProcesses;
import org.borealisdb.server.demo.RottenByte;
import org.borealisdb.sql.postgres.VolumeFacts;
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
 * Six storage nodes and an instance as processes, which lose one after the other while clients work. The tests go on with the same region, since
 * starting one takes longer than breaking it; each leaves it whole.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class RegionOfProcessesTest {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    /** Transactions that must come through while something is broken. */
    private static final long ENOUGH = 30;

    private static final String WRITER = RegionOfProcesses.WRITER;
    private static final String RIVAL = RegionOfProcesses.RIVAL;
    private static final String READER = RegionOfProcesses.READER;
    /** Changes a row to what it is. */
    private static final String TOUCH = "UPDATE accounts SET balance = balance WHERE id = 0";

    @TempDir
    private static Path folder = Path.of("");

    private static final Ledger LEDGER = new Ledger(LedgerClients.WRITERS);
    private static final List<AutoCloseable> RUNNING = new ArrayList<>();

    private record Fixture(RegionOfProcesses region, LedgerClients clients, PgbenchLoad pgbench) {}

    private static final List<Fixture> FIXTURE = new ArrayList<>();

    @BeforeAll
    static void startRegion() throws IOException, InterruptedException {
        RegionOfProcesses region = new RegionOfProcesses(
                Files.createDirectory(folder.resolve("region")),
                Borealis::command,
                "secret",
                ProcessLayout.byRole(),
                /* backedUp= */ false);
        RUNNING.addFirst(region);
        region.start(RegionOfProcesses.STORAGE);
        region.start(List.of(WRITER));
        int port = region.clientPort(WRITER);
        LedgerClients clients =
                new LedgerClients(place -> new JdbcSession(place, region.password()), port, LEDGER, Pace.REST);
        RUNNING.addFirst(clients);
        clients.createTables();
        PgbenchLoad.initialise(port, region.password(), folder);
        PgbenchLoad pgbench = PgbenchLoad.run(port, region.password(), folder, Pace.PGBENCH_RATE);
        RUNNING.addFirst(pgbench);
        clients.start();
        FIXTURE.add(new Fixture(region, clients, pgbench));
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

    private static PgbenchLoad pgbench() {
        return FIXTURE.getFirst().pgbench();
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

    private static void awaitCaughtUp(List<String> nodes) {
        long durable = region().durableLsn(WRITER);
        Eventually.holds(
                nodes + " catch up", () -> nodes.stream().allMatch(node -> region().completeLsn(node) >= durable));
    }

    private static void assertThatNobodyNoticed() {
        assertThat(LEDGER.errors()).isEmpty();
        assertThat(pgbench().isUnharmed()).as(pgbench().printed()).isTrue();
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

    @Test
    @Order(1)
    void anyTwoStorageNodesMayDie() throws Exception {
        List<String> nodes = List.of("storage-a1", "storage-b2");
        region().kill(nodes);
        awaitTransactions();
        assertThatNobodyNoticed();
        region().start(nodes);
        awaitCaughtUp(nodes);
        audit();
    }

    @Test
    @Order(2)
    void aZoneMayDieAndWithAThirdNodeWritesWaitForItsReturn() throws Exception {
        List<String> zone = RegionOfProcesses.ofZone("c");
        region().kill(zone);
        awaitTransactions();
        assertThatNobodyNoticed();

        region().kill(List.of("storage-a1"));
        Eventually.holds("writes wait", () -> LEDGER.secondsSinceCommit() > 1);
        long acknowledged = LEDGER.acknowledged();
        long reads = LEDGER.reads();
        Eventually.holds("reads go on", () -> LEDGER.reads() >= reads + ENOUGH);
        assertThat(LEDGER.acknowledged()).isEqualTo(acknowledged);

        region().start(List.of("storage-a1"));
        awaitTransactions();
        assertThatNobodyNoticed();
        region().start(zone);
        awaitCaughtUp(zone);
        audit();
    }

    @Test
    @Tag("long")
    @Order(3)
    void whatRotsOnADiskIsFoundAndRebuiltUnseenByClients() throws Exception {
        String node = "storage-b1";
        try (ClientSession session = new JdbcSession(region().clientPort(WRITER), region().password())) {
            assertThat(session.execute("CREATE TABLE much (a text)").error()).isEmpty();
        }
        awaitMended(node, () -> {
            writeMuch();
            return region().rotLayer(node);
        });
        awaitMended(node, () -> region().rotJournal(node));
        awaitTransactions();
        assertThatNobodyNoticed();
        region().kill(List.of(node));
        region().start(List.of(node));
        awaitCaughtUp(List.of(node));
        assertThatNobodyNoticed();
        audit();
    }

    /** Writes some MiB, many of which a storage node gathers until it makes a layer of them. */
    private static void writeMuch() {
        try (ClientSession session = new JdbcSession(region().clientPort(WRITER), region().password())) {
            // Texts that compress would leave little log.
            String insert = "INSERT INTO much SELECT md5(random()::text) || md5(random()::text) || md5(random()::text)"
                    + " FROM generate_series(1, 20000)";
            assertThat(session.execute(insert).error()).isEmpty();
        } catch (IOException gone) {
            throw new AssertionError(gone);
        }
    }

    private interface Rot {
        Optional<RottenByte> happens() throws IOException;
    }

    private static Optional<RottenByte> happens(Rot rot) {
        try {
            return rot.happens();
        } catch (IOException changed) {
            // A file was deleted meanwhile; it is tried again.
            return Optional.empty();
        }
    }

    /** Lets a byte rot until the node finds one: what has rotted may be deleted before the node comes to read it. */
    private static void awaitMended(String node, Rot rot) {
        long before = scrub(node).damaged();
        List<RottenByte> rotten = new ArrayList<>();
        Eventually.holds("it is found", () -> {
            boolean found = scrub(node).damaged() > before;
            if (!found && rotten.stream().noneMatch(RottenByte::remains)) {
                happens(rot).ifPresent(rotten::add);
            }
            return found;
        });
        Eventually.holds("it is mended", () -> {
            VolumeFacts.Scrub scrub = scrub(node);
            return scrub.mended() >= scrub.damaged();
        });
    }

    private static VolumeFacts.Scrub scrub(String node) {
        return region().scrub(WRITER, node).orElse(VolumeFacts.Scrub.NONE);
    }

    @Test
    @Tag("long")
    @Order(4)
    void allStorageNodesMayBeRestartedZoneByZone() throws Exception {
        for (String zone : List.of("a", "b", "c")) {
            List<String> nodes = RegionOfProcesses.ofZone(zone);
            region().stop(nodes);
            awaitTransactions();
            region().start(nodes);
            awaitCaughtUp(nodes);
        }
        awaitTransactions();
        assertThatNobodyNoticed();
        audit();
    }

    @Test
    @Order(5)
    void aKilledInstanceServesAgainAndNothingAcknowledgedIsGone() throws Exception {
        region().kill(List.of(WRITER));
        region().start(List.of(WRITER));
        awaitTransactions();
        audit();
    }

    @Test
    @Order(6)
    void aReaderShowsWhatTheWriterHasCommittedAlsoAfterItWasKilled() throws Exception {
        region().start(List.of(READER));
        Eventually.holds("it shows what is committed", RegionOfProcessesTest::readerIsLevel);
        try (ClientSession forwards = forwarding()) {
            assertThat(forwards.execute(TOUCH + "; SELECT count(*) FROM accounts WHERE id = 0")
                            .last())
                    .contains("1");
            forwards.execute("BEGIN; UPDATE accounts SET balance = balance + 1000 WHERE id = 0");
            region().kill(List.of(WRITER));
            Eventually.holds("it shows what was committed", () -> entriesOn(READER) > 0);
            region().start(List.of(WRITER));
            assertThat(forwards.execute(TOUCH).error().orElse("")).contains("08006");
        }
        awaitTransactions();
        Eventually.holds("it forwards again", () -> {
            try (ClientSession forwards = forwarding()) {
                return forwards.execute(TOUCH).error().isEmpty();
            } catch (IOException notYet) {
                return false;
            }
        });
        Eventually.holds("it follows again", RegionOfProcessesTest::readerIsLevel);
        assertThat(region().process(READER).isAlive()).isTrue();
        try (ClientSession reader = new JdbcSession(region().clientPort(READER), region().password())) {
            assertThat(reader.execute("DELETE FROM ledger").error().orElse("")).contains("25006");
        }
        region().stop(List.of(READER));
        audit();
    }

    /** A session of the reader that has its changes run on the writer. */
    private static ClientSession forwarding() throws IOException {
        ClientSession session = new JdbcSession(region().clientPort(READER), region().password());
        session.execute("SET apg_write_forward.consistency_mode = session");
        return session;
    }

    /** True if the reader shows all that the writer shows, no more being written. */
    private static boolean readerIsLevel() {
        try {
            assertThat(clients().pauseWriters(PATIENCE)).isTrue();
            long written = entriesOn(WRITER);
            Eventually.holds("the reader is level", () -> entriesOn(READER) == written);
            return written > 0;
        } catch (InterruptedException interrupted) {
            throw new AssertionError(interrupted);
        } finally {
            clients().resumeWriters();
        }
    }

    /** How many entries an instance shows; negative if it does not answer. */
    private static long entriesOn(String instance) {
        try (ClientSession session = new JdbcSession(region().clientPort(instance), region().password())) {
            return session.execute("SELECT count(*) FROM ledger").lines().stream()
                    .filter(line -> line.matches("[0-9]+"))
                    .findFirst()
                    .map(Long::parseLong)
                    .orElse(-1L);
        } catch (IOException gone) {
            return -1;
        }
    }

    @Test
    @Order(7)
    void aFrozenInstanceIsFencedByItsRivalAndSaysSo() throws Exception {
        int oldPort = region().clientPort(WRITER);
        String question = "SELECT balance FROM accounts WHERE id = 0";
        try (ClientSession old = new JdbcSession(oldPort, region().password())) {
            assertThat(old.execute(question).last()).isPresent();
            region().freeze(WRITER);
            region().start(List.of(RIVAL));
            clients().connectTo(region().clientPort(RIVAL));
            try (ClientSession fresh = new JdbcSession(region().clientPort(RIVAL), region().password())) {
                Answer changed = fresh.execute("UPDATE accounts SET balance = balance WHERE id = 0");
                assertThat(changed.error()).isEmpty();
            }
            List<Answer> answers = new ArrayList<>();
            Thread asking = Thread.ofPlatform().start(() -> answers.add(old.execute(question)));
            region().thaw(WRITER);
            asking.join();
            assertThat(answers.getFirst().last()).isEmpty();
            assertThat(answers.getFirst().error().orElse("")).contains("57P01", "fenced");
            region().process(WRITER).onExit().join();
            assertThat(region().printed(WRITER)).contains("is fenced");
        }
        awaitTransactions();
        audit();
    }
}
