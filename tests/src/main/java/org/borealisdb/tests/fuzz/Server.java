package org.borealisdb.tests.fuzz;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyManager;

/** Sessions with a server that statements are tried on, by both protocols. One that is lost is made anew for the next statement. */
final class Server implements AutoCloseable {
    private final Link simple;
    private final Link extended;
    private final History history;
    private byte[] copied = {};

    private Server(String url, Link simple, Link extended) {
        this.simple = simple;
        this.extended = extended;
        this.history = new History(url, this);
    }

    /** Connects by a URL of JDBC, which names user and password. */
    static Server connect(String url) throws SQLException {
        return connect(url, Limits.USUAL);
    }

    static Server connect(String url, Limits limits) throws SQLException {
        return new Server(url, new Link(url, "simple", limits), new Link(url, "extended", limits));
    }

    /** More sessions with the same server. */
    History history() {
        return history;
    }

    /** Runs a statement by the simple protocol; the rows are sorted. */
    Answer run(String sql) {
        return inOrder(sql).sorted();
    }

    /** The same with the rows as they come. */
    Answer inOrder(String sql) {
        if (sql.startsWith("copy ")) {
            return copy(sql);
        }
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
            return answer(statement.execute(), statement).sorted();
        } catch (SQLException error) {
            return failure(error);
        } finally {
            extended.endIfLost();
        }
    }

    /** COPY to the client, or back from it: what was copied last. */
    private Answer copy(String sql) {
        try {
            CopyManager manager = simple.connection().unwrap(PGConnection.class).getCopyAPI();
            if (sql.contains(" from stdin")) {
                long count = manager.copyIn(sql, new ByteArrayInputStream(copied));
                return new Answer("", "", List.of(), List.of("changed " + count));
            }
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            manager.copyOut(sql, out);
            copied = out.toByteArray();
            return new Answer("", "", List.of(), List.of(new String(copied, StandardCharsets.ISO_8859_1)));
        } catch (SQLException error) {
            return failure(error);
        } catch (IOException error) {
            throw new UncheckedIOException(error);
        } finally {
            simple.endIfLost();
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
                types.add(type(description.getColumnTypeName(column)));
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
            return new Answer("", "", columns, rows);
        }
    }

    /** The driver's name of a type; it has another one for columns that a sequence counts. */
    private static String type(String name) {
        return switch (name) {
            case "smallserial" -> "int2";
            case "serial" -> "int4";
            case "bigserial" -> "int8";
            default -> name;
        };
    }

    @Override
    public void close() throws SQLException {
        history.close();
        simple.close();
        extended.close();
    }
}
