package org.borealisdb.storage.segment;

import java.util.Arrays;
import java.util.List;
import org.borealisdb.redo.message.Batch;
import org.borealisdb.redo.record.RedoRecord;

/**
 * Finds the records of a page in the gap-free part of a received log. Built only as far as reads ask for it: a segment that nobody reads from
 * spends nothing on it. In plain arrays, because the first read after a start, or after a fold, indexes all log that is not in layers. Guarded by the
 * volume's lock.
 *
 * <p>Records are numbered in the order of the log. What was put under a number never changes, and {@link #clear} begins with new arrays, so a
 * {@link PageIndexCursor} follows the links without the lock.
 */
final class PageIndex {
    /** No record; also marks a free place of the table. */
    static final int NONE = -1;

    private static final int FIRST_ROOM = 1024;

    /** What is known of the records, by number. */
    static final class Records {
        /** The batch that holds the record. */
        final Batch[] batches;
        /** Where it begins in its batch. */
        final int[] places;

        final long[] lsns;

        /** Number of the page's record before it, or {@link #NONE}. */
        final int[] older;

        private Records(Batch[] batches, int[] places, long[] lsns, int[] older) {
            this.batches = batches;
            this.places = places;
            this.lsns = lsns;
            this.older = older;
        }

        static Records empty() {
            return new Records(new Batch[FIRST_ROOM], new int[FIRST_ROOM], new long[FIRST_ROOM], new int[FIRST_ROOM]);
        }

        Records larger() {
            int room = 2 * places.length;
            return new Records(
                    Arrays.copyOf(batches, room),
                    Arrays.copyOf(places, room),
                    Arrays.copyOf(lsns, room),
                    Arrays.copyOf(older, room));
        }
    }

    private Records records = Records.empty();
    private int count;

    /** A table with open addressing: pages, and the number of each one's newest record. Its length is a power of two, at least twice the pages. */
    private long[] pages = new long[FIRST_ROOM];

    private int[] newest = filledWithNone(FIRST_ROOM);
    private int pageCount;

    /** Batches of the log that are in the index. */
    private int indexed;

    /** Starts again: the log has changed other than at its end. */
    void clear() {
        if (indexed > 0) {
            records = Records.empty();
            count = 0;
            pages = new long[FIRST_ROOM];
            newest = filledWithNone(FIRST_ROOM);
            pageCount = 0;
            indexed = 0;
        }
    }

    /** The records of {@code page} in {@code chained}, from the newest. */
    PageIndexCursor find(long page, List<LogEntry> chained) {
        while (indexed < chained.size()) {
            add(chained.get(indexed));
            indexed++;
        }
        return new PageIndexCursor(records, newest[place(page)]);
    }

    private void add(LogEntry entry) {
        Batch batch = entry.batch();
        var memory = batch.memory();
        batch.forEachRecord((at, lsn) -> {
            if (lsn > entry.after() && lsn <= entry.upTo()) {
                put(RedoRecord.pageNumber(memory, at), batch, at, lsn);
            }
        });
    }

    private void put(long page, Batch batch, int at, long lsn) {
        if (count == records.places.length) {
            records = records.larger();
        }
        int place = place(page);
        records.batches[count] = batch;
        records.places[count] = at;
        records.lsns[count] = lsn;
        records.older[count] = newest[place];
        if (newest[place] == NONE) {
            pages[place] = page;
            pageCount++;
        }
        newest[place] = count;
        count++;
        if (2 * pageCount > pages.length) {
            enlargeTable();
        }
    }

    /** Where the page is in the table, or would be. */
    private int place(long page) {
        int mask = pages.length - 1;
        int place = (int) ((page * 0x9E3779B97F4A7C15L) >>> 32) & mask;
        while (newest[place] != NONE && pages[place] != page) {
            place = (place + 1) & mask;
        }
        return place;
    }

    private void enlargeTable() {
        long[] oldPages = pages;
        int[] oldNewest = newest;
        pages = new long[2 * oldPages.length];
        newest = filledWithNone(pages.length);
        for (int old = 0; old < oldPages.length; old++) {
            if (oldNewest[old] != NONE) {
                int place = place(oldPages[old]);
                pages[place] = oldPages[old];
                newest[place] = oldNewest[old];
            }
        }
    }

    private static int[] filledWithNone(int length) {
        int[] none = new int[length];
        Arrays.fill(none, NONE);
        return none;
    }
}
