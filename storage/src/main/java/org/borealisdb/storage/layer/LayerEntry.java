package org.borealisdb.storage.layer;

import java.lang.foreign.MemorySegment;
import org.borealisdb.redo.record.RedoRecord;

/**
 * One entry of a section, in place.
 *
 * @param image  true for a page image, false for a redo record
 * @param memory the section
 * @param at     where its bytes begin there
 * @param length how many
 */
public record LayerEntry(long lsn, int timeline, boolean image, MemorySegment memory, int at, int length) {
    /** True if a fold needs nothing older. */
    public boolean base() {
        return image || RedoRecord.initialises(memory, at);
    }

    /** True if the page ends here, and is as one that was never written from then on. */
    public boolean freed() {
        return !image && RedoRecord.frees(memory, at);
    }
}
