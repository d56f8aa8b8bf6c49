package org.borealisdb.tests.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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
            List<String> setup = List.of("create table r(b int)", "insert into r values (1)", "create index on r(b)");
            assertThat(checks.prepare(setup)).isEmpty();
            Node column = Node.leaf(Sort.INTEGER, "a");
            Node join = new Node(Sort.CLAUSE, "", List.of(Node.syntax("cross join r")), "", false);
            Query query = new Query(
                    false,
                    List.of(Node.pattern(Sort.INTEGER, "abs(#)", column), Node.syntax("3")),
                    Node.joined(Sort.SYNTAX, " ", List.of(Node.syntax("public.rows"), join)),
                    Optional.of(Node.pattern(Sort.BOOLEAN, "(# > 0)", column)),
                    false,
                    Optional.empty(),
                    Optional.empty());
            Checks.Difference difference = checks.check(query).orElseThrow();
            assertThat(difference.check()).isEqualTo("oracle");
            assertThat(new Reducer(checks, setup, query, difference).script())
                    .startsWith("-- check: oracle\nselect 3 as c0 from public.rows;\n-- expected: ");
        }
    }
}
