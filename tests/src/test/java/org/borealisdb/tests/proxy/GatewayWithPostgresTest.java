package org.borealisdb.tests.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringReader;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.borealisdb.proxy.endpoint.Endpoint;
import org.borealisdb.proxy.endpoint.EndpointPlace;
import org.borealisdb.proxy.endpoint.Instance;
import org.borealisdb.proxy.endpoint.InstanceRole;
import org.borealisdb.proxy.endpoint.Topology;
import org.borealisdb.proxy.endpoint.TopologyView;
import org.borealisdb.proxy.gateway.Gateway;
import org.borealisdb.proxy.gateway.GatewayLimits;
import org.borealisdb.runtime.metric.Metrics;
import org.borealisdb.runtime.net.HostPort;
import org.borealisdb.runtime.real.RealClock;
import org.borealisdb.runtime.real.RealTasks;
import org.borealisdb.runtime.real.stream.SocketStreams;
import org.borealisdb.runtime.task.Task;
import org.borealisdb.runtime.task.TaskKind;
import org.borealisdb.tests.sql.PostgresServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.postgresql.PGConnection;

/** psql and the JDBC driver through a gateway to two PostgreSQL servers, which take turns as the writer. */
@Timeout(300)
class GatewayWithPostgresTest {
    private static final long PATIENCE_NANOS = 120_000_000_000L;

    private static PostgresServer[] servers = {};

    private final ConcurrentLinkedQueue<Throwable> failures = new ConcurrentLinkedQueue<>();
    private final RealClock clock = new RealClock();
    private final RealTasks tasks = new RealTasks((_, failure) -> failures.add(failure));
    private final SocketStreams streams = new SocketStreams(tasks, clock);
    private final Topology topology = new Topology(tasks, clock, view(1, 0, true));
    private final Gateway gateway = new Gateway(
            tasks, clock, streams, topology, GatewayLimits.DEFAULT.withPatience(Duration.ofMinutes(2)), new Metrics());
    private final int port = gateway.open(new EndpointPlace(new Endpoint.OfCluster("cluster"), HostPort.loopback(0)))
            .port();

    @BeforeAll
    static void start() throws Exception {
        servers = new PostgresServer[] {PostgresServer.start(), PostgresServer.start()};
    }

    @AfterAll
    static void stop() throws Exception {
        for (PostgresServer server : servers) {
            server.close();
        }
    }

    @AfterEach
    void nothingIsLeft() {
        eventually("no connection is left", () -> gateway.connections() == 0);
        assertThat(streams.openConnections()).isZero();
        gateway.close();
        streams.close();
        tasks.close();
        assertThat(failures).isEmpty();
    }

