package org.borealisdb.engine.transaction;

/**
 * A point within a transaction that it can go back to. Valid until the transaction goes back to an earlier one, or ends.
 *
 * @param lastUndo the transaction's newest undo record at that point
 * @param changes how many changes it had made
 * @param lockMark how many locks it had acquired
 */
public record Savepoint(long lastUndo, int changes, int lockMark) {}
