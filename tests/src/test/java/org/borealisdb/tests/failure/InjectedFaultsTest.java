package org.borealisdb.tests.failure;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.borealisdb.runtime.config.ByteSize;
import org.borealisdb.runtime.net.HostPort;
import org.borealisdb.server.demo.Answer;
import org.borealisdb.server.demo.ClientSession;
import org.borealisdb.server.demo.Ledger;
import org.borealisdb.server.demo.LedgerClients;
import org.borealisdb.server.role.RealWorld;
import org.borealisdb.server.role.RegionInOneProcess;
import org.borealisdb.server.role.RegionPlan;
import org.borealisdb.storage.node.StorageSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Faults that people inject into a region in one process, while clients keep a ledger of what they were told. */
class InjectedFaultsTest {
    private static final String PASSWORD = "secret";
    private static final long ENOUGH = 20;

    @TempDir
    private Path folder = Path.of("");

    private final List<String> ended = new ArrayList<>();

    private void withRegion(boolean faulty, Consumer<Integer> test) {
        try (RealWorld world = RealWorld.create((task, failure) -> ended.add(task + ": " + failure))) {
            RegionPlan plan = RegionPlan.inOneProcess(folder, HostPort.loopback(0), ByteSize.ofMebibytes(64));
            try (RegionInOneProcess region =
                    new RegionInOneProcess(plan, StorageSettings.tiny(), world, ended::add, faulty)) {
                region.open(PASSWORD);
                test.accept(region.clientPlace().port());
            }
        }
        assertThat(ended).isEmpty();
    }

    private static Answer ask(int port, String statement) {
        try (ClientSession session = new JdbcSession(port, PASSWORD)) {
            return session.execute(statement);
        } catch (IOException refused) {
            throw new AssertionError(refused);
        }
    }

    private static String told(int port, String statement) {
        Answer answer = ask(port, statement);
        assertThat(answer.error()).as(statement).isEmpty();
        return answer.last().orElse("");
    }

    private static String refused(int port, String statement) {
        return ask(port, statement).error().orElseThrow(() -> new AssertionError(statement + " was not refused"));
    }

    @Test
    void anyOneFaultIsOutlivedAndACrashLosesNothing() {
        withRegion(true, port -> {
            Ledger ledger = new Ledger(LedgerClients.WRITERS);
            try (LedgerClients clients =
                    new LedgerClients(place -> new JdbcSession(place, PASSWORD), port, ledger, Pace.REST)) {
                clients.createTables();
                clients.start();
                for (String fault : List.of(
                        "borealis_inject_zone_loss('b', 600)",
                        "borealis_inject_gossip_off(600)",
                        "borealis_inject_link('writer', 'storage-a1', 50, 0, 0, 600)",
                        "borealis_inject_link('storage-c1', 'writer', 100, 1, 40, 600)",
                        "aurora_inject_disk_failure(100, 1, false, 600)",
                        "aurora_inject_disk_congestion(80, 0, true, 600, 1, 20)",
                        "borealis_inject_clock_skew(-3600000, 600)")) {
                    told(port, "SELECT " + fault);
                    assertThat(told(port, "SELECT count(*) FROM borealis_faults WHERE ends > now()"))
                            .as(fault)
                            .isEqualTo("1");
                    awaitTransactions(ledger);
                    assertThat(told(port, "SELECT borealis_inject_end()")).isEqualTo("ended 1 faults");
                }
                assertThat(ledger.errors()).isEmpty();
                told(port, "SELECT aurora_inject_crash('instance')");
                Eventually.holds(
                        "clients lose their sessions", () -> !ledger.errors().isEmpty());
                awaitTransactions(ledger);
                assertThat(clients.pauseWriters(Duration.ofMinutes(2))).isTrue();
                Ledger.Audit audit = ledger.audit(clients.entries());
                assertThat(audit.holds()).as(audit.toString()).isTrue();
            } catch (IOException | InterruptedException failure) {
                throw new AssertionError(failure);
            }
        });
    }

    private static void awaitTransactions(Ledger ledger) {
        long before = ledger.acknowledged();
        Eventually.holds("writes go on", () -> ledger.acknowledged() >= before + ENOUGH);
    }

    /** What a fault does is to be felt, and ends by itself. */
    @Test
    void aFaultIsFeltAndEndsByItself() {
        withRegion(true, port -> {
            told(port, "CREATE TABLE t (a integer)");
            told(port, "SELECT aurora_inject_disk_failure(100, 0, true, 2)");
            long began = System.nanoTime();
            told(port, "INSERT INTO t VALUES (1)");
            assertThat(System.nanoTime() - began)
                    .isGreaterThan(Duration.ofSeconds(1).toNanos());
            assertThat(told(port, "SELECT count(*) FROM borealis_faults")).isEqualTo("0");
            told(port, "SELECT borealis_inject_clock_skew(86400000, 600)");
            assertThat(told(port, "SELECT now() > ends FROM borealis_faults")).isEqualTo("t");
        });
    }

    @Test
    void whatCannotBeIsRefused() {
        withRegion(true, port -> {
            assertThat(refused(port, "SELECT aurora_inject_replica_failure(10, 10, 'r')"))
                    .contains("0A000");
            assertThat(refused(port, "SELECT aurora_inject_crash('volume')")).contains("22023");
            assertThat(refused(port, "SELECT aurora_inject_disk_failure(101, 0, true, 2)"))
                    .contains("22023");
            assertThat(refused(port, "SELECT aurora_inject_disk_failure(10, 6, false, 2)"))
                    .contains("22023", "0 to 5");
            assertThat(refused(port, "SELECT aurora_inject_disk_congestion(10, 0, true, 0, 1, 2)"))
                    .contains("22023");
            assertThat(refused(port, "SELECT aurora_inject_disk_congestion(10, 0, true, 1, 3, 2)"))
                    .contains("22023");
            assertThat(refused(port, "SELECT borealis_inject_zone_loss('z', 2)"))
                    .contains("22023");
            assertThat(refused(port, "SELECT borealis_inject_link('writer', 'nobody', 1, 1, 1, 2)"))
                    .contains("22023");
            assertThat(refused(port, "SELECT borealis_inject_bit_rot('storage-a1', 'nothing-like-it')"))
                    .contains("22023");
            assertThat(told(port, "SELECT count(*) FROM borealis_faults")).isEqualTo("0");
        });
    }

    @Test
    void withoutTheOptionNothingIsInjected() {
        withRegion(false, port -> {
            assertThat(refused(port, "SELECT borealis_inject_gossip_off(1)")).contains("55000", "not enabled");
            assertThat(told(port, "SELECT count(*) FROM borealis_faults")).isEqualTo("0");
        });
    }
}
