package org.borealisdb.tests.fuzz;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Properties;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A session with a server that statements are tried on. */
final class Server implements AutoCloseable {
    /** A statement that takes longer hangs. */
    private static final String TIMEOUT = "20s";

    private static final Pattern NUMBER = Pattern.compile("-?[0-9]+(\\.[0-9]+)?");

    private final Connection simple;
    private final Connection extended;

    private Server(Connection simple, Connection extended) {
        this.simple = simple;
        this.extended = extended;
    }

    /** Connects by a URL of JDBC, which names user and password. */
    static Server connect(String url) throws SQLException {
        return new Server(open(url, "simple"), open(url, "extended"));
    }

    private static Connection open(String url, String mode) throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("preferQueryMode", mode);
        properties.setProperty(
                "options",
                "-c TimeZone=UTC -c search_path=fuzz -c client_min_messages=error -c statement_timeout=" + TIMEOUT);
        return DriverManager.getConnection(url, properties);
    }

    /** Runs a statement by the simple protocol. */
    Answer run(String sql) {
        try (Statement statement = simple.createStatement()) {
            return answer(statement.execute(sql), statement);
        } catch (SQLException error) {
            return failure(error);
        }
    }

    /** Runs a statement with parameters by the extended protocol. */
    Answer run(String sql, List<String> values) {
        try (PreparedStatement statement = extended.prepareStatement(sql)) {
            for (int index = 0; index < values.size(); index++) {
                statement.setObject(index + 1, values.get(index), Types.OTHER);
            }
            return answer(statement.execute(), statement);
        } catch (SQLException error) {
            return failure(error);
        }
    }

    private static Answer failure(SQLException error) {
        return new Answer(
                String.valueOf(error.getSQLState()), String.valueOf(error.getMessage()), List.of(), List.of());
    }

    private static Answer answer(boolean hasRows, Statement statement) throws SQLException {
        if (!hasRows) {
            return new Answer("", "", List.of(), List.of("changed " + statement.getUpdateCount()));
        }
        try (ResultSet result = statement.getResultSet()) {
            ResultSetMetaData description = result.getMetaData();
            List<String> columns = new ArrayList<>();
            for (int column = 1; column <= description.getColumnCount(); column++) {
                columns.add(description.getColumnName(column) + " " + description.getColumnTypeName(column));
            }
            List<String> rows = new ArrayList<>();
            while (result.next()) {
                List<String> fields = new ArrayList<>();
                for (int column = 1; column <= columns.size(); column++) {
                    fields.add(field(result.getString(column), columns.get(column - 1)));
                }
                rows.add(String.join("|", fields));
            }
            Collections.sort(rows);
            return new Answer("", "", columns, rows);
        }
    }

    /** Equal numerics may have different scales, and which of them stands for a group is the plan's choice. */
    private static String field(@Nullable String text, String column) {
        if (text == null) {
            return "∅";
        }
        return column.endsWith(" numeric") && NUMBER.matcher(text).matches()
                ? new BigDecimal(text).stripTrailingZeros().toPlainString()
                : "'" + text + "'";
    }

    @Override
    public void close() throws SQLException {
        simple.close();
        extended.close();
    }
}
