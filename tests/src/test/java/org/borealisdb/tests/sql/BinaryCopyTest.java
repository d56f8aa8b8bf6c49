package org.borealisdb.tests.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyManager;
import org.postgresql.copy.CopyOut;

/** COPY in the binary format: the bytes are PostgreSQL's, they come in again, and what is none of it is refused as PostgreSQL refuses it. */
class BinaryCopyTest {
    private static final List<String> TABLE = List.of(
            "CREATE TYPE mood AS ENUM ('sad', 'ok')",
            "CREATE DOMAIN positive AS int CHECK (VALUE > 0)",
            "CREATE TABLE t (a int PRIMARY KEY, b text, c numeric(10,2), d timestamptz, e bytea, f int[], g mood,"
                    + " h mood[], i jsonb, j uuid, k boolean, l float8, m interval, n positive, o char(5))",
            "INSERT INTO t VALUES (1, 'text', 12.345, '2026-11-28 04:00:00+00', '\\x00ff', '{1,NULL,3}', 'ok', '{sad,ok}',"
                    + " '{\"a\": [1, null]}', '00112233-4455-6677-8899-aabbccddeeff', true, 1.5, '1 mon 2 days 03:00:00', 7, 'x')",
            "INSERT INTO t (a) VALUES (2)");

    @TempDir
    private Path data = Path.of("");

    private static Connection prepared(int port) throws SQLException {
        Connection connection = ScriptRun.connect(port, "postgres", false);
        for (String statement : TABLE) {
            run(connection, statement);
        }
        return connection;
    }

    private static void run(Connection connection, String text) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(text);
        }
    }

    private static CopyManager copies(Connection connection) throws SQLException {
        return connection.unwrap(PGConnection.class).getCopyAPI();
    }

    private static byte[] out(Connection connection, String source) throws SQLException, IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        copies(connection).copyOut("COPY " + source + " TO STDOUT (FORMAT binary)", bytes);
        return bytes.toByteArray();
    }

    /** How long the messages are: clients read what stands before the rows from the one with the first row. */
    private static List<Integer> messages(Connection connection, String source) throws SQLException {
        List<Integer> lengths = new ArrayList<>();
        CopyOut copy = copies(connection).copyOut("COPY " + source + " TO STDOUT (FORMAT binary)");
        for (byte[] message = copy.readFromCopy(); message != null; message = copy.readFromCopy()) {
            lengths.add(message.length);
        }
        return lengths;
    }

    private static String in(Connection connection, byte[] bytes) {
        SQLException refused = catchThrowableOfType(
                SQLException.class,
                () -> copies(connection)
                        .copyIn("COPY u FROM STDIN WITH (FORMAT binary)", new ByteArrayInputStream(bytes)));
        return refused == null ? "taken" : refused.getSQLState() + " " + refused.getMessage();
    }

    private static byte[] changed(byte[] bytes, int at, int value) {
        byte[] copy = bytes.clone();
        copy[at] = (byte) value;
        return copy;
    }

    @Test
    void bytesAreThoseOfPostgres() throws SQLException, IOException, InterruptedException {
        try (PostgresServer postgres = PostgresServer.start();
                BorealisServer server = BorealisServer.start(data);
                Connection theirs = prepared(postgres.port());
                Connection ours = prepared(server.port())) {
            for (String source : List.of("t", "t (b, a)", "(SELECT a, c, n FROM t WHERE a > 5)", "(SELECT 1, NULL)")) {
                // Arrays of enums name the number of the type, which is another one.
                String plain = source.equals("t")
                        ? "(SELECT a, b, c, d, e, f, g, h::text, i, j, k, l, m, n, o FROM t ORDER BY a)"
                        : source;
                assertThat(out(ours, plain)).as(source).isEqualTo(out(theirs, plain));
                assertThat(messages(ours, plain)).as(source).isEqualTo(messages(theirs, plain));
            }
            byte[] all = out(ours, "t");
            run(ours, "CREATE TABLE u (LIKE t)");
            assertThat(in(ours, all)).isEqualTo("taken");
            assertThat(out(ours, "u")).isEqualTo(all);
            run(theirs, "CREATE TABLE u (LIKE t)");
            byte[] small = out(ours, "(SELECT 3 AS a)");
            for (Connection each : List.of(ours, theirs)) {
                run(each, "DROP TABLE u");
                run(each, "CREATE TABLE u (a int CHECK (a <> 9))");
            }
            for (byte[] bytes : List.of(
                    small,
                    new byte[0],
                    changed(small, 3, 'x'),
                    changed(small, 14, 7),
                    changed(small, 12, 1),
                    changed(small, 20, 2),
                    changed(small, 24, 3),
                    changed(small, 21, 0x80),
                    changed(small, 28, 9),
                    Arrays.copyOf(small, 15),
                    Arrays.copyOf(small, 18),
                    Arrays.copyOf(small, 20),
                    Arrays.copyOf(small, 23),
                    Arrays.copyOf(small, 27),
                    Arrays.copyOf(small, 29),
                    Arrays.copyOf(small, small.length + 1))) {
                assertThat(in(ours, bytes)).as(Arrays.toString(bytes)).isEqualTo(in(theirs, bytes));
            }
            assertThat(out(ours, "u")).isEqualTo(out(theirs, "u"));
        }
    }
}
