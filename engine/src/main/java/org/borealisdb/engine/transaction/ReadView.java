package org.borealisdb.engine.transaction;

/**
 * What a statement or cursor sees: transactions whose commit LSN is at or below {@code lsn}, and, of its own transaction, the changes
 * made before it began. Immutable.
 *
 * <p>A transaction numbers its changes. Of its own changes a view sees those numbered below {@code ownChanges}, so a
 * statement never meets rows that it wrote itself (the Halloween problem).
 *
 * @param lsn what is committed at or below this LSN is visible
 * @param ownTransaction id of the own transaction; 0 if it has changed nothing so far
 * @param ownChanges number of own changes that are visible
 */
public record ReadView(long lsn, long ownTransaction, int ownChanges) {
    public ReadView {
        if (lsn < 0) {
            throw new IllegalArgumentException("a view's LSN cannot be negative: " + lsn);
        }
        if (ownTransaction < 0) {
            throw new IllegalArgumentException("a transaction id cannot be negative: " + ownTransaction);
        }
        if (ownChanges < 0) {
            throw new IllegalArgumentException("a number of changes cannot be negative: " + ownChanges);
        }
    }
}
