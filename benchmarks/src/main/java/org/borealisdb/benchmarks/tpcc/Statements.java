package org.borealisdb.benchmarks.tpcc;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;

/** Prepared statements of a terminal's connection, run with parameters by position. */
final class Statements {
    private final Connection connection;

    Statements(Connection connection) {
        this.connection = connection;
    }

    /** Prepares a statement for the life of the connection. */
    PreparedStatement prepare(String sql) throws SQLException {
        return connection.prepareStatement(sql);
    }

    /** Runs a query; the caller closes the result. */
    static ResultSet query(PreparedStatement statement, Object... parameters) throws SQLException {
        bind(statement, parameters);
        return statement.executeQuery();
    }

    /** Runs a change and answers how many rows it changed. */
    static int change(PreparedStatement statement, Object... parameters) throws SQLException {
        bind(statement, parameters);
        return statement.executeUpdate();
    }

    /** Sets all parameters. */
    static void bind(PreparedStatement statement, Object... parameters) throws SQLException {
        for (int i = 0; i < parameters.length; i++) {
            switch (parameters[i]) {
                case Integer number -> statement.setInt(i + 1, number);
                case String text -> statement.setString(i + 1, text);
                case BigDecimal number -> statement.setBigDecimal(i + 1, number);
                case Timestamp time -> statement.setTimestamp(i + 1, time);
                default -> throw new IllegalArgumentException("no parameter of " + parameters[i].getClass());
            }
        }
    }

    /** Moves to the first row, which must be there. */
    static void first(ResultSet rows) throws SQLException {
        if (!rows.next()) {
            throw new SQLException("a row that TPC-C's tables must have is missing");
        }
    }
}
