package org.borealisdb.engine.activity;

/** Counts what one transaction reads of a table without an index, or of an index. Belongs to one task. */
public final class ReadRows {
    private long scans;
    private long rows;

    /** Counts scans, and the visible rows that they found. */
    public void add(long moreScans, long moreRows) {
        scans += moreScans;
        rows += moreRows;
    }

    public long scans() {
        return scans;
    }

    public long rows() {
        return rows;
    }
}
