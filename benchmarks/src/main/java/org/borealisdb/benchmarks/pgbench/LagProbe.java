package org.borealisdb.benchmarks.pgbench;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;
import org.borealisdb.benchmarks.contender.Endpoint;

/**
 * Measures how long after its acknowledgement by the writer a commit is visible on a reader: changes a row of its own there, and asks here until it sees that. What it finds is too long by half
 * of the pause between two questions, and by the way of an answer.
 */
final class LagProbe implements AutoCloseable {
    private static final long PAUSE_NANOS = TimeUnit.MICROSECONDS.toNanos(300);
    private static final long BETWEEN_NANOS = TimeUnit.MILLISECONDS.toNanos(10);
    private static final int DIGITS = 3;

    private final int row;
    private final Connection writer;
    private final Connection reader;
    private final PreparedStatement change;
    private final PreparedStatement look;
    private long number;

    /** A probe that changes row {@code row} of the table. */
    LagProbe(int row, Endpoint writerAt, Endpoint readerAt) throws SQLException {
        this.row = row;
        this.writer = connect(writerAt);
        this.reader = connect(readerAt);
        this.change = writer.prepareStatement("UPDATE lag_probe SET number = ? WHERE id = ?");
        this.look = reader.prepareStatement("SELECT number FROM lag_probe WHERE id = ?");
    }

    /** Makes the table for probes of rows below {@code rows}. */
    static void prepare(Endpoint writerAt, int rows) throws SQLException {
        try (Connection connection = connect(writerAt);
                PreparedStatement create =
                        connection.prepareStatement("CREATE TABLE lag_probe (id integer PRIMARY KEY, number bigint)");
                PreparedStatement insert = connection.prepareStatement("INSERT INTO lag_probe VALUES (?, 0)")) {
            create.execute();
            for (int row = 0; row < rows; row++) {
                insert.setInt(1, row);
                insert.execute();
            }
        }
    }

    private static Connection connect(Endpoint at) throws SQLException {
        return DriverManager.getConnection(
                "jdbc:postgresql://127.0.0.1:" + at.port() + "/postgres", "postgres", at.password());
    }

    /** Lags in nanoseconds, one after the other, until the JVM's clock shows {@code end}. */
    Histogram run(long end) throws SQLException {
        Histogram lags = new Histogram(DIGITS);
        while (System.nanoTime() - end < 0) {
            number++;
            change.setLong(1, number);
            change.setInt(2, row);
            change.executeUpdate();
            long acknowledged = System.nanoTime();
            while (seen() < number) {
                LockSupport.parkNanos(PAUSE_NANOS);
            }
            lags.recordValue(System.nanoTime() - acknowledged);
            LockSupport.parkNanos(BETWEEN_NANOS);
        }
        return lags;
    }

    private long seen() throws SQLException {
        look.setInt(1, row);
        try (ResultSet rows = look.executeQuery()) {
            return rows.next() ? rows.getLong(1) : -1;
        }
    }

    @Override
    public void close() throws SQLException {
        writer.close();
        reader.close();
    }
}
