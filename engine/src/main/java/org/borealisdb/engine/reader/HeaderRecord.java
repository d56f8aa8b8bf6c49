package org.borealisdb.engine.reader;

import java.lang.foreign.MemorySegment;
import org.borealisdb.engine.space.HeaderSlot;
import org.borealisdb.engine.space.VolumeHeader;
import org.borealisdb.redo.page.Page;
import org.borealisdb.redo.record.PageApplier;
import org.borealisdb.redo.record.RedoRecord;

/**
 * Tells what a record sets in the volume header, without the header: applies it to a page of zeroes and to one of ones. What it sets is the same in both afterwards. Used by one
 * task.
 */
final class HeaderRecord {
    private final MemorySegment zeroes = MemorySegment.ofArray(new byte[Page.BYTES]);
    private final MemorySegment ones = MemorySegment.ofArray(new byte[Page.BYTES]);

    /** Looks at a record of the header page, which was checked. */
    void read(MemorySegment log, long at, long lsn) {
        apply(zeroes, (byte) 0, log, at, lsn);
        apply(ones, (byte) -1, log, at, lsn);
    }

    private static void apply(MemorySegment page, byte fill, MemorySegment log, long at, long lsn) {
        page.fill(fill);
        Page.setLsn(page, 0, RedoRecord.previousLsn(log, at));
        PageApplier.apply(page, 0, log, at, lsn);
    }

    /** What the record sets a slot to; {@code otherwise} if it leaves it as it is. */
    long value(HeaderSlot slot, long otherwise) {
        long value = VolumeHeader.value(zeroes, 0, slot);
        return value == VolumeHeader.value(ones, 0, slot) ? value : otherwise;
    }
}
