package org.borealisdb.sql.service;

import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.sql.ast.TransactionStatement;
import org.borealisdb.sql.session.CommandTag;
import org.borealisdb.sql.session.ResultSink;

/** The statements of two-phase commit, where no transaction can be prepared: as in PostgreSQL with {@code max_prepared_transactions = 0}, its default. Stateless. */
final class TwoPhaseCommit {
    private TwoPhaseCommit() {}

    /**
     * Runs one of them.
     *
     * @param block whether there is a transaction block
     * @param failed whether it has failed
     * @param rollback ends it
     */
    static void run(TransactionStatement control, boolean block, boolean failed, Runnable rollback, ResultSink sink) {
        switch (control) {
            case TransactionStatement.PrepareTransaction _ -> {
                rollback.run();
                if (block && !failed) {
                    throw new SqlException(
                                    ErrorCode.OBJECT_NOT_IN_PREREQUISITE_STATE, "prepared transactions are disabled")
                            .withHint("Set max_prepared_transactions to a nonzero value.");
                }
                sink.complete(CommandTag.ROLLBACK, 0);
            }
            case TransactionStatement.CommitPrepared prepared ->
                throw missing(block, "COMMIT PREPARED", prepared.identifier());
            case TransactionStatement.RollbackPrepared prepared ->
                throw missing(block, "ROLLBACK PREPARED", prepared.identifier());
            default -> throw new IllegalArgumentException("not a statement of two-phase commit: " + control);
        }
    }

    private static SqlException missing(boolean block, String command, String identifier) {
        return block
                ? new SqlException(ErrorCode.ACTIVE_SQL_TRANSACTION, command + " cannot run inside a transaction block")
                : new SqlException(
                        ErrorCode.UNDEFINED_OBJECT,
                        "prepared transaction with identifier \"" + identifier + "\" does not exist");
    }
}
