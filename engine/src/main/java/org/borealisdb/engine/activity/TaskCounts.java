package org.borealisdb.engine.activity;

import org.jspecify.annotations.Nullable;

/** Counts what one task does with its workspace, in plain numbers: that costs an addition each time. Belongs to the task. */
public final class TaskCounts {
    private long pagesUsed;
    private long pagesRead;
    private long redoRecords;
    private long redoBytes;
    private long rowsScanned;
    private long rowsFetched;
    private long inserted;
    private long updated;
    private long deleted;
    private long commits;
    private long rollbacks;

    /** A page is about to be used, from the cache or not. */
    public void pageUsed() {
        pagesUsed++;
    }

    /** A page that a task uses is not in the cache. */
    public static void pageRead(@Nullable TaskCounts counts) {
        if (counts != null) {
            counts.pagesRead++;
        }
    }

    /** Redo records of so many bytes were appended. */
    public void redo(int records, int bytes) {
        redoRecords += records;
        redoBytes += bytes;
    }

    /**
     * Visible rows were read.
     *
     * @param fetched how many of them were by an index
     */
    public void rows(long rows, long fetched) {
        rowsScanned += rows;
        rowsFetched += fetched;
    }

    /** Rows were changed. */
    public void changed(ChangedRows rows) {
        inserted += rows.inserted();
        updated += rows.updated();
        deleted += rows.deleted();
    }

    /** A transaction ended. */
    public void ended(boolean committed) {
        if (committed) {
            commits++;
        } else {
            rollbacks++;
        }
    }

    /** Begins anew. */
    public void clear() {
        pagesUsed = 0;
        pagesRead = 0;
        redoRecords = 0;
        redoBytes = 0;
        rowsScanned = 0;
        rowsFetched = 0;
        inserted = 0;
        updated = 0;
        deleted = 0;
        commits = 0;
        rollbacks = 0;
    }

    /** Uses of pages that were in the cache. */
    public long pagesFound() {
        return Math.max(0, pagesUsed - pagesRead);
    }

    /** Uses of pages that were not. */
    public long pagesRead() {
        return pagesRead;
    }

    public long redoRecords() {
        return redoRecords;
    }

    public long redoBytes() {
        return redoBytes;
    }

    public long rowsScanned() {
        return rowsScanned;
    }

    /** Those of the rows scanned that an index led to. */
    public long rowsFetched() {
        return rowsFetched;
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

    public long commits() {
        return commits;
    }

    public long rollbacks() {
        return rollbacks;
    }
}
