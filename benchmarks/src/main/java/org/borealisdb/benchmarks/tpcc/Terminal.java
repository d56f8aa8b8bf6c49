package org.borealisdb.benchmarks.tpcc;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import org.HdrHistogram.Histogram;
import org.borealisdb.benchmarks.contender.Endpoint;

/** A terminal of a warehouse: enters transactions in the mix of clause 5.2.3, without typing and thinking, until the time is over. */
final class Terminal implements Callable<TerminalResult> {
    private static final String SERIALIZATION_FAILURE = "40001";
    private static final String DEADLOCK = "40P01";

    private final Endpoint endpoint;
    private final int warehouses;
    private final int warehouse;
    private final TpccRandom random;
    private final long end;

    /**
     * A terminal.
     *
     * @param end when it stops, by {@link System#nanoTime}
     */
    Terminal(Endpoint endpoint, int warehouses, int warehouse, SplittableRandom random, long end) {
        this.endpoint = endpoint;
        this.warehouses = warehouses;
        this.warehouse = warehouse;
        this.random = new TpccRandom(random);
        this.end = end;
    }

    @Override
    public TerminalResult call() throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", "postgres");
        properties.setProperty("password", endpoint.password());
        properties.setProperty("sslmode", "disable");
        try (Connection connection = DriverManager.getConnection(
                "jdbc:postgresql://127.0.0.1:" + endpoint.port() + "/postgres", properties)) {
            connection.setAutoCommit(false);
            return work(connection);
        }
    }

    private TerminalResult work(Connection connection) throws SQLException {
        Statements statements = new Statements(connection);
        Transaction newOrder = new NewOrder(statements, random, warehouses, warehouse);
        Transaction payment = new Payment(statements, random, warehouses, warehouse);
        Transaction orderStatus = new OrderStatus(statements, random, warehouse);
        Transaction delivery = new Delivery(statements, random, warehouse);
        Transaction stockLevel = new StockLevel(statements, random, warehouse);
        Histogram latencies = new Histogram(3);
        long orders = 0;
        long all = 0;
        long retried = 0;
        while (System.nanoTime() - end < 0) {
            int dice = random.number(1, 100);
            Transaction chosen = dice <= 4
                    ? stockLevel
                    : dice <= 8 ? delivery : dice <= 12 ? orderStatus : dice <= 55 ? payment : newOrder;
            long start = System.nanoTime();
            if (!entered(connection, chosen)) {
                retried++;
                continue;
            }
            all++;
            if (chosen.equals(newOrder)) {
                orders++;
                latencies.recordValue((System.nanoTime() - start) / 1_000);
            }
        }
        return new TerminalResult(orders, all, retried, latencies);
    }

    /** False if it came into the way of another and is to be entered again. */
    private static boolean entered(Connection connection, Transaction transaction) throws SQLException {
        try {
            if (transaction.enter()) {
                connection.commit();
            } else {
                connection.rollback();
            }
            return true;
        } catch (SQLException failure) {
            connection.rollback();
            if (SERIALIZATION_FAILURE.equals(failure.getSQLState()) || DEADLOCK.equals(failure.getSQLState())) {
                return false;
            }
            throw failure;
        }
    }
}
