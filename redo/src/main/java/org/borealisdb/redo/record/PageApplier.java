package org.borealisdb.redo.record;

import java.lang.foreign.MemorySegment;
import org.borealisdb.redo.page.Page;
import org.borealisdb.runtime.codec.MalformedException;
import org.borealisdb.runtime.config.PlantedBug;

/** Applies redo records to a page: the one definition of what a page is, {@code page(n, lsn) = fold(apply, records of n <= lsn)}. */
public final class PageApplier {
    private PageApplier() {}

    /**
     * Applies the record at {@code recordAt} of {@code log}, whose LSN is {@code lsn}, to the page at {@code page} of {@code pages}.
     * The record was checked ({@link RedoRecord#check}).
     *
     * @throws MalformedException if the page is not at the LSN that the record's back link names: a record is missing
     */
    public static void apply(MemorySegment pages, long page, MemorySegment log, long recordAt, long lsn) {
        int length = RedoRecord.length(log, recordAt);
        if (RedoRecord.frees(log, recordAt)) {
            // As one that was never written, so that it does not matter who still knows that it was.
            pages.asSlice(page, Page.BYTES).fill((byte) 0);
            return;
        }
        if (RedoRecord.initialises(log, recordAt)) {
            pages.asSlice(page, Page.BYTES).fill((byte) 0);
        } else if (Page.lsn(pages, page) != RedoRecord.previousLsn(log, recordAt)
                && !PlantedBug.SKIP_BACK_LINK_CHECK.planted()) {
            throw new MalformedException("page " + RedoRecord.pageNumber(log, recordAt) + " is at LSN "
                    + Page.lsn(pages, page) + ", but the record at LSN " + lsn + " follows LSN "
                    + RedoRecord.previousLsn(log, recordAt));
        }
        PageOperation.apply(pages, page, log, recordAt + RedoRecord.HEADER_BYTES, recordAt + length, lsn);
        Page.setLsn(pages, page, lsn);
    }
}
