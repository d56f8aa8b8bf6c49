package org.borealisdb.sql.session;

/** Where a session stands between statements. */
public enum TransactionStatus {
    /** No transaction block. */
    IDLE,
    /** In a transaction block. */
    IN_TRANSACTION,
    /** In a transaction block that failed: only its end is accepted. */
    FAILED
}
