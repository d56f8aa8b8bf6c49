package org.borealisdb.tests.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.util.PGobject;

/** What psql shows and what drivers read of Borealis and of PostgreSQL 15, which must be the same. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SqlClientsTest {
    private OracleServers servers;

    @BeforeAll
    void startServers(@TempDir Path data) throws IOException, InterruptedException {
        servers = OracleServers.start(data);
    }

    @AfterAll
    void stopServers() throws IOException {
        servers.close();
    }

    @Test
    void psqlDescribesTheSame() throws SQLException, IOException, InterruptedException {
        String script = """
                create table cat(a serial primary key, b text not null default 'x', c numeric(10,2) check (c > 0),
                    d timestamptz default now(), e varchar(5) default 'q' check (e in ('q', 'r')), unique(b, c));
                create table dog(x int generated always as identity, y int check (x > y), constraint both_pos check (x > 0 and y > 0));
                create index on dog(y desc, x nulls first);
                create unique index on cat(lower(b), (a + 1) desc) where c > 1 and b is not null;
                create view seen as select a, b from cat;
                create sequence counter increment 5 cycle maxvalue 100;
                comment on table cat is 'a cat';
                comment on column cat.b is 'its b';
                \\dt
                \\d
                \\d cat
                \\d dog
                \\d seen
                \\d counter
                \\d cat_a_seq
                \\d cat_pkey
                \\d cat_lower_expr_idx
                \\d+ cat
                \\di
                \\ds
                \\dv
                \\dp
                \\db
                \\du
                \\d nothing
                \\dd
                \\dx pg_trgm
                """;
        servers.createDatabase("described");
        assertThat(PostgresServer.psql(servers.borealisPort(), "described", script))
                .isEqualTo(PostgresServer.psql(servers.postgresPort(), "described", script));
    }

    /** What psql shows, for the driver bears no style of dates but ISO. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "date_input.sql",
                "date_styles.sql",
                "interval_styles.sql",
                "view_dependencies.sql",
                "notices.sql",
                "collations.sql"
            })
    void psqlShowsTheSame(String file) throws IOException, SQLException, InterruptedException {
        String script;
        try (InputStream in = SqlClientsTest.class.getResourceAsStream("/psql/" + file)) {
            script = new String(Objects.requireNonNull(in, file).readAllBytes(), StandardCharsets.UTF_8);
        }
        String database = "psql_" + file.replace(".sql", "");
        servers.createDatabase(database);
        assertThat(PostgresServer.psql(servers.borealisPort(), database, script))
                .isEqualTo(PostgresServer.psql(servers.postgresPort(), database, script));
    }

    @Test
    void driversReadTheSameMetadata() throws SQLException {
        servers.createDatabase("metadata");
        assertThat(metadata(servers.borealisPort())).isEqualTo(metadata(servers.postgresPort()));
    }

    @Test
    void driversBindTheSameUuidsAndJson() throws SQLException {
        for (boolean binary : List.of(false, true)) {
            assertThat(bound(servers.borealisPort(), binary)).isEqualTo(bound(servers.postgresPort(), binary));
        }
    }

    private static List<String> bound(int port, boolean binary) throws SQLException {
        List<String> lines = new ArrayList<>();
        String sql =
                "select ?::uuid as u, ?::json as j, ?::jsonb as b, ?::uuid[] as us, ?::jsonb -> ? as part, ?::jsonb ?? ? as has";
        try (Connection connection = ScriptRun.connect(port, "postgres", binary);
                PreparedStatement statement = connection.prepareStatement(sql)) {
            UUID uuid = UUID.fromString("a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11");
            for (int round = 0; round < 7; round++) {
                statement.setObject(1, uuid);
                statement.setObject(2, json("json", "{\"a\" : [" + round + "]}"));
                statement.setObject(3, json("jsonb", "{\"b\":1.50,\"a\":null}"));
                statement.setArray(4, connection.createArrayOf("uuid", new UUID[] {uuid, null}));
                statement.setObject(5, json("jsonb", "[1, {\"x\": 2}]"));
                statement.setInt(6, 1);
                statement.setString(7, "{\"k\":1}");
                statement.setString(8, "k");
                try (ResultSet rows = statement.executeQuery()) {
                    rows.next();
                    lines.add(rows.getObject(1, UUID.class) + " " + rows.getObject("j") + " " + rows.getObject("b")
                            + " " + rows.getString("us") + " " + rows.getObject("part") + " " + rows.getBoolean("has"));
                }
            }
            statement.setObject(2, json("json", "{a}"));
            try (ResultSet rows = statement.executeQuery()) {
                lines.add("accepted: " + rows.next());
            } catch (SQLException refused) {
                lines.add(refused.getSQLState() + " " + refused.getMessage());
            }
        }
        return lines;
    }

    private static PGobject json(String type, String text) throws SQLException {
        PGobject object = new PGobject();
        object.setType(type);
        object.setValue(text);
        return object;
    }

    private static List<String> metadata(int port) throws SQLException {
        List<String> lines = new ArrayList<>();
        try (Connection connection = ScriptRun.connect(port, "metadata", false);
                Statement statement = connection.createStatement()) {
            statement.execute("create table parent(id bigserial primary key, name varchar(20) not null default 'x',"
                    + " price numeric(10,2), made timestamptz default now(), unique (name, price))");
            statement.execute("create table two(a int, b text, c date, primary key (b, a))");
            statement.execute("create index two_c on two(c desc, a)");
            statement.execute("create index two_lower on two(lower(b), a) where a > 5");
            statement.execute("create view seen as select id, name from parent");
            DatabaseMetaData metadata = connection.getMetaData();
            read(lines, metadata.getTables(null, "public", "%", new String[] {"TABLE", "VIEW"}), 4);
            read(lines, metadata.getColumns(null, "public", "%", "%"), 23);
            for (String table : List.of("parent", "two")) {
                read(lines, metadata.getPrimaryKeys(null, "public", table), 6);
                read(lines, metadata.getIndexInfo(null, "public", table, false, true), 9);
                read(lines, metadata.getImportedKeys(null, "public", table), 4);
            }
            read(lines, metadata.getSchemas(), 1);
        }
        return lines;
    }

    private static void read(List<String> lines, ResultSet rows, int columns) throws SQLException {
        while (rows.next()) {
            StringBuilder line = new StringBuilder();
            for (int i = 1; i <= columns; i++) {
                line.append(rows.getString(i)).append('|');
            }
            lines.add(line.toString());
        }
        lines.add("");
    }
}