    private static void eventually(String what, BooleanSupplier condition) {
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as(what).isLessThan(deadline);
            LockSupport.parkNanos(1_000_000);
        }
    }

    private static TopologyView view(long version, int writer, boolean healthy) {
        return new TopologyView("main", version, List.of(instance(0, writer, healthy), instance(1, writer, healthy)));
    }

    private static Instance instance(int index, int writer, boolean healthy) {
        InstanceRole role = index == writer ? InstanceRole.WRITER : InstanceRole.READER;
        return new Instance("pg" + index, HostPort.loopback(servers[index].port()), role, healthy, index);
    }

    private Connection connect() throws SQLException {
        return DriverManager.getConnection("jdbc:postgresql://127.0.0.1:" + port + "/postgres", "postgres", "");
    }

    private static int serverOf(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("select inet_server_port()")) {
            assertThat(result.next()).isTrue();
            return result.getInt(1);
        }
    }

    @Test
    void psqlSeesWhatTheServerSays() throws Exception {
        String script = """
                select i, md5(i::text) from generate_series(1, 20000) i;
                select no_such_column;
                copy (select repeat('x', 3000000)) to stdout;
                do $$ begin raise notice 'heard'; end $$;
                """;
        String direct = PostgresServer.psql(servers[0].port(), "postgres", script);
        assertThat(direct).contains("heard", "no_such_column");
        assertThat(PostgresServer.psql(port, "postgres", script)).isEqualTo(direct);
    }

    @Test
    void aDriverCopiesBothWaysAndCancels() throws Exception {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute("create temporary table t (i int, v text)");
            StringBuilder rows = new StringBuilder();
            for (int i = 0; i < 50_000; i++) {
                rows.append(i).append("\tvalue ").append(i).append('\n');
            }
            long copied = connection
                    .unwrap(PGConnection.class)
                    .getCopyAPI()
                    .copyIn("copy t from stdin", new StringReader(rows.toString()));
            assertThat(copied).isEqualTo(50_000);
            try (ResultSet result = statement.executeQuery("select count(*), max(length(v)) from t")) {
                assertThat(result.next()).isTrue();
                assertThat(result.getInt(1)).isEqualTo(50_000);
            }
            try (Statement sleeper = connection.createStatement();
                    Connection watching = DriverManager.getConnection(
                            "jdbc:postgresql://127.0.0.1:" + servers[0].port() + "/postgres", "postgres", "")) {
                AtomicReference<String> state = new AtomicReference<>("");
                int process = processOf(connection);
                Task sleeping = tasks.start("sleeping", TaskKind.SESSION, () -> state.set(stateOf(sleeper)));
                // Cancelling what has not begun yet does nothing, and the driver asks only once.
                eventually("it sleeps", () -> sleeps(process, watching));
                cancel(sleeper);
                sleeping.join();
                assertThat(state).hasValue("57014");
            }
            assertThat(serverOf(connection)).isEqualTo(servers[0].port());
        }
    }

    /** The SQLSTATE with which a long statement ends. */
    private static String stateOf(Statement statement) {
        try {
            statement.execute("select pg_sleep(100)");
            return "";
        } catch (SQLException ended) {
            return ended.getSQLState();
        }
    }

    /** The state of what the server says to a client that asks for nothing: a statement could be under way when it is cut off. */
    private static String stateOfWhatIsSaid(Connection connection) throws SQLException {
        PGConnection quiet = connection.unwrap(PGConnection.class);
        try {
            return "nothing but " + quiet.getNotifications((int) (PATIENCE_NANOS / 1_000_000)).length
                    + " notifications";
        } catch (SQLException said) {
            return said.getSQLState();
        }
    }

    private static void cancel(Statement statement) {
        try {
            statement.cancel();
        } catch (SQLException failure) {
            throw new AssertionError("cancelling", failure);
        }
    }

    @Test
    void aFailoverIsAnErrorForThoseWhoAreConnectedAndAPauseForOthers() throws Exception {
        try (Connection idle = connect();
                Connection busy = connect();
                Statement sleeper = busy.createStatement();
                Connection watching = DriverManager.getConnection(
                        "jdbc:postgresql://127.0.0.1:" + servers[0].port() + "/postgres", "postgres", "")) {
            assertThat(serverOf(idle)).isEqualTo(servers[0].port());
            AtomicReference<String> state = new AtomicReference<>("");
            int process = processOf(busy);
            Task sleeping = tasks.start("sleeping", TaskKind.SESSION, () -> state.set(stateOf(sleeper)));
            eventually("it sleeps", () -> sleeps(process, watching));
            topology.publish(view(2, 0, false));
            sleeping.join();
            assertThat(state).hasValue("08006");
            assertThat(stateOfWhatIsSaid(idle)).isEqualTo("57P01");
            AtomicReference<Integer> server = new AtomicReference<>(0);
            Task connecting = tasks.start("connecting", TaskKind.SESSION, () -> {
                try (Connection next = connect()) {
                    server.set(serverOf(next));
                } catch (SQLException failure) {
                    throw new AssertionError("connecting", failure);
                }
            });
            eventually("it waits", () -> gateway.connections() == 1);
            topology.publish(view(3, 1, true));
            connecting.join();
            assertThat(server).hasValue(servers[1].port());
        }
    }

    private static int processOf(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("select pg_backend_pid()")) {
            assertThat(result.next()).isTrue();
            return result.getInt(1);
        }
    }

    /** Whether a process of the server sleeps; those of clients that went away do, too, for a while. */
    private static boolean sleeps(int process, Connection watching) {
        try (Statement statement = watching.createStatement();
                ResultSet result = statement.executeQuery(
                        "select count(*) from pg_stat_activity where wait_event = 'PgSleep' and pid = " + process)) {
            assertThat(result.next()).isTrue();
            return result.getInt(1) == 1;
        } catch (SQLException failure) {
            throw new AssertionError("looking", failure);
        }
    }

    @Test
    void nobodyToLeadToIsAClearError() throws Exception {
        int closed;
        try (Gateway impatient = new Gateway(
                tasks,
                clock,
                streams,
                topology,
                GatewayLimits.DEFAULT.withPatience(Duration.ofMillis(100)),
                new Metrics())) {
            topology.publish(view(2, 0, false));
            closed = impatient
                    .open(new EndpointPlace(new Endpoint.OfCluster("writer"), HostPort.loopback(0)))
                    .port();
            assertThat(PostgresServer.psql(closed, "postgres", "select 1"))
                    .contains("FATAL:  endpoint \"writer\" of cluster \"main\" has no healthy instance");
        }
    }
}
