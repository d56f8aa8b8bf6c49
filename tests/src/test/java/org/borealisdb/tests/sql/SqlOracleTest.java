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
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.util.PGobject;

/** Runs SQL on Borealis and on PostgreSQL 15, which must answer the same. */
class SqlOracleTest {
    @TempDir
    private static Path data = Path.of("");

    private static final List<AutoCloseable> SERVERS = new ArrayList<>();

    private static int borealisPort;
    private static int postgresPort;

    @BeforeAll
    static void startServers() throws IOException, InterruptedException {
        PostgresServer postgres = PostgresServer.start();
        SERVERS.add(postgres);
        postgresPort = postgres.port();
        BorealisServer borealis = BorealisServer.start(data);
        SERVERS.add(borealis);
        borealisPort = borealis.port();
    }

    @AfterAll
    static void stopServers() throws Exception {
        for (AutoCloseable server : SERVERS) {
            server.close();
        }
    }

    private static void newDatabase(int port, String name) throws SQLException {
        try (Connection connection = ScriptRun.connect(port, "postgres", false);
                Statement statement = connection.createStatement()) {
            statement.execute("create database " + name);
        }
    }

    private static List<String> answers(int port, SqlScript script, String database, boolean binary)
            throws SQLException, InterruptedException {
        newDatabase(port, database);
        try (ScriptRun run = new ScriptRun(port, database, binary)) {
            return run.run(script);
        }
    }

