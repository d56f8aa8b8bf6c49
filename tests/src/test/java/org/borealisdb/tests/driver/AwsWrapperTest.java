package org.borealisdb.tests.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.borealisdb.tests.sql.BorealisServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.jdbc.HostRole;
import software.amazon.jdbc.HostSpec;
import software.amazon.jdbc.PluginService;
import software.amazon.jdbc.dialect.AuroraPgDialect;

/** The AWS Advanced JDBC Wrapper, as it is published, against a region of one instance. */
class AwsWrapperTest {
    /** Of a commit whose fate is known, on a connection that leads to a writer again. */
    private static final String FAILED_OVER = "08S02";

    /** The wrapper asks some things once a minute: on a busy machine it may be the second time that is seen. */
    private static final long PATIENCE_NANOS = TimeUnit.MINUTES.toNanos(3);

    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(5);
    private static final String BACKGROUND = "get_blue_green_fast_switchover_metadata\" does not exist";

    @TempDir
    private static Path data = Path.of("");

    private final RefusedStatements refused = new RefusedStatements();

    @SuppressWarnings("NullAway.Init") // made before all tests
    private static BorealisServer region;

    @BeforeAll
    static void startRegion() {
        region = BorealisServer.start(data, true);
        WrappedDriver.leadCluster(region.port());
        WrappedDriver.leadInstance("instance-1", region.port());
    }

    @AfterAll
    static void stopRegion() {
        WrappedDriver.forgetAll();
        region.close();
    }

    @AfterEach
    void listenNoMore() {
        refused.close();
    }

    /** Errors of statements, apart from the ends of sessions that are fatal, and from what monitors of the wrapper ask in the background, which may go on beyond a test. */
    private List<String> errors() {
        return refused.all().stream()
                .filter(error -> error.contains("ERROR: ") && !error.contains(BACKGROUND))
                .toList();
    }

