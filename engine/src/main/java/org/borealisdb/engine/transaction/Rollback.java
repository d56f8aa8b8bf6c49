package org.borealisdb.engine.transaction;

/** Undoes changes of a transaction; implemented by the layer that knows tables and indexes. */
public interface Rollback {
    /**
     * Undoes, newest first, what {@code transaction} (which lives, and whose task calls) has changed since its undo record was {@code until}.
     */
    void undo(Transaction transaction, long until);

    /** Takes over a transaction that was rolled back and whose changes are to be undone in the background. */
    void undoLater(long transactionId, long lastUndo);

    /** Undoes now what was taken over and waits, also of transactions that died. Called with nothing held but locks of the lock table. */
    void undoAll();
}
