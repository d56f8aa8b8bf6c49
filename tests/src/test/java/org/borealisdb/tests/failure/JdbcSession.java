package org.borealisdb.tests.failure;

import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.borealisdb.server.demo.Answer;
import org.borealisdb.server.demo.ClientSession;

/** A session of PostgreSQL's JDBC driver, which uses the extended form of the protocol. */
final class JdbcSession implements ClientSession {
    private final Connection connection;

    JdbcSession(int port, String password) throws IOException {
        try {
            connection = DriverManager.getConnection(
                    "jdbc:postgresql://127.0.0.1:" + port + "/postgres?sslmode=disable&connectTimeout=10",
                    "postgres",
                    password);
        } catch (SQLException refused) {
            throw new IOException("connecting: " + refused.getSQLState() + ": " + refused.getMessage(), refused);
        }
    }

    @Override
    public Answer execute(String statements) {
        List<String> lines = new ArrayList<>();
        try (Statement statement = connection.createStatement()) {
            for (String text : statements.split(";", -1)) {
                if (text.isBlank()) {
                    continue;
                }
                if (statement.execute(text)) {
                    rows(statement.getResultSet(), lines);
                } else {
                    // psql prints the command tag, which is the statement's first word where it matters.
                    lines.add(text.strip().split(" ", 2)[0]);
                }
            }
            return new Answer(lines, false);
        } catch (SQLException failure) {
            String state = String.valueOf(failure.getSQLState());
            lines.add("ERROR:  " + state + ": " + failure.getMessage());
            boolean ended = state.startsWith("08") || state.startsWith("57P");
            if (!ended) {
                rollback(lines);
            }
            return new Answer(lines, ended);
        }
    }

    private void rollback(List<String> lines) {
        try (Statement statement = connection.createStatement()) {
            statement.execute("ROLLBACK");
        } catch (SQLException failure) {
            lines.add("ERROR:  " + failure.getSQLState() + ": " + failure.getMessage());
        }
    }

    private static void rows(ResultSet rows, List<String> lines) throws SQLException {
        int columns = rows.getMetaData().getColumnCount();
        while (rows.next()) {
            List<String> fields = new ArrayList<>();
            for (int column = 1; column <= columns; column++) {
                fields.add(String.valueOf(rows.getString(column)));
            }
            lines.add(String.join("|", fields));
        }
    }

    @Override
    public void close() {
        try {
            // Not close(): the other thread may be inside, waiting for an answer that does not come.
            connection.abort(Runnable::run);
        } catch (SQLException gone) {
            throw new IllegalStateException(gone);
        }
    }
}
