package org.borealisdb.tests.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Writes through a reader of a region in one process, by JDBC, psql and pgbench, while its writer crashes too. */
class WriteForwardingTest {
    private static final Pattern URL = Pattern.compile("\"url\" : \"postgresql://([^:]+):([^@]+)@([^\"]+)\"");

    /** Longest that a writer takes to come back on a busy machine; a failure, not a pace. */
    private static final long PATIENCE_NANOS = TimeUnit.MINUTES.toNanos(2);

    @TempDir
    private static Path folder = Path.of("");

    private static DetachedRegion region = new DetachedRegion(folder);
    private static String reader = "";
    private static String password = "";

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        region = new DetachedRegion(folder);
        region.start("--fault-injection");
        Matcher url = URL.matcher(region.done("instance add", "--json", "reader-1"));
        assertThat(url.find()).isTrue();
        password = url.group(2);
        reader = url.group(3);
    }

    @AfterAll
    static void endWhatStillRuns() throws IOException, InterruptedException {
        region.kill();
    }

    @BeforeEach
    void fill() throws IOException, InterruptedException {
        region.psqlWhenServed(
                "DROP TABLE IF EXISTS n; CREATE TABLE n (id int PRIMARY KEY, v int NOT NULL CHECK (v < 1000000));"
                        + " INSERT INTO n SELECT i, 0 FROM generate_series(1, 10) i");
        region.awaitAt(psqlUrl(), "SELECT count(*), sum(v) FROM n", "10|0");
    }

    private static String psqlUrl() {
        return "postgresql://postgres:" + password + "@" + reader;
    }

    private static Connection connect(String mode) throws SQLException {
        return DriverManager.getConnection(
                "jdbc:postgresql://" + reader + "?sslmode=disable&options=-c%20apg_write_forward.consistency_mode="
                        + mode,
                "postgres",
                password);
    }

    private static int number(Connection connection, String query) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            assertThat(rows.next()).isTrue();
            return rows.getInt(1);
        }
    }

    private static int change(Connection connection, String statement) throws SQLException {
        try (Statement changes = connection.createStatement()) {
            return changes.executeUpdate(statement);
        }
    }

    private static String refusal(Connection connection, String statement) {
        SQLException refused = catchThrowableOfType(SQLException.class, () -> change(connection, statement));
        assertThat((Throwable) refused).as(statement).isNotNull();
        return refused.getSQLState() + ": " + refused.getMessage();
    }

    @Test
    void whatASessionWroteItReads() throws Exception {
        try (Connection here = connect("session");
                PreparedStatement add = here.prepareStatement("UPDATE n SET v = v + ? WHERE id = ? RETURNING v");
                PreparedStatement read = here.prepareStatement("SELECT v FROM n WHERE id = ?")) {
            for (int i = 1; i <= 400; i++) {
                add.setInt(1, 1);
                add.setInt(2, 7);
                try (ResultSet rows = add.executeQuery()) {
                    assertThat(rows.next()).isTrue();
                    assertThat(rows.getInt(1)).isEqualTo(i);
                }
                read.setInt(1, 7);
                try (ResultSet rows = read.executeQuery()) {
                    assertThat(rows.next()).isTrue();
                    assertThat(rows.getInt(1)).isEqualTo(i);
                }
            }
        }
        try (Connection here = connect("global");
                Connection other = connect("eventual")) {
            for (int i = 1; i <= 100; i++) {
                assertThat(change(other, "UPDATE n SET v = " + i + " WHERE id = 8"))
                        .isOne();
                assertThat(number(here, "SELECT v FROM n WHERE id = 8")).isEqualTo(i);
            }
        }
        assertThat(region.psql("SELECT v FROM n WHERE id = 7")).isEqualTo("400");
        assertThat(region.awaitAt(psqlUrl(), "SELECT v FROM n WHERE id = 8", "100"))
                .isEqualTo("100");
    }

    @Test
    void transactionsAndErrors() throws Exception {
        try (Connection off = connect("off")) {
            assertThat(refusal(off, "DELETE FROM n"))
                    .isEqualTo("25006: ERROR: cannot execute DELETE in a read-only transaction");
        }
        try (Connection here = connect("session");
                Connection other = connect("session")) {
            here.setAutoCommit(false);
            assertThat(change(here, "INSERT INTO n VALUES (11, 1), (12, 2)")).isEqualTo(2);
            assertThat(number(here, "SELECT count(*) FROM n")).isEqualTo(12);
            assertThat(number(other, "SELECT count(*) FROM n")).isEqualTo(10);
            here.rollback();
            assertThat(number(here, "SELECT count(*) FROM n")).isEqualTo(10);
            try (PreparedStatement insert = here.prepareStatement("INSERT INTO n VALUES (?, ?)")) {
                for (int i = 11; i <= 110; i++) {
                    insert.setInt(1, i);
                    insert.setInt(2, i);
                    insert.addBatch();
                }
                assertThat(Arrays.stream(insert.executeBatch()).sum()).isEqualTo(100);
            }
            here.commit();
            assertThat(number(here, "SELECT count(*) FROM n")).isEqualTo(110);
            assertThat(refusal(here, "INSERT INTO n VALUES (5, 5)"))
                    .startsWith("23505: ERROR: duplicate key value violates unique constraint \"n_pkey\"")
                    .contains("Detail: Key (id)=(5) already exists.");
            assertThat(refusal(here, "UPDATE n SET v = 1")).startsWith("25P02: ");
            here.rollback();
            assertThat(refusal(here, "UPDATE n SET v = 1000001 WHERE id = 1")).startsWith("23514: ");
            here.rollback();
            assertThat(refusal(here, "CREATE TABLE u (a int)")).startsWith("25006: ");
            here.rollback();
            change(here, "UPDATE n SET v = -1 WHERE id = 1");
            SQLException savepoint = catchThrowableOfType(SQLException.class, here::setSavepoint);
            assertThat(savepoint.getSQLState()).isEqualTo("0A000");
            here.rollback();
            here.setReadOnly(true);
            assertThat(refusal(here, "UPDATE n SET v = 1")).startsWith("25006: ");
            here.rollback();
            here.setReadOnly(false);
            // Rows that are locked, in pieces.
            try (Statement pieces = here.createStatement()) {
                pieces.setFetchSize(7);
                try (ResultSet rows = pieces.executeQuery("SELECT id FROM n ORDER BY id FOR UPDATE")) {
                    int count = 0;
                    while (rows.next()) {
                        assertThat(rows.getInt(1)).isEqualTo(++count);
                    }
                    assertThat(count).isEqualTo(110);
                }
            }
            here.commit();
        }
        assertThat(
                        region.psqlAt(
                                psqlUrl(),
                                "SET apg_write_forward.consistency_mode = 'SESSION';"
                                        + "UPDATE n SET v = v * 2 WHERE id > 100; SELECT sum(v) FROM n WHERE id > 100; SHOW transaction_read_only"))
                .isEqualTo("2110\noff");
    }

    @Test
    void statementsAreCancelledAtTheWriter() throws Exception {
        try (Connection here = connect("session");
                Connection other = connect("session")) {
            other.setAutoCommit(false);
            change(other, "UPDATE n SET v = 1 WHERE id = 1");
            try (Statement waits = here.createStatement()) {
                waits.setQueryTimeout(1);
                SQLException cancelled = catchThrowableOfType(
                        SQLException.class, () -> waits.executeUpdate("UPDATE n SET v = 2 WHERE id = 1"));
                assertThat(cancelled.getSQLState()).isEqualTo("57014");
            }
            change(here, "SET statement_timeout = '300ms'");
            assertThat(refusal(here, "UPDATE n SET v = 2 WHERE id = 1"))
                    .isEqualTo("57014: ERROR: canceling statement due to statement timeout");
            other.rollback();
            assertThat(change(here, "UPDATE n SET v = 2 WHERE id = 1")).isOne();
        }
    }

    @Test
    @Tag("long")
    void aTransactionEndsWithItsWriter() throws Exception {
        try (Connection here = connect("session")) {
            here.setAutoCommit(false);
            change(here, "UPDATE n SET v = 77");
            region.psql("SELECT aurora_inject_crash('instance')");
            region.psqlWhenServed("SELECT 1");
            assertThat(refusal(here, "UPDATE n SET v = 78")).startsWith("08006: ");
        }
        assertThat(region.psqlWhenServed("SELECT sum(v) FROM n")).isEqualTo("0");
        try (Connection here = connect("session")) {
            assertThat(change(here, "UPDATE n SET v = 1")).isEqualTo(10);
            assertThat(number(here, "SELECT sum(v) FROM n")).isEqualTo(10);
        }
    }

    /** What a client was told of, and what not, is what the database holds; and a session never reads less than it was told of. */
    @Test
    @Tag("long")
    void nothingAcknowledgedIsLostWhenTheWriterCrashes() throws Exception {
        AtomicBoolean over = new AtomicBoolean();
        CountDownLatch begun = new CountDownLatch(20);
        int[] counts = new int[2];
        Thread client = Thread.ofPlatform().start(() -> {
            long giveUp = System.nanoTime() + PATIENCE_NANOS;
            while (!over.get() && System.nanoTime() < giveUp) {
                try (Connection here = connect("session")) {
                    while (!over.get()) {
                        increment(here, counts);
                        begun.countDown();
                    }
                } catch (SQLException lost) {
                    // Connections end with what is unknown; and the reader may have begun again.
                    begun.countDown();
                }
            }
        });
        begun.await();
        for (int crash = 0; crash < 3; crash++) {
            region.psqlWhenServed("SELECT aurora_inject_crash('instance')");
            region.psqlWhenServed("SELECT pg_sleep(1)");
        }
        over.set(true);
        client.join();
        int value = Integer.parseInt(region.psqlWhenServed("SELECT v FROM n WHERE id = 3"));
        assertThat(value)
                .as(counts[0] + " acknowledged, " + counts[1] + " unknown")
                .isBetween(counts[0], counts[0] + counts[1]);
        assertThat(counts[0]).isGreaterThan(20);
    }

    private static void increment(Connection here, int[] counts) throws SQLException {
        try {
            if (change(here, "UPDATE n SET v = v + 1 WHERE id = 3") == 1) {
                counts[0]++;
            }
        } catch (SQLException failed) {
            boolean unknown = !"08006".equals(failed.getSQLState()) || here.isClosed();
            if (unknown) {
                counts[1]++;
                throw failed;
            }
            return;
        }
        assertThat(number(here, "SELECT v FROM n WHERE id = 3")).isGreaterThanOrEqualTo(counts[0]);
    }

    @Test
    @Tag("long")
    void pgbenchRunsThroughAReader() throws Exception {
        Launcher programs = new Launcher(folder);
        String writer = region.done("status", "--json");
        Matcher url = URL.matcher(writer);
        assertThat(url.find()).isTrue();
        String at = "postgresql://postgres:" + password + "@" + url.group(3);
        assertThat(programs.program("pgbench", "-i", "-q", "-s", "1", at).exitCode())
                .isZero();
        String forwarding = psqlUrl() + "?options=-c%20apg_write_forward.consistency_mode%3Dsession";
        region.awaitAt(psqlUrl(), "SELECT count(*) FROM pgbench_accounts", "100000");
        for (String protocol : new String[] {"simple", "extended", "prepared"}) {
            Launcher.Outcome run =
                    programs.program("pgbench", "-n", "-c", "4", "-t", "100", "-M", protocol, forwarding);
            assertThat(run.exitCode()).as(run.errors()).isZero();
            assertThat(run.output()).contains("number of transactions actually processed: 400/400");
        }
        assertThat(region.psql(
                        "SELECT (SELECT sum(abalance) FROM pgbench_accounts) = (SELECT sum(delta) FROM pgbench_history),"
                                + " (SELECT sum(tbalance) FROM pgbench_tellers) = (SELECT sum(bbalance) FROM pgbench_branches),"
                                + " (SELECT sum(abalance) FROM pgbench_accounts) = (SELECT sum(bbalance) FROM pgbench_branches),"
                                + " (SELECT count(*) FROM pgbench_history)"))
                .isEqualTo("t|t|t|1200");
    }
}
