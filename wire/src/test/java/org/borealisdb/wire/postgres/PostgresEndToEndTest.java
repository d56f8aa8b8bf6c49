package org.borealisdb.wire.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.runtime.metric.Metrics;
import org.borealisdb.runtime.net.HostPort;
import org.borealisdb.runtime.real.RealClock;
import org.borealisdb.runtime.real.RealRandom;
import org.borealisdb.runtime.real.RealTasks;
import org.borealisdb.runtime.real.stream.SocketStreams;
import org.borealisdb.wire.access.AccessRules;
import org.borealisdb.wire.auth.PasswordGate;
import org.borealisdb.wire.session.SessionLimits;
import org.borealisdb.wire.session.SessionRegistry;
import org.borealisdb.wire.session.SessionServer;
import org.borealisdb.wire.tls.TlsOffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.PGConnection;

/** Real clients against the real server, over canned statements. */
class PostgresEndToEndTest {
    private static final int CONNECTIONS = 200;

    private final ConcurrentLinkedQueue<Throwable> failures = new ConcurrentLinkedQueue<>();
    private final CannedService service = new CannedService();
    private final RealTasks tasks = new RealTasks((task, failure) -> failures.add(failure));
    private final RealClock clock = new RealClock();
    private final SocketStreams streams = new SocketStreams(tasks, clock);
    private final SessionLimits limits = SessionLimits.DEFAULT.withMaximumConnections(CONNECTIONS);
    private SessionServer server = start();

    private SessionServer start() {
        RealRandom random = new RealRandom();
        Metrics metrics = new Metrics();
        PostgresProtocol protocol = new PostgresProtocol(
                tasks,
                service,
                new PasswordGate(random, new byte[32]),
                new SessionRegistry(limits.maximumConnections(), random),
                limits,
                TlsOffer.NONE,
                () -> AccessRules.PASSWORDS,
                clock,
                metrics);
        return new SessionServer(tasks, clock, streams, new HostPort("127.0.0.1", 0), protocol, limits, metrics);
    }

    @BeforeEach
    void listens() {
        assertThat(server.place().port()).isPositive();
    }

    @AfterEach
    void stop() {
        server.close();
        streams.close();
        tasks.close();
        assertThat(failures).isEmpty();
        assertThat(streams.openConnections()).isZero();
    }

    private Connection connect(String parameters) throws SQLException {
        return DriverManager.getConnection(
                "jdbc:postgresql://127.0.0.1:" + server.place().port() + "/canned?sslmode=disable" + parameters,
                "tester",
                "secret");
    }

    @Test
    void preparedStatementsAnswerInTextAndBinary() throws SQLException {
        try (Connection connection = connect("&prepareThreshold=2&binaryTransfer=true");
                PreparedStatement statement = connection.prepareStatement("SELECT ?::int")) {
            for (int i = -4; i < 8; i++) {
                statement.setInt(1, i * 1_000_003);
                try (ResultSet result = statement.executeQuery()) {
                    assertThat(result.next()).isTrue();
                    assertThat(result.getInt(1)).isEqualTo(i * 1_000_003);
                }
            }
        }
    }

    @Test
    void portalsAreFetchedInPieces() throws SQLException {
        try (Connection connection = connect("")) {
            connection.setAutoCommit(false);
            try (Statement statement = connection.createStatement()) {
                statement.setFetchSize(1_000);
                try (ResultSet result = statement.executeQuery("rows 25500")) {
                    int count = 0;
                    while (result.next()) {
                        assertThat(result.getString(2)).isEqualTo("näme " + result.getInt(1));
                        count++;
                    }
                    assertThat(count).isEqualTo(25_500);
                }
            }
            connection.commit();
        }
    }

    @Test
    void copiesInAndOutAndFailsCleanly() throws SQLException, IOException {
        try (Connection connection = connect("")) {
            var copy = connection.unwrap(PGConnection.class).getCopyAPI();
            StringWriter out = new StringWriter();
            assertThat(copy.copyOut("copy out 50000", out)).isEqualTo(50_000);
            assertThat(out.toString()).startsWith("0\n1\n").endsWith("\n49999\n");
            assertThat(copy.copyIn("copy in", new StringReader(out.toString()))).isEqualTo(50_000);
            copy.copyIn("copy in").cancelCopy();
            try (Statement statement = connection.createStatement()) {
                assertThat(statement.executeQuery("SELECT 7").next()).isTrue();
            }
        }
    }

    @Test
    void cancelReachesTheStatement() throws Exception {
        try (Connection connection = connect("");
                Statement statement = connection.createStatement()) {
            Thread canceller = Thread.ofPlatform().start(() -> {
                try {
                    service.sessions.element().waiting.await();
                    statement.cancel();
                } catch (SQLException | InterruptedException failure) {
                    failures.add(failure);
                }
            });
            assertThatThrownBy(() -> statement.execute("wait"))
                    .isInstanceOfSatisfying(
                            SQLException.class,
                            error -> assertThat(error.getSQLState()).isEqualTo("57014"));
            canceller.join();
        }
    }

    @Test
    void anErrorInABatchSkipsTheRestAndTheSessionGoesOn() throws SQLException {
        try (Connection connection = connect("");
                Statement statement = connection.createStatement()) {
            statement.addBatch("SET a");
            statement.addBatch("fail");
            statement.addBatch("SET b");
            assertThatThrownBy(statement::executeBatch).hasMessageContaining("division by zero");
            try (ResultSet result = statement.executeQuery("SELECT 3")) {
                assertThat(result.next()).isTrue();
                assertThat(result.getInt(1)).isEqualTo(3);
            }
        }
    }

