package org.borealisdb.engine.table;

/**
 * Not done: the row was given another primary key by a transaction that has committed since the statement's view. The newest version of the row is in the workspace's {@code current()}; the statement evaluates its
 * conditions again on it and, if they hold, tries again with it under that key.
 */
public final class MovedRow implements RowOutcome {
    private final byte[] primaryKey;

    MovedRow(byte[] primaryKey) {
        this.primaryKey = primaryKey;
    }

    /** The row's primary key now; not to be changed. */
    public byte[] primaryKey() {
        return primaryKey;
    }

    @Override
    public String toString() {
        return "moved row";
    }
}
