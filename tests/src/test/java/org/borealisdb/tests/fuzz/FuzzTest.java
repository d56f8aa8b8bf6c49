package org.borealisdb.tests.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.borealisdb.tests.fuzz.Step.Act;
import org.borealisdb.tests.fuzz.Step.Kind;
import org.borealisdb.tests.sql.BorealisServer;
import org.borealisdb.tests.sql.PostgresServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A short run of the fuzzer, with PostgreSQL and without, on seeds that stay the same. */
class FuzzTest {
    @TempDir
    private static Path data = Path.of("");

    private static final List<AutoCloseable> SERVERS = new ArrayList<>();

    private static String borealis = "";
    private static String oracle = "";

    @BeforeAll
    static void startServers() throws Exception {
        PostgresServer postgres = PostgresServer.start();
        SERVERS.add(postgres);
        oracle = url(postgres.port());
        BorealisServer server = BorealisServer.start(data, false);
        SERVERS.add(server);
        borealis = url(server.port());
    }

    @AfterAll
    static void stopServers() throws Exception {
        for (AutoCloseable server : SERVERS) {
            server.close();
        }
    }

    private static String url(int port) {
        return "jdbc:postgresql://127.0.0.1:" + port + "/postgres?user=postgres&password=" + BorealisServer.PASSWORD;
    }

    private static List<String> found(long first, long end, Optional<String> other) throws SQLException {
        List<String> found = new ArrayList<>();
        try (FuzzRun run = new FuzzRun(borealis, other, found::add)) {
            for (long seed = first; seed < end; seed++) {
                run.run(seed);
            }
        }
        return found;
    }

    @Test
    void answersAsPostgres() throws SQLException {
        assertThat(found(1, 2, Optional.of(oracle))).isEmpty();
    }

    @Test
    void answersTheSameInEveryWay() throws SQLException {
        assertThat(found(2, 3, Optional.empty())).isEmpty();
    }

    /** A table with other rows stands for a server that reads wrongly. */
    @Test
    void aWrongAnswerIsFoundAndMadeSmall() throws SQLException {
        try (Server server = Server.connect(borealis);
                Server other = Server.connect(oracle)) {
            for (Server each : List.of(server, other)) {
                each.run("create table public.rows as select 1 as a");
            }
            server.run("insert into public.rows values (2)");
            Checks checks = new Checks(server, Optional.of(other));
            List<Node> before = Stream.of("create table r(b int)", "insert into r values (1)", "create index on r(b)")
                    .map(Node::syntax)
                    .toList();
            checks.begin();
            assertThat(checks.check(new Act(Kind.SETUP, before))).isEmpty();
            Node column = Node.leaf(Sort.INTEGER, "a");
            Node join = Node.clause("cross join r");
            Query query = new Query(
                    Query.Distinct.NOTHING,
                    List.of(Node.pattern(Sort.INTEGER, "abs(#)", column), Node.syntax("3")),
                    Node.joined(Sort.SYNTAX, " ", List.of(Node.syntax("public.rows"), join)),
                    Optional.of(Node.pattern(Sort.BOOLEAN, "(# > 0)", column)),
                    false,
                    Optional.empty(),
                    Optional.empty(),
                    "");
            Checks.Difference difference = checks.check(query).orElseThrow();
            assertThat(difference.check()).isEqualTo("oracle");
            assertThat(new Reducer(checks, before, query, difference).script())
                    .startsWith("-- check: oracle\nselect 3 as c0 from public.rows;\n-- expected: ");
        }
    }

    /** A second table of one server only stands for a change that is lost. */
    @Test
    void aWrongChangeIsFoundAndMadeSmall() throws SQLException {
        try (Server server = Server.connect(borealis);
                Server other = Server.connect(oracle)) {
            server.run("create table public.lost as select 1 as a");
            Checks checks = new Checks(server, Optional.of(other));
            checks.begin();
            Act act = new Act(
                    Kind.CHANGE,
                    List.of(
                            Node.syntax("select 1"),
                            Node.clause("insert into public.lost values #", Node.syntax("(2)"))));
            List<Node> before = List.of(Node.syntax("select 2"));
            Checks.Difference difference = checks.check(act).orElseThrow();
            assertThat(new Reducer(checks, before, act, difference).script())
                    .startsWith("-- check: change\ninsert into public.lost values (2);\n-- expected: 42P01");
        }
    }

    @Test
    void aSessionThatEndsIsMadeAnew() throws SQLException {
        try (Server server = Server.connect(borealis)) {
            String end = "select pg_terminate_backend(pg_backend_pid())";
            assertThat(server.run(end).internal()).isTrue();
            assertThat(server.run("select 1 as a").rows()).containsExactly("'1'");
            assertThat(server.run(end, List.of()).internal()).isTrue();
            assertThat(server.run("select ?::int as a", List.of("2")).rows()).containsExactly("'2'");
        }
    }

    @Test
    void aStatementThatHangsIsCancelled() throws SQLException {
        try (Server server = Server.connect(borealis, new Limits(0, 1, 0))) {
            assertThat(server.run("select pg_sleep(3600)").state()).isEqualTo("57014");
            assertThat(server.run("select 1 as a").rows()).containsExactly("'1'");
        }
    }

    /** Where no cancel request helps, what the lost session holds is let go. */
    @Test
    void aConnectionThatHangsIsGivenUp() throws SQLException {
        try (Server server = Server.connect(borealis, new Limits(0, 0, 1));
                Server other = Server.connect(borealis)) {
            server.run("create table public.held(a int)");
            server.run("begin");
            server.run("lock table public.held");
            assertThat(server.run("select pg_sleep(3600)").internal()).isTrue();
            assertThat(other.run("select * from public.held").rows()).isEmpty();
            assertThat(server.run("select 1 as a").rows()).containsExactly("'1'");
        }
    }
}
