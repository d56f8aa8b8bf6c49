package org.borealisdb.engine.buffer;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import org.borealisdb.redo.page.Page;
import org.borealisdb.redo.record.PageApplier;
import org.borealisdb.redo.record.RedoRecord;

/**
 * A page on its way to a frame of a reader, and the records of it that have come since it was registered, oldest first. With the pool's lock held.
 *
 * <p>The page may arrive with some of these records in it, for its read point was chosen after it was registered: those are left out, by their LSNs. Only a page that was
 * freed before its read point does not say so, since it arrives as one that was never written; then records that need the page as it was are of before, and left out too, up to the next that
 * initialises or frees it.
 */
final class PageLoad {
    /** Records that are kept for a page at first, in bytes: more than that, and it is read again, with room for twice as much. */
    static final int FIRST_LIMIT = 64 << 10;

    /** Most bytes of records that are kept for a page, however often it was read again. */
    static final int LAST_LIMIT = 1 << 20;

    private static final int ENTRY_HEADER = Long.BYTES;

    private final int frame;
    private int limit = FIRST_LIMIT;
    private byte[] bytes = new byte[0];
    private MemorySegment records = MemorySegment.ofArray(bytes);
    private int used;
    private boolean outdated;
    private boolean arrived;
    private boolean shown;
    private long neededLsn;

    PageLoad(int frame) {
        this.frame = frame;
    }

    int frame() {
        return frame;
    }

    /** True if what is being read is of no use any more, and must be read again, as of now. */
    boolean outdated() {
        return outdated;
    }

    /** Whatever arrives is of no use: it is to be read again. */
    void outdate() {
        outdated = true;
        arrived = false;
        used = 0;
    }

    /** It is about to be read again: from now on it misses nothing. */
    void again() {
        outdated = false;
        arrived = false;
        used = 0;
        neededLsn = 0;
    }

    /** True from its arrival on: then only the log must catch up with it. */
    boolean arrived() {
        return arrived;
    }

    boolean shown() {
        return shown;
    }

    void show() {
        shown = true;
    }

    /** It may be shown once all log up to there has been applied to the pages beside it. */
    long neededLsn() {
        return neededLsn;
    }

    /** Keeps a record of the page for its arrival; one that has arrived gets it at once. */
    void add(MemorySegment log, long at, int length, long lsn, MemorySegment memory, long page) {
        if (outdated) {
            return;
        }
        if (RedoRecord.initialises(log, at)) {
            // Nothing before matters.
            used = 0;
        }
        if (used + ENTRY_HEADER + length > limit) {
            if (arrived) {
                apply(memory, page);
            } else {
                outdate();
                limit = Math.min(2 * limit, LAST_LIMIT);
                return;
            }
        }
        int end = used + ENTRY_HEADER + length;
        if (end > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(end, 2 * bytes.length));
            records = MemorySegment.ofArray(bytes);
        }
        records.set(Page.LONG, used, lsn);
        MemorySegment.copy(log, at, records, used + (long) ENTRY_HEADER, length);
        used = end;
        neededLsn = Math.max(neededLsn, lsn);
    }

    /**
     * The page has arrived in its frame, which nobody else looks at.
     *
     * @param newest at or above the read point that it was read at
     */
    void arrive(MemorySegment memory, long page, long newest) {
        long lsn = Page.lsn(memory, page);
        // A page that was never written does not say since when: it may have been freed as late as the read point.
        neededLsn = Math.max(neededLsn, lsn == 0 ? newest : lsn);
        apply(memory, page);
        arrived = true;
    }

    /** Applies the records kept, which are then kept no more. */
    void apply(MemorySegment memory, long page) {
        int at = 0;
        while (at < used) {
            long record = at + (long) ENTRY_HEADER;
            long lsn = records.get(Page.LONG, at);
            if (lsn > Page.lsn(memory, page) && !ofFormerLife(memory, page, record)) {
                PageApplier.apply(memory, page, records, record, lsn);
            }
            at += ENTRY_HEADER + RedoRecord.length(records, record);
        }
        used = 0;
    }

    /** True if a record needs the page as it was before it was freed, and the page has come as it was afterwards. */
    private boolean ofFormerLife(MemorySegment memory, long page, long record) {
        return Page.lsn(memory, page) == 0
                && !RedoRecord.initialises(records, record)
                && RedoRecord.previousLsn(records, record) != 0;
    }
}
