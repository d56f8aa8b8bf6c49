package org.borealisdb.tests.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Transactions see what another has exported, on Borealis as on PostgreSQL. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SharedSnapshotsTest {
    private OracleServers servers;

    @BeforeAll
    void startServers(@TempDir Path data) throws IOException, InterruptedException {
        servers = OracleServers.start(data);
    }

    @AfterAll
    void stopServers() throws IOException {
        servers.close();
    }

    /** A session with statements, of which it notes what came. */
    private record Session(Connection connection, List<String> notes) implements AutoCloseable {
        String run(String sql) throws SQLException {
            try (Statement statement = connection.createStatement()) {
                if (!statement.execute(sql)) {
                    return "";
                }
                StringBuilder rows = new StringBuilder();
                try (ResultSet result = statement.getResultSet()) {
                    while (result.next()) {
                        rows.append(result.getString(1)).append(' ');
                    }
                }
                return rows.toString().strip();
            }
        }

        void note(String sql) {
            try {
                notes.add(run(sql));
            } catch (SQLException error) {
                notes.add(error.getSQLState());
            }
        }

        @Override
        public void close() throws SQLException {
            connection.close();
        }
    }

    private static List<String> play(int port, String exporter) throws SQLException {
        List<String> notes = new ArrayList<>();
        try (Session one = new Session(ScriptRun.connect(port, "postgres", false), notes);
                Session two = new Session(ScriptRun.connect(port, "postgres", false), notes);
                Session third = new Session(ScriptRun.connect(port, "postgres", false), notes);
                Session elsewhere = new Session(ScriptRun.connect(port, "elsewhere", false), notes)) {
            one.run("drop table if exists seen");
            one.run("create table seen (id int primary key, v int)");
            one.run("insert into seen values (1, 10), (2, 20)");
            one.run("begin isolation level " + exporter);
            one.run("update seen set v = 11 where id = 1");
            String name = one.run("select pg_export_snapshot()");
            third.run("update seen set v = 21 where id = 2");
            third.run("insert into seen values (3, 30)");
            two.run("begin isolation level repeatable read");
            two.note("set transaction snapshot '" + name + "'");
            two.note("select v from seen order by id");
            one.note("select v from seen order by id");
            third.note("select v from seen order by id");
            elsewhere.run("begin isolation level repeatable read");
            elsewhere.note("set transaction snapshot '" + name + "'");
            elsewhere.run("rollback");
            // What is seen outlives the transaction that exported it, and is exported again; the name does not.
            one.run("commit");
            third.run("delete from seen where id = 1");
            two.note("select v from seen order by id");
            third.run("begin isolation level repeatable read");
            third.note("set transaction snapshot '" + name + "'");
            third.run("rollback");
            String again = two.run("select pg_export_snapshot()");
            third.run("begin isolation level repeatable read, read only");
            third.note("set transaction snapshot '" + again + "'");
            third.note("select v from seen order by id");
            third.note("set transaction snapshot '" + again + "'");
            third.run("rollback");
            two.note("update seen set v = 0 where id = 2");
            two.run("rollback");
        }
        return notes;
    }

    @Test
    void severalTransactionsSeeOneState() throws SQLException {
        for (int port : new int[] {servers.borealisPort(), servers.postgresPort()}) {
            try (Session session = new Session(ScriptRun.connect(port, "postgres", false), new ArrayList<>())) {
                session.run("create database elsewhere");
            }
        }
        for (String exporter : List.of("read committed", "repeatable read")) {
            assertThat(play(servers.borealisPort(), exporter)).isEqualTo(play(servers.postgresPort(), exporter));
        }
    }
}