    private static void compare(String file, boolean binary) throws IOException, SQLException, InterruptedException {
        SqlScript script = SqlScript.read(file);
        String database = (binary ? "binary_" : "text_") + file.replace(".sql", "");
        List<String> expected = answers(postgresPort, script, database, binary);
        List<String> actual = answers(borealisPort, script, database, binary);
        List<String> differences = new ArrayList<>();
        for (int i = 0; i < expected.size(); i++) {
            if (!expected.get(i).equals(actual.get(i))) {
                SqlScript.Step step = script.steps().get(i);
                differences.add(file + ":" + step.line() + ": " + step.text() + "\n  PostgreSQL: "
                        + expected.get(i).strip() + "\n  Borealis:   "
                        + actual.get(i).strip());
            }
        }
        assertThat(differences).as("statements that answer otherwise").isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "types.sql",
                "order_functions.sql",
                "literals.sql",
                "type_modifiers.sql",
                "common_types.sql",
                "character_types.sql",
                "number_limits.sql",
                "uuid.sql",
                "json.sql",
                "jsonb.sql",
                "json_build.sql",
                "json_path.sql",
                "json_path_times.sql",
                "bit_strings.sql",
                "mac_addresses.sql",
                "network.sql",
                "expressions.sql",
                "queries.sql",
                "changes.sql",
                "character_bytes.sql",
                "definitions.sql",
                "transactions.sql",
                "isolation.sql",
                "json_columns.sql",
                "array_subqueries.sql",
                "call_messages.sql",
                "array_texts.sql",
                "json_path_names.sql",
                "serializable.sql",
                "catalogs.sql",
                "routine_information.sql",
                "known_routines.sql",
                "explain_verbose.sql",
                "plpgsql_extension.sql",
                "explain_analyze.sql",
                "database_activity.sql",
                "usage_information.sql",
                "errors.sql",
                "names.sql",
                "object_names.sql",
                "byte_sizes.sql",
                "windows.sql",
                "grouping.sql",
                "statistical_aggregates.sql",
                "with_changes.sql",
                "memory.sql",
                "statistics.sql",
                "domains.sql",
                "domain_changes.sql",
                "enums.sql",
                "enum_changes.sql",
                "composite_types.sql",
                "composite_functions.sql",
                "composite_rules.sql",
                "composite_json.sql",
                "composite_changes.sql",
                "planner.sql",
                "indexes.sql",
                "indexes_include.sql",
                "inverted_indexes.sql",
                "to_char_numbers.sql",
                "to_char_times.sql",
                "recursive_search.sql",
                "inlined_functions.sql",
                "collations_of_languages.sql",
                "cursor_positions.sql",
                "aggregates_of_outer_columns.sql",
                "regular_expressions.sql",
                "date_functions.sql",
                "nulls_not_distinct.sql",
                "number_functions.sql",
                "text_functions.sql",
                "functions.sql",
                "function_settings.sql",
                "polymorphic_functions.sql",
                "variadic_and_sets.sql",
                "nested_sets.sql",
                "transaction_numbers.sql",
                "schema_elements.sql",
                "rows_from.sql",
                "record_functions.sql",
                "alter_system.sql",
                "setting_privileges.sql",
                "default_privileges.sql",
                "procedures.sql",
                "privilege_views.sql",
                "function_changes.sql",
                "function_privileges.sql",
                "function_definers.sql",
                "copy_options.sql",
                "held_cursors.sql",
                "binary_cursors.sql",
                "notifications.sql",
                "temporary.sql",
                "time_zones.sql",
                "interval_fields.sql",
                "foreign_keys.sql",
                "foreign_key_definitions.sql",
                "foreign_key_isolation.sql",
                "deferrable.sql",
                "exclusion_constraints.sql",
                "constraint_alterations.sql",
                "names_as_relations.sql",
                "read_only_savepoints.sql",
                "generated.sql",
                "identity.sql",
                "alter_table.sql",
                "create_like.sql",
                "updatable_views.sql",
                "view_definitions.sql",
                "view_names.sql",
                "storage_of_tables.sql",
                "subscripts.sql",
                "row_subqueries.sql",
                "full_joins.sql",
                "ties.sql",
                "row_locks.sql",
                "samples.sql",
                "whole_rows.sql",
                "settings.sql",
                "advisory_locks.sql",
                "sizes.sql",
                "sorted_distinct.sql",
                "hashes_and_chance.sql",
                "key_ranges.sql",
                "counters.sql",
                "statement_counts.sql",
                "sequence_owners.sql",
                "sequence_states.sql",
                "row_tests.sql",
                "system_columns.sql",
                "roles.sql",
                "privileges.sql",
                "explain.sql"
            })
    void answersAsPostgres(String file) throws IOException, SQLException, InterruptedException {
        compare(file, false);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "types.sql",
                "order_functions.sql",
                "literals.sql",
                "type_modifiers.sql",
                "common_types.sql",
                "character_types.sql",
                "number_limits.sql",
                "enums.sql",
                "uuid.sql",
                "json.sql",
                "jsonb.sql",
                "json_build.sql",
                "json_path.sql",
                "bit_strings.sql",
                "mac_addresses.sql",
                "network.sql",
                "queries.sql",
                "windows.sql",
                "grouping.sql",
                "statistical_aggregates.sql",
                "date_functions.sql",
                "number_functions.sql",
                "text_functions.sql",
                "functions.sql",
                "time_zones.sql",
                "interval_fields.sql"
            })
    void answersInBinaryAsPostgres(String file) throws IOException, SQLException, InterruptedException {
        compare(file, true);
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
        newDatabase(postgresPort, "described");
        newDatabase(borealisPort, "described");
        assertThat(PostgresServer.psql(borealisPort, "described", script))
                .isEqualTo(PostgresServer.psql(postgresPort, "described", script));
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
        try (InputStream in = SqlOracleTest.class.getResourceAsStream("/psql/" + file)) {
            script = new String(Objects.requireNonNull(in, file).readAllBytes(), StandardCharsets.UTF_8);
        }
        String database = "psql_" + file.replace(".sql", "");
        newDatabase(postgresPort, database);
        newDatabase(borealisPort, database);
        assertThat(PostgresServer.psql(borealisPort, database, script))
                .isEqualTo(PostgresServer.psql(postgresPort, database, script));
    }

    @Test
    void driversReadTheSameMetadata() throws SQLException {
        assertThat(metadata(borealisPort)).isEqualTo(metadata(postgresPort));
    }

    @Test
    void driversBindTheSameUuidsAndJson() throws SQLException {
        for (boolean binary : List.of(false, true)) {
            assertThat(bound(borealisPort, binary)).isEqualTo(bound(postgresPort, binary));
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
        newDatabase(port, "metadata");
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
