package org.borealisdb.tests.fuzz;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Sessions with a server that statements are tried on, by both protocols. One that is lost is made anew for the next statement. */
final class Server implements AutoCloseable {
    private final Link simple;
    private final Link extended;

    private Server(Link simple, Link extended) {
        this.simple = simple;
        this.extended = extended;
    }

    /** Connects by a URL of JDBC, which names user and password. */
    static Server connect(String url) throws SQLException {
        return connect(url, Limits.USUAL);
    }

    static Server connect(String url, Limits limits) throws SQLException {
        return new Server(new Link(url, "simple", limits), new Link(url, "extended", limits));
    }

    /** Runs a statement by the simple protocol. */
    Answer run(String sql) {
        try (Statement statement = simple.connection().createStatement()) {
            statement.setQueryTimeout(simple.limits().cancelSeconds());
            return answer(statement.execute(sql), statement);
        } catch (SQLException error) {
            return failure(error);
        } finally {
            simple.endIfLost();
        }
    }

    /** Runs a statement with parameters by the extended protocol. */
    Answer run(String sql, List<String> values) {
        try (PreparedStatement statement = extended.connection().prepareStatement(sql)) {
            statement.setQueryTimeout(extended.limits().cancelSeconds());
            for (int index = 0; index < values.size(); index++) {
                statement.setObject(index + 1, values.get(index), Types.OTHER);
            }
            return answer(statement.execute(), statement);
        } catch (SQLException error) {
            return failure(error);
        } finally {
            extended.endIfLost();
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
            List<String> types = new ArrayList<>();
            for (int column = 1; column <= description.getColumnCount(); column++) {
                types.add(description.getColumnTypeName(column));
                columns.add(description.getColumnName(column) + " " + types.getLast());
            }
            List<String> rows = new ArrayList<>();
            while (result.next()) {
                List<String> fields = new ArrayList<>();
                for (int column = 1; column <= columns.size(); column++) {
                    fields.add(FieldText.comparable(result.getString(column), types.get(column - 1)));
                }
                rows.add(String.join("|", fields));
            }
            Collections.sort(rows);
            return new Answer("", "", columns, rows);
        }
    }

    @Override
    public void close() throws SQLException {
        simple.close();
        extended.close();
    }
}
