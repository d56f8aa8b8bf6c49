package org.borealisdb.tests.fuzz;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;

/** A connection that is made anew once it is lost, so that what ends a session is found once and others are still tried. */
final class Link implements AutoCloseable {
    private final String url;
    private final String mode;
    private final Limits limits;
    private Connection connection;
    private int backend;

    /** Connects by a URL of JDBC, in a mode of the driver's. */
    Link(String url, String mode, Limits limits) throws SQLException {
        this.url = url;
        this.mode = mode;
        this.limits = limits;
        this.connection = open();
        this.backend = backendOf(connection);
    }

    Limits limits() {
        return limits;
    }

    /** The connection, or a new one if it is closed. */
    Connection connection() throws SQLException {
        if (connection.isClosed()) {
            connection = open();
            backend = backendOf(connection);
        }
        return connection;
    }

    /** Ends what the session of a lost connection may still be doing, for it holds locks. */
    void endIfLost() {
        try {
            if (connection.isClosed()) {
                int lost = backend;
                try (Statement statement = connection().createStatement()) {
                    statement.execute("select pg_terminate_backend(" + lost + ")");
                }
            }
        } catch (SQLException _) {
            // Whoever uses the link next is told.
        }
    }

    private Connection open() throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("preferQueryMode", mode);
        properties.setProperty("socketTimeout", Integer.toString(limits.answerSeconds()));
        properties.setProperty(
                "options",
                "-c TimeZone=UTC -c search_path=fuzz -c client_min_messages=error -c statement_timeout="
                        + limits.statementSeconds() + "s");
        return DriverManager.getConnection(url, properties);
    }

    private static int backendOf(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("select pg_backend_pid()")) {
            result.next();
            return result.getInt(1);
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
