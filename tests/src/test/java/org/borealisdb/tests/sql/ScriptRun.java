package org.borealisdb.tests.sql;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/** Runs a script against a server, and writes down what each statement answered. */
final class ScriptRun implements AutoCloseable {
    private static final long TIMEOUT_SECONDS = 60;

    private final int port;
    private final String database;
    private final boolean binary;
    private final Map<String, Connection> sessions = new HashMap<>();
    private final Map<String, Future<String>> waiting = new HashMap<>();
    private final ExecutorService background = Executors.newCachedThreadPool();

    /**
     * A run in a database.
     *
     * @param binary whether values come in binary format, by the extended protocol
     */
    ScriptRun(int port, String database, boolean binary) {
        this.port = port;
        this.database = database;
        this.binary = binary;
    }

    static Connection connect(int port, String database, boolean binary) throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", "postgres");
        properties.setProperty("password", BorealisServer.PASSWORD);
        properties.setProperty("preferQueryMode", binary ? "extended" : "simple");
        properties.setProperty("prepareThreshold", binary ? "-1" : "0");
        properties.setProperty("options", "-c TimeZone=UTC");
        properties.setProperty("allowEncodingChanges", "true");
        return DriverManager.getConnection("jdbc:postgresql://127.0.0.1:" + port + "/" + database, properties);
    }

    /** Answers of all steps, in order. */
    List<String> run(SqlScript script) throws SQLException, InterruptedException {
        List<String> answers = new ArrayList<>();
        for (SqlScript.Step step : script.steps()) {
            Connection session = sessions.get(step.session());
            if (session == null) {
                session = connect(port, database, binary);
                sessions.put(step.session(), session);
            }
            Connection connection = session;
            if (step.text().isEmpty()) {
                answers.add(end(step));
            } else if (step.waits()) {
                waiting.put(step.session(), background.submit(() -> answer(connection, step)));
                answers.add("");
            } else {
                answers.add(answer(connection, step));
            }
        }
        return answers;
    }

    private String end(SqlScript.Step step) throws InterruptedException {
        Future<String> future = waiting.remove(step.session());
        if (future == null) {
            throw new IllegalStateException("line " + step.line() + ": session " + step.session() + " does not wait");
        }
        try {
            return future.get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException failed) {
            return "does not end: " + failed;
        }
    }

    private static String answer(Connection connection, SqlScript.Step step) {
        StringBuilder answer = new StringBuilder();
        try (Statement statement = connection.createStatement()) {
            boolean rows = statement.execute(step.text());
            while (true) {
                if (rows) {
                    append(answer, statement.getResultSet());
                } else if (statement.getUpdateCount() >= 0) {
                    answer.append("count ").append(statement.getUpdateCount()).append('\n');
                } else {
                    return answer.toString();
                }
                rows = statement.getMoreResults();
            }
        } catch (SQLException error) {
            return answer + describe(error, step.compared());
        }
    }

    private static String describe(SQLException error, SqlScript.Compared compared) {
        String state = "error " + error.getSQLState();
        ServerErrorMessage message = error instanceof PSQLException known ? known.getServerErrorMessage() : null;
        if (compared == SqlScript.Compared.STATE || message == null) {
            return message == null ? state + " " + error.getMessage() : state;
        }
        String said = state + " at " + message.getPosition() + ": " + message.getMessage();
        return compared == SqlScript.Compared.MESSAGE
                ? said
                : said + "\n  detail: " + message.getDetail() + "\n  hint: " + message.getHint() + "\n  context: "
                        + message.getWhere();
    }

    private static void append(StringBuilder answer, ResultSet rows) throws SQLException {
        ResultSetMetaData columns = rows.getMetaData();
        for (int i = 1; i <= columns.getColumnCount(); i++) {
            answer.append(i == 1 ? "" : "|").append(columns.getColumnLabel(i));
            answer.append(' ').append(columns.getColumnTypeName(i));
        }
        answer.append('\n');
        while (rows.next()) {
            for (int i = 1; i <= columns.getColumnCount(); i++) {
                boolean bytes = columns.getColumnTypeName(i).equals("bytea") && rows.getBytes(i) != null;
                @Nullable String value = bytes ? HexFormat.of().formatHex(rows.getBytes(i)) : rows.getString(i);
                answer.append(i == 1 ? "" : "|").append(value == null ? "NULL" : value);
            }
            answer.append('\n');
        }
    }

    @Override
    public void close() throws SQLException {
        background.shutdownNow();
        for (Connection session : sessions.values()) {
            session.close();
        }
    }
}
