package org.borealisdb.engine.transaction;

/** Where a transaction is in its life. */
public enum TransactionState {
    /** Reads and writes. */
    ACTIVE,
    /** Its commit record is in the log: it can't be rolled back any more, and is not known to be durable. */
    COMMITTING,
    COMMITTED,
    ABORTED
}
