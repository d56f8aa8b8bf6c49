package org.borealisdb.storage.materialize;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.List;
import org.borealisdb.redo.message.Batch;
import org.borealisdb.redo.record.RedoRecord;
import org.borealisdb.storage.segment.LogEntry;

/**
 * The records of the batches that are folded, page by page, each page's by LSN. A fold has hundreds of thousands of records, so there are
 * no objects and no sorting of records: batches come in the order of their LSNs, so records are appended to the list of their page, and only the
 * pages are sorted. Used by one task.
 *
 * <p>Records have places from 0; {@link #next} leads from one to the next of the same page, ending with {@link #NONE}.
 */
final class FoldRecords {
    /** No further record. */
    static final int NONE = -1;

    private static final int FIRST_CAPACITY = 1024;
    /** Spreads page numbers, most of which follow one another, over the table. */
    private static final long SPREAD = 0x9E3779B97F4A7C15L;

    private final List<Batch> batches;
    private int[] batch = new int[FIRST_CAPACITY];
    private int[] at = new int[FIRST_CAPACITY];
    private long[] lsn = new long[FIRST_CAPACITY];
    private int[] next = new int[FIRST_CAPACITY];
    private int count;

    /** Open addressing: page numbers plus one, 0 where there is none; and for each the first and last record of the page. */
    private long[] pages = new long[FIRST_CAPACITY];

    private int[] first = new int[FIRST_CAPACITY];
    private int[] last = new int[FIRST_CAPACITY];
    private int pageCount;

    /** The records of {@code entries}, which are in the order of their LSNs. */
    FoldRecords(List<LogEntry> entries) {
        batches = entries.stream().map(LogEntry::batch).toList();
        for (int index = 0; index < entries.size(); index++) {
            LogEntry entry = entries.get(index);
            int number = index;
            MemorySegment memory = entry.batch().memory();
            entry.batch().forEachRecord((offset, recordLsn) -> {
                if (recordLsn > entry.after() && recordLsn <= entry.upTo()) {
                    add(number, offset, recordLsn, RedoRecord.pageNumber(memory, offset));
                }
            });
        }
    }

    private void add(int number, int offset, long recordLsn, long page) {
        if (count == batch.length) {
            int capacity = count * 2;
            batch = Arrays.copyOf(batch, capacity);
            at = Arrays.copyOf(at, capacity);
            lsn = Arrays.copyOf(lsn, capacity);
            next = Arrays.copyOf(next, capacity);
        }
        batch[count] = number;
        at[count] = offset;
        lsn[count] = recordLsn;
        next[count] = NONE;
        int slot = slot(pages, page);
        if (pages[slot] == 0) {
            pages[slot] = page + 1;
            first[slot] = count;
            pageCount++;
        } else {
            next[last[slot]] = count;
        }
        last[slot] = count;
        count++;
        if (pageCount * 2 > pages.length) {
            grow();
        }
    }

    private static int slot(long[] table, long page) {
        int mask = table.length - 1;
        int slot = (int) ((page * SPREAD) >>> 40) & mask;
        while (table[slot] != 0 && table[slot] != page + 1) {
            slot = (slot + 1) & mask;
        }
        return slot;
    }

    private void grow() {
        long[] morePages = new long[pages.length * 2];
        int[] moreFirst = new int[morePages.length];
        int[] moreLast = new int[morePages.length];
        for (int slot = 0; slot < pages.length; slot++) {
            if (pages[slot] != 0) {
                int to = slot(morePages, pages[slot] - 1);
                morePages[to] = pages[slot];
                moreFirst[to] = first[slot];
                moreLast[to] = last[slot];
            }
        }
        pages = morePages;
        first = moreFirst;
        last = moreLast;
    }

    /** The pages that have records, ascending. */
    long[] pages() {
        long[] found = new long[pageCount];
        int index = 0;
        for (long page : pages) {
            if (page != 0) {
                found[index++] = page - 1;
            }
        }
        Arrays.sort(found);
        return found;
    }

    /** The first record of a page that has some. */
    int first(long page) {
        return first[slot(pages, page)];
    }

    /** The record of the same page after this one, or {@link #NONE}. */
    int next(int record) {
        return next[record];
    }

    long lsn(int record) {
        return lsn[record];
    }

    int timeline(int record) {
        return batches.get(batch[record]).timeline();
    }

    /** What {@link #at} is an offset of. */
    MemorySegment memory(int record) {
        return batches.get(batch[record]).memory();
    }

    int at(int record) {
        return at[record];
    }

    int length(int record) {
        return RedoRecord.length(memory(record), at[record]);
    }

    /** True if the page ends with this record. */
    boolean frees(int record) {
        return RedoRecord.frees(memory(record), at[record]);
    }

    /** True if a fold of the page needs nothing older than this record. */
    boolean base(int record) {
        return RedoRecord.initialises(memory(record), at[record]);
    }
}