    @Test
    void wrongPasswordAndUnknownRoleLookTheSame() {
        for (String role : List.of("tester", "nobody")) {
            assertThatThrownBy(() -> DriverManager.getConnection(
                            "jdbc:postgresql://127.0.0.1:" + server.place().port() + "/canned", role, "wrong"))
                    .hasMessageContaining("password authentication failed for user \"" + role + "\"")
                    .isInstanceOfSatisfying(
                            SQLException.class,
                            error -> assertThat(error.getSQLState()).isEqualTo("28P01"));
        }
    }

    @Test
    void asManyConnectionsAsAllowedAndNoMore() throws SQLException {
        List<Connection> connections = new ArrayList<>();
        for (int i = 0; i < CONNECTIONS; i++) {
            connections.add(connect(""));
        }
        assertThatThrownBy(() -> connect(""))
                .isInstanceOfSatisfying(
                        SQLException.class,
                        error -> assertThat(error.getSQLState()).isEqualTo("53300"));
        for (Connection connection : connections) {
            try (Statement statement = connection.createStatement();
                    ResultSet result = statement.executeQuery("SELECT 42")) {
                assertThat(result.next()).isTrue();
            }
        }
        // They stay open: stopping the server must end them.
    }

    @Test
    void stoppingEndsIdleSessionsPolitely() throws SQLException {
        try (Connection connection = connect("");
                Statement statement = connection.createStatement()) {
            server.close();
            assertThatThrownBy(() -> statement.execute("SELECT 1"))
                    .isInstanceOfSatisfying(
                            SQLException.class,
                            error -> assertThat(error.getSQLState()).isIn("57P01", "08006"));
        }
    }

    @Test
    void aServerThatEndsForAReasonSaysIt() throws Exception {
        try (Connection idle = connect("");
                Connection busy = connect("");
                Statement waiting = busy.createStatement();
                Statement next = idle.createStatement()) {
            Thread goodBye = Thread.ofPlatform().start(() -> {
                try {
                    service.sessions.stream().toList().getLast().waiting.await();
                } catch (InterruptedException failure) {
                    failures.add(failure);
                }
                server.sayGoodBye(Duration.ofSeconds(10), new SqlException(ErrorCode.ADMIN_SHUTDOWN, "fenced"));
            });
            assertThatThrownBy(() -> waiting.execute("wait"))
                    .hasMessageContaining("fenced")
                    .isInstanceOfSatisfying(
                            SQLException.class,
                            error -> assertThat(error.getSQLState()).isEqualTo("57P01"));
            goodBye.join();
            // What was said to an idle client may be lost when it writes to a connection that is closed.
            assertThatThrownBy(() -> next.execute("SELECT 1"))
                    .isInstanceOfSatisfying(
                            SQLException.class,
                            error -> assertThat(error.getSQLState()).isIn("57P01", "08006"));
            assertThat(server.connections()).isZero();
        }
    }

    @Test
    void psqlRunsSeveralStatementsAndShowsErrors() throws Exception {
        String output = run(
                List.of("psql", "-XAt", "-h", "127.0.0.1", "-p", port(), "-U", "tester", "canned"),
                "SELECT 11; SELECT 12;\n\\set VERBOSITY verbose\nfail;\nrows 2;\ncopy out 2;\nSELECT 13;\n");
        assertThat(output)
                .contains("11\n12\n")
                .contains("ERROR:  22012: division by zero")
                .contains("HINT:  Don't.")
                .contains("1|näme 1")
                .contains("0\n1\n")
                .endsWith("13\n");
    }

    @Test
    void psqlStopsAStatementAtControlC() throws Exception {
        ProcessBuilder builder = new ProcessBuilder(
                        "psql", "-XAt", "-h", "127.0.0.1", "-p", port(), "-U", "tester", "-c", "wait", "canned")
                .redirectErrorStream(true);
        builder.environment().put("PGPASSWORD", "secret");
        Process psql = builder.start();
        while (service.sessions.isEmpty()) {
            Thread.onSpinWait();
        }
        service.sessions.element().waiting.await();
        assertThat(new ProcessBuilder("kill", "-INT", String.valueOf(psql.pid()))
                        .start()
                        .waitFor())
                .isZero();
        assertThat(new String(psql.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                .contains("canceling statement due to user request");
        assertThat(psql.waitFor()).isOne();
    }

    @Test
    void pgbenchRunsInEveryMode(@TempDir Path folder) throws Exception {
        Path script = Files.writeString(folder.resolve("one.sql"), "\\set n 5\nSELECT :n;\n");
        for (String mode : List.of("simple", "extended", "prepared")) {
            String output = run(
                    List.of(
                            "pgbench",
                            "-n",
                            "-M",
                            mode,
                            "-c",
                            "8",
                            "-t",
                            "100",
                            "-f",
                            script.toString(),
                            "-h",
                            "127.0.0.1",
                            "-p",
                            port(),
                            "-U",
                            "tester",
                            "canned"),
                    "");
            assertThat(output).contains("number of transactions actually processed: 800/800");
        }
    }

    private String port() {
        return Integer.toString(server.place().port());
    }

    private static String run(List<String> command, String input) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("PGPASSWORD", "secret");
        Process process = builder.start();
        try (var standardInput = process.outputWriter(StandardCharsets.UTF_8)) {
            standardInput.write(input);
        }
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return output;
    }
}
