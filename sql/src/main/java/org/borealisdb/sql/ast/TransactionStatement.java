package org.borealisdb.sql.ast;

import org.jspecify.annotations.Nullable;

/** Statements that begin, end and divide transactions. */
public sealed interface TransactionStatement extends Statement {
    /** Returns whether it is taken in a block that has failed, which it ends, or a part of it. */
    default boolean leavesFailure() {
        return this instanceof Commit
                || this instanceof Rollback
                || this instanceof RollbackTo
                || this instanceof PrepareTransaction;
    }

    /** The levels of isolation; READ UNCOMMITTED is kept apart although it means READ COMMITTED. */
    enum Isolation {
        READ_UNCOMMITTED,
        READ_COMMITTED,
        REPEATABLE_READ,
        SERIALIZABLE
    }

    /**
     * The modes of a transaction, each missing if it is not given.
     *
     * @param isolation its isolation
     * @param readOnly whether it may not write
     * @param deferrable whether a serializable one waits for a safe view
     */
    record Modes(
            @Nullable Isolation isolation,
            @Nullable Boolean readOnly,
            @Nullable Boolean deferrable) {
        /** Nothing given. */
        public static final Modes NONE = new Modes(null, null, null);
    }

    /** BEGIN, START TRANSACTION. */
    record Begin(Modes modes, boolean isStart) implements TransactionStatement {}

    /** COMMIT, END. */
    record Commit(boolean chain) implements TransactionStatement {}

    /** ROLLBACK, ABORT. */
    record Rollback(boolean chain) implements TransactionStatement {}

    /** SAVEPOINT. */
    record Savepoint(String name) implements TransactionStatement {}

    /** RELEASE SAVEPOINT. */
    record Release(String name) implements TransactionStatement {}

    /** ROLLBACK TO SAVEPOINT. */
    record RollbackTo(String name) implements TransactionStatement {}

    /** PREPARE TRANSACTION. */
    record PrepareTransaction(String identifier) implements TransactionStatement {}

    /** COMMIT PREPARED. */
    record CommitPrepared(String identifier) implements TransactionStatement {}

    /** ROLLBACK PREPARED. */
    record RollbackPrepared(String identifier) implements TransactionStatement {}

    /** SET TRANSACTION, or SET SESSION CHARACTERISTICS AS TRANSACTION. */
    record SetTransaction(
            Modes modes, boolean forSession, @Nullable String snapshot) implements TransactionStatement {}
}
