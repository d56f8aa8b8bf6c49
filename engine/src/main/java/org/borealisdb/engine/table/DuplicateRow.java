package org.borealisdb.engine.table;

/** A row that could not be loaded, because the table has its key: the load is over, and what it has loaded is for the caller to roll back. */
public final class DuplicateRow {
    private final long arrival;
    private final long treeId;
    private final byte[] row;

    DuplicateRow(long arrival, long treeId, byte[] row) {
        this.arrival = arrival;
        this.treeId = treeId;
        this.row = row;
    }

    /** Which of the rows that were added to the load it is, from 0. */
    public long arrival() {
        return arrival;
    }

    /** The tree whose keys are unique: the table's own for the primary key, or an index's. */
    public long treeId() {
        return treeId;
    }

    /** The bytes of the row that was refused; not to be changed. */
    public byte[] row() {
        return row;
    }
}