    private static String ask(Connection connection, String query) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            assertThat(rows.next()).isTrue();
            return rows.getString(1);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "failover2,efm2",
                "failover,efm",
                "initialConnection,auroraConnectionTracker,failover2,efm2",
                "readWriteSplitting,failover2,efm2"
            })
    void itFindsAnAuroraClusterAndItsWriter(String plugins) throws SQLException {
        try (Connection connection = new WrappedDriver(plugins).connect()) {
            assertThat(ask(connection, "SELECT aurora_db_instance_identifier()"))
                    .isEqualTo("instance-1");
            PluginService found = WrappedDriver.findings(connection);
            assertThat(found.getDialect()).isExactlyInstanceOf(AuroraPgDialect.class);
            found.refreshHostList();
            assertThat(found.getAllHosts()).extracting(HostSpec::getHostId).containsExactly("instance-1");
            assertThat(found.getAllHosts()).extracting(HostSpec::getRole).containsExactly(HostRole.WRITER);
            assertThat(found.getHostRole(found.getCurrentConnection())).isEqualTo(HostRole.WRITER);
            assertThat(connection.isValid(5)).isTrue();
        }
        assertThat(errors()).as("what it asked and was not answered").isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"failover2,efm2", "readWriteSplitting,failover2,efm2"})
    void readOnlyConnectionsGoToTheWriterIfThereIsNoReader(String plugins) throws SQLException {
        try (Connection connection = new WrappedDriver(plugins).connect();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE IF NOT EXISTS written(i int)");
            connection.setReadOnly(true);
            assertThat(ask(connection, "SELECT aurora_db_instance_identifier()"))
                    .isEqualTo("instance-1");
            connection.setAutoCommit(false);
            assertThat(ask(connection, "SHOW transaction_read_only")).isEqualTo("on");
            try (Statement next = connection.createStatement()) {
                // The server says 25006, from which the wrapper gathers that the writer is another one now.
                assertThatThrownBy(() -> next.execute("INSERT INTO written VALUES (1)"))
                        .isInstanceOfSatisfying(
                                SQLException.class,
                                error -> assertThat(error.getSQLState()).isEqualTo(FAILED_OVER));
            }
            assertThat(errors()).hasSize(1).first().asString().contains("in a read-only transaction");
            connection.setAutoCommit(true);
            connection.setReadOnly(false);
            try (Statement next = connection.createStatement()) {
                assertThat(next.executeUpdate("INSERT INTO written VALUES (1)")).isOne();
            }
        }
    }

    @Test
    void whatIsNotThereIsNoBlueGreenDeploymentAndNoLimitlessDatabase() throws SQLException {
        try (Connection connection = new WrappedDriver("bg,failover2,efm2").connect()) {
            long deadline = System.nanoTime() + PATIENCE_NANOS;
            do {
                assertThat(System.nanoTime()).as("it asks in the background").isLessThan(deadline);
                assertThat(ask(connection, "SELECT 1")).isEqualTo("1");
                LockSupport.parkNanos(LOOK_NANOS);
            } while (refused.all().stream().noneMatch(error -> error.contains(BACKGROUND)));
            assertThat(WrappedDriver.findings(connection).getDialect()).isExactlyInstanceOf(AuroraPgDialect.class);
        }
        assertThat(errors()).isEmpty();
    }

    @Test
    void aConnectionFollowsTheWriterThroughACrash() throws SQLException {
        try (Connection connection = new WrappedDriver("failover2,efm2").connect();
                Connection other = DriverManager.getConnection(
                        "jdbc:postgresql://127.0.0.1:" + region.port() + "/postgres",
                        "postgres",
                        BorealisServer.PASSWORD)) {
            try (Statement statement = connection.createStatement()) {
                statement.execute("CREATE TABLE kept AS SELECT 1 AS i");
            }
            ask(other, "SELECT aurora_inject_crash('instance')");
            SQLException failure = failureOf(connection);
            assertThat(failure.getSQLState()).isEqualTo(FAILED_OVER);
            assertThat(connection.isClosed()).isFalse();
            assertThat(ask(connection, "SELECT count(*) FROM kept")).isEqualTo("1");
            assertThat(ask(connection, "SELECT aurora_db_instance_identifier()"))
                    .isEqualTo("instance-1");
        }
        assertThat(errors()).as("what it asked and was not answered").isEmpty();
        assertThat(refused.all()).as("ends of sessions").isNotEmpty();
    }

    @Test
    void aConnectionFollowsTheWriterToAnotherInstance() throws SQLException {
        int reader = region.addReader("reader-1");
        WrappedDriver.leadInstance("reader-1", reader);
        WrappedDriver.leadInstance("instance-1", region.port("instance-1"));
        try (Connection connection = new WrappedDriver("failover2,efm2").connect()) {
            try (Statement statement = connection.createStatement()) {
                statement.execute("CREATE TABLE carried AS SELECT 1 AS i");
            }
            PluginService found = WrappedDriver.findings(connection);
            found.refreshHostList();
            assertThat(found.getAllHosts())
                    .extracting(HostSpec::getHostId)
                    .containsExactlyInAnyOrder("instance-1", "reader-1");
            for (String next : List.of("reader-1", "instance-1")) {
                region.failOver(next);
                SQLException failure = failureOf(connection);
                assertThat(failure.getSQLState()).as(failure.getMessage()).isEqualTo(FAILED_OVER);
                assertThat(ask(connection, "SELECT aurora_db_instance_identifier()"))
                        .isEqualTo(next);
                try (Statement statement = connection.createStatement()) {
                    assertThat(statement.executeUpdate("INSERT INTO carried VALUES (2)"))
                            .isOne();
                }
            }
            assertThat(ask(connection, "SELECT count(*) FROM carried")).isEqualTo("3");
        } finally {
            region.removeReader("reader-1");
        }
    }

    /** Asks until something goes wrong, as it must soon. */
    private static SQLException failureOf(Connection connection) {
        while (true) {
            try {
                ask(connection, "SELECT 1");
            } catch (SQLException failure) {
                return failure;
            }
        }
    }
}
