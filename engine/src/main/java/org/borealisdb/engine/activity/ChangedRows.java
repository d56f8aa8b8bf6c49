package org.borealisdb.engine.activity;

/** Counts the changes of one table's rows that a statement or a transaction makes. Belongs to one task. */
public final class ChangedRows {
    private final TableActivity table;
    private long inserted;
    private long updated;
    private long deleted;
    private boolean emptied;

    /** Counts changes of a table. */
    public ChangedRows(TableActivity table) {
        this.table = table;
    }

    /** The table. */
    public TableActivity table() {
        return table;
    }

    public void insertedOne() {
        inserted++;
    }

    public void updatedOne() {
        updated++;
    }

    public void deletedOne() {
        deleted++;
    }

    /** The table was emptied: what was counted so far is of no more consequence. */
    public void emptied() {
        inserted = 0;
        updated = 0;
        deleted = 0;
        emptied = true;
    }

    /** Returns whether the table was emptied before these changes. */
    public boolean isEmptied() {
        return emptied;
    }

    /** Adds other changes of the same table. */
    public void add(ChangedRows more) {
        inserted += more.inserted;
        updated += more.updated;
        deleted += more.deleted;
    }

    public boolean isEmpty() {
        return (inserted | updated | deleted) == 0;
    }

    public long inserted() {
        return inserted;
    }

    public long updated() {
        return updated;
    }

    public long deleted() {
        return deleted;
    }
}
