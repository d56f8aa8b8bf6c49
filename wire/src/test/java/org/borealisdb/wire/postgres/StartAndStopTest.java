package org.borealisdb.wire.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.borealisdb.wire.postgres.RawClient.message;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
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
import org.borealisdb.wire.postgres.RawClient.Message;
import org.borealisdb.wire.session.SessionLimits;
import org.borealisdb.wire.session.SessionRegistry;
import org.borealisdb.wire.session.SessionServer;
import org.borealisdb.wire.tls.TlsOffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What clients hear that come before there is a database, and while the server stops. */
class StartAndStopTest {
    private static final long PATIENCE_NANOS = 60_000_000_000L;
    private static final SessionLimits LIMITS =
            SessionLimits.DEFAULT.withMaximumConnections(10).withAuthenticationTimeout(Duration.ofMinutes(2));

    private final ConcurrentLinkedQueue<Throwable> failures = new ConcurrentLinkedQueue<>();
    private final RealTasks tasks = new RealTasks((task, failure) -> failures.add(failure));
    private final RealClock clock = new RealClock();
    private final SocketStreams streams = new SocketStreams(tasks, clock);
    private final RealRandom random = new RealRandom();
    private final Metrics metrics = new Metrics();
    private final SessionServer server = new SessionServer(
            tasks,
            clock,
            streams,
            new HostPort("127.0.0.1", 0),
            new StartingProtocol(tasks, LIMITS, TlsOffer.NONE, clock, metrics),
            LIMITS,
            metrics);

    private PostgresProtocol protocol() {
        return new PostgresProtocol(
                tasks,
                new CannedService(),
                new PasswordGate(random, new byte[32]),
                new SessionRegistry(LIMITS.maximumConnections(), random),
                LIMITS,
                TlsOffer.NONE,
                () -> AccessRules.PASSWORDS,
                clock,
                metrics);
    }

    @AfterEach
    void stop() {
        server.close();
        streams.close();
        tasks.close();
        assertThat(failures).isEmpty();
        assertThat(streams.openConnections()).isZero();
    }

    private Connection connect(String encryption) throws SQLException {
        return DriverManager.getConnection(
                "jdbc:postgresql://127.0.0.1:" + server.place().port() + "/canned?" + encryption, "tester", "secret");
    }

    private static void assertNotNow(SQLException error, String text) {
        assertThat(error.getSQLState()).isEqualTo("57P03");
        assertThat(error.getMessage()).contains(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"sslmode=disable", "sslmode=prefer", "gssEncMode=prefer"})
    void whoComesBeforeThereIsADatabaseHearsThatItIsStarting(String encryption) throws SQLException {
        assertThatThrownBy(() -> connect(encryption))
                .isInstanceOfSatisfying(
                        SQLException.class, error -> assertNotNow(error, "the database system is starting up"));
        server.serve(protocol());
        try (Connection connection = connect(encryption);
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("SELECT 42")) {
            assertThat(result.next()).isTrue();
        }
    }

    @Test
    void whoAsksForNothingSensibleHearsThatInstead() throws Exception {
        try (RawClient client = new RawClient(server.place().port())) {
            client.send(new byte[] {0, 0, 0, 8, 0, 1, 0, 0});
            List<Message> answers = client.answersToTheEnd();
            assertThat(answers).hasSize(1);
            assertThat(answers.getFirst().field('S')).isEqualTo("FATAL");
            assertThat(answers.getFirst().field('C')).isNotEqualTo("57P03");
        }
        try (RawClient client = new RawClient(server.place().port())) {
            client.send(RawClient.cancelRequest(1, 2));
            assertThat(client.answersToTheEnd()).isEmpty();
        }
        try (RawClient client = new RawClient(server.place().port())) {
            client.vanish();
        }
    }

    @Test
    void whoComesWhileTheServerStopsHearsThatItDoes() throws Exception {
        server.serve(protocol());
        try (RawClient deaf = new RawClient(server.place().port()).authenticated()) {
            // Holds the end up for as long as it takes nothing.
            deaf.send(message('Q', "rows 99999999"));
            Thread ending = Thread.ofPlatform()
                    .start(() -> server.sayGoodBye(
                            Duration.ofMinutes(2),
                            new SqlException(ErrorCode.ADMIN_SHUTDOWN, "terminating connection")));
            assertNotNow(refusal(), "the database system is shutting down");
            assertThat(ending.isAlive()).isTrue();
            deaf.vanish();
            ending.join();
        }
        assertThatThrownBy(() -> connect("sslmode=disable"))
                .isInstanceOfSatisfying(
                        SQLException.class,
                        error -> assertThat(error.getSQLState()).isEqualTo("08001"));
    }

    /** Connects until it is refused. */
    private SQLException refusal() {
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        while (System.nanoTime() < deadline) {
            try (Connection connection = connect("sslmode=disable")) {
                assertThat(connection).isNotNull();
            } catch (SQLException refused) {
                if (!"57P01".equals(refused.getSQLState())) {
                    return refused;
                }
            }
            LockSupport.parkNanos(1_000_000);
        }
        throw new AssertionError("clients are still let in");
    }
}
