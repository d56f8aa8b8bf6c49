package org.borealisdb.engine.table;

/**
 * Not done: another row, committed or the transaction's own, has the same key. The two keys and rows are for messages and for ON CONFLICT.
 */
public final class DuplicateKey implements RowOutcome {
    private final long treeId;
    private final byte[] primaryKey;
    private final byte[] row;

    DuplicateKey(long treeId, byte[] primaryKey, byte[] row) {
        this.treeId = treeId;
        this.primaryKey = primaryKey;
        this.row = row;
    }

    /** The tree whose keys are unique: the table's own for the primary key, or an index's. */
    public long treeId() {
        return treeId;
    }

    /** Primary key of the row that is there; not to be changed. */
    public byte[] primaryKey() {
        return primaryKey;
    }

    /** Newest version of the row that is there; not to be changed. */
    public byte[] row() {
        return row;
    }

    @Override
    public String toString() {
        return "duplicate key in tree " + treeId;
    }
}
