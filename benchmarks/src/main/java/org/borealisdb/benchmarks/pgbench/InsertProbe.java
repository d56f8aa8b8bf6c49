package org.borealisdb.benchmarks.pgbench;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.borealisdb.benchmarks.contender.BenchmarkException;
import org.borealisdb.benchmarks.contender.Endpoint;

/** A client that inserts one number after the other, connects again whenever its connection is lost, and knows when the last was acknowledged. */
final class InsertProbe {
    private static final long PAUSE_NANOS = 2_000_000;
    private static final long RECONNECT_NANOS = 10_000_000;
    private static final String CONNECTING = "?sslmode=disable&connectTimeout=10&socketTimeout=20";

    private final Endpoint at;
    private final Thread thread;
    private final Set<Long> acknowledged = new HashSet<>();
    private volatile boolean stopped;
    // Guarded by this.
    private long last = System.nanoTime();
    private long longest;
    /** Number of the last that was begun before an acknowledgement counts. */
    private long from;

    private long answered;

    private final AtomicLong begun = new AtomicLong();

    /** One that begins at once. */
    InsertProbe(Endpoint at) {
        this.at = at;
        this.thread = Thread.ofPlatform().name("probe").start(this::run);
    }

    private static Connection connect(Endpoint at) throws SQLException {
        return DriverManager.getConnection(
                "jdbc:postgresql://127.0.0.1:" + at.port() + "/postgres" + CONNECTING, "postgres", at.password());
    }

    /** Makes the table. */
    static void prepare(Endpoint at) {
        try (Connection connection = connect(at);
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE probe (i bigint PRIMARY KEY)");
        } catch (SQLException failure) {
            throw new BenchmarkException("the probe's table cannot be made: " + failure.getMessage());
        }
    }

    private void run() {
        while (!stopped) {
            try (Connection connection = connect(at);
                    PreparedStatement insert = connection.prepareStatement("INSERT INTO probe VALUES (?)")) {
                while (!stopped) {
                    long number = begun.incrementAndGet();
                    insert.setLong(1, number);
                    insert.executeUpdate();
                    acknowledged(number);
                    LockSupport.parkNanos(PAUSE_NANOS);
                }
            } catch (SQLException lost) {
                LockSupport.parkNanos(RECONNECT_NANOS);
            }
        }
    }

    private synchronized void acknowledged(long number) {
        acknowledged.add(number);
        long now = System.nanoTime();
        longest = Math.max(longest, now - last);
        last = now;
        if (number > from && answered == 0) {
            answered = now;
        }
        notifyAll();
    }

    /** From now on the longest pause counts. */
    synchronized void mark() {
        longest = 0;
        last = System.nanoTime();
        from = begun.get();
        answered = 0;
    }

    /** Nanoseconds from a time until the first insert that was begun after {@link #mark} was acknowledged; fails after a minute. */
    synchronized long firstSince(long began) throws InterruptedException {
        long deadline = System.nanoTime() + 60_000_000_000L;
        while (answered == 0) {
            if (System.nanoTime() > deadline) {
                throw new BenchmarkException("nothing was acknowledged for a minute");
            }
            wait(100);
        }
        return answered - began;
    }

    /** Longest pause between two acknowledgements since {@link #mark}, in nanoseconds. */
    synchronized long longest() {
        return longest;
    }

    /** How many of what was acknowledged is not there. To be called after {@link #stop}. */
    long lost() {
        Set<Long> missing = new HashSet<>(acknowledged);
        try (Connection connection = connect(at);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT i FROM probe")) {
            while (rows.next()) {
                missing.remove(rows.getLong(1));
            }
        } catch (SQLException failure) {
            throw new BenchmarkException("the probe's table cannot be read: " + failure.getMessage());
        }
        return missing.size();
    }

    /** How many inserts were acknowledged. */
    synchronized long count() {
        return acknowledged.size();
    }

    /** Ends. */
    void stop() throws InterruptedException {
        stopped = true;
        thread.join();
    }
}
