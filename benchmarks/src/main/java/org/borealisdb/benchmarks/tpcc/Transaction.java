package org.borealisdb.benchmarks.tpcc;

import java.sql.SQLException;

/** One of the five transactions, with the statements that a terminal has prepared for it. */
@FunctionalInterface
interface Transaction {
    /**
     * Enters it for the warehouse of the terminal.
     *
     * @return whether to commit; else the terminal rolls back, as one of a hundred new orders asks
     * @throws SQLException what the server says; deadlocks and serialization failures are entered again
     */
    boolean enter() throws SQLException;
}
