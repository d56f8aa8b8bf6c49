package org.borealisdb.sql.service;

import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;

/** Whether a statement is one of several that the client sent together, which are a transaction unless they say otherwise. Belongs to the session's task. */
final class SeveralStatements {
    private boolean together;

    void set(boolean now) {
        together = now;
    }

    /** Refuses a command that must be a transaction of its own: fails with 25001. */
    void refuse(TransactionBlock block, String command) {
        if (together || block.isOpen()) {
            throw new SqlException(
                    ErrorCode.ACTIVE_SQL_TRANSACTION, command + " cannot run inside a transaction block");
        }
    }
}
