package org.borealisdb.tests.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Commands that have a query in them take its parameters, on Borealis as on PostgreSQL; others know none. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ParametersOfCommandsTest {
    private OracleServers servers;

    @BeforeAll
    void startServers(@TempDir Path data) throws IOException, InterruptedException {
        servers = OracleServers.start(data);
    }

    @AfterAll
    void stopServers() throws IOException {
        servers.close();
    }

    /** Runs a command with the number 3, and then a query about what it did, in one transaction. */
    private static List<String> outcome(int port, String command, String query) throws SQLException {
        List<String> outcome = new ArrayList<>();
        try (Connection connection = ScriptRun.connect(port, "postgres", true);
                Statement plain = connection.createStatement()) {
            plain.execute("begin");
            plain.execute("prepare known(int) as select $1 + 1 as a");
            try (PreparedStatement prepared = connection.prepareStatement(command)) {
                prepared.setInt(1, 3);
                prepared.execute();
            }
            try (ResultSet rows = plain.executeQuery(query)) {
                while (rows.next()) {
                    outcome.add(rows.getMetaData().getColumnTypeName(1) + " " + rows.getString(1));
                }
            }
            plain.execute("rollback");
        } catch (SQLException refused) {
            outcome.add(refused.getSQLState());
        }
        return outcome;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "declare c cursor for select g from generate_series(1, 5) g where g > ?; fetch all from c; int4 4,int4 5",
                "declare c scroll cursor with hold for select ? + 1.5; fetch all from c; numeric 4.5",
                "create temp table made as select ?::bigint * 2 as a; select a from made; int8 6",
                "create temp table made as select ? as a; select a from made; int4 3",
                "select a into temp made from (select ?::text as a) q; select a from made; text 3",
                "create temp table made as select ? as a with no data; select count(*) from made; int8 0",
                "explain (costs off) select ?; select 1; int4 1",
                "explain (costs off) create temp table made as select ?; select to_regclass('made'); regclass null",
                "explain analyze create temp table made as select ? as a; select a from made; int4 3",
                "explain (costs off) declare c cursor for select ?; select 1; int4 1",
                "create view made as select ?::int; select 1; 42P02",
                "copy (select ?::int) to stdout; select 1; 42P02",
                "explain execute known(?); select 1; 42P02",
                "create temp table made as execute known(?); select 1; 42P02"
            })
    void parametersAreOfQueries(String command, String query, String expected) throws SQLException {
        List<String> outcome = outcome(servers.borealisPort(), command, query);
        assertThat(outcome).isEqualTo(outcome(servers.postgresPort(), command, query));
        assertThat(String.join(",", outcome)).isEqualTo(expected);
    }

    /** What a call answers whose places are integers that it is given, the first ones, or gives back; in one transaction. */
    private static String called(int port, String call, String given, int outputs) throws SQLException {
        try (Connection connection = ScriptRun.connect(port, "postgres", true);
                Statement plain = connection.createStatement()) {
            connection.setAutoCommit(false);
            plain.execute("""
                    create function pg_temp.twice(a int) returns int language sql as 'select a * 2';
                    create function pg_temp.parts(a int, out q int, out r int) language sql as 'select a / 10, a % 10';
                    create procedure pg_temp.cut(a int, out q int) language sql as 'select a / 10'
                    """);
            boolean first = call.startsWith("{?");
            try (CallableStatement statement = connection.prepareCall(call)) {
                int place = 1;
                if (first) {
                    statement.registerOutParameter(place++, Types.INTEGER);
                }
                for (String number : given.split(" ", -1)) {
                    statement.setInt(place++, Integer.parseInt(number));
                }
                List<String> back = new ArrayList<>();
                int from = first ? 1 : place;
                for (int output = first ? 1 : 0; output < outputs; output++) {
                    statement.registerOutParameter(place++, Types.INTEGER);
                }
                statement.execute();
                for (int output = 0; output < outputs; output++) {
                    back.add(String.valueOf(statement.getInt(from + output)));
                }
                return String.join(",", back);
            }
        } catch (SQLException refused) {
            return refused.getSQLState();
        }
    }

    /** Drivers send a place that a call gives back as a parameter of the type void: functions leave it out, and procedures take it for null. */
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "{?= call pg_temp.twice(?)}; 21; 1; 42",
                "{call pg_temp.parts(?, ?, ?)}; 47; 2; 4,7",
                "{?= call pg_temp.twice(?)}; 2147483647; 1; 22003",
                "call pg_temp.cut(?, ?); 47; 1; 4",
                "{?= call pg_temp.none(?)}; 1; 1; 42883"
            })
    void placesThatCallsGiveBackAreLeftOut(String call, String given, int outputs, String expected)
            throws SQLException {
        assertThat(called(servers.postgresPort(), call, given, outputs)).isEqualTo(expected);
        assertThat(called(servers.borealisPort(), call, given, outputs)).isEqualTo(expected);
    }
}
