package org.borealisdb.tests.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
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
import org.postgresql.PGStatement;

/** pgjdbc prepares statements anew whose results have other columns since, on Borealis as on PostgreSQL. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ChangedResultsTest {
    private OracleServers servers;

    @BeforeAll
    void startServers(@TempDir Path data) throws IOException, InterruptedException {
        servers = OracleServers.start(data);
    }

    @AfterAll
    void stopServers() throws IOException {
        servers.close();
    }

    private static List<Integer> widths(int port) throws SQLException {
        List<Integer> widths = new ArrayList<>();
        try (Connection connection = ScriptRun.connect(port, "postgres", false);
                Statement plain = connection.createStatement()) {
            plain.execute("drop table if exists grown");
            plain.execute("create table grown (id int primary key)");
            try (PreparedStatement prepared = connection.prepareStatement("select * from grown")) {
                prepared.unwrap(PGStatement.class).setPrepareThreshold(1);
                for (int columns = 1; columns < 4; columns++) {
                    for (int time = 0; time < 3; time++) {
                        try (ResultSet rows = prepared.executeQuery()) {
                            widths.add(rows.getMetaData().getColumnCount());
                        }
                    }
                    plain.execute("alter table grown add column c" + columns + " int");
                }
            }
        }
        return widths;
    }

    @Test
    void statementsArePreparedAnew() throws SQLException {
        assertThat(widths(servers.borealisPort()))
                .isEqualTo(widths(servers.postgresPort()))
                .containsExactly(1, 1, 1, 2, 2, 2, 3, 3, 3);
    }
}
