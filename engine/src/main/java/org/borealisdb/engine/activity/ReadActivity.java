package org.borealisdb.engine.activity;

import java.util.concurrent.atomic.LongAdder;

/** How often a table without an index, or an index, was read. Safe for use by all tasks. */
public final class ReadActivity {
    private final LongAdder scans = new LongAdder();
    private final LongAdder rows = new LongAdder();

    /** Counts scans, and the visible rows that they found. */
    public void read(long moreScans, long moreRows) {
        scans.add(moreScans);
        rows.add(moreRows);
    }

    public long scans() {
        return scans.sum();
    }

    public long rows() {
        return rows.sum();
    }

    void reset() {
        scans.reset();
        rows.reset();
    }
}
