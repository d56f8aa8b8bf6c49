package org.borealisdb.engine.mtr;

import java.lang.foreign.MemorySegment;
import org.borealisdb.redo.page.Page;

/** The zeroes that an image of a page leaves out. */
final class PageHole {
    private PageHole() {}

    /** Start of the longest run of zeroes behind the header, in steps of eight bytes; 0 if there is none. */
    static int start(MemorySegment memory, long at) {
        int best = 0;
        int bestLength = 0;
        int start = 0;
        for (int offset = Page.HEADER_BYTES; offset < Page.BYTES; offset += Long.BYTES) {
            if (memory.get(Page.LONG, at + offset) != 0) {
                start = 0;
            } else {
                start = start == 0 ? offset : start;
                if (offset + Long.BYTES - start > bestLength) {
                    best = start;
                    bestLength = offset + Long.BYTES - start;
                }
            }
        }
        return best;
    }

    /** Where the run of zeroes that begins at {@code start} ends. */
    static int end(MemorySegment memory, long at, int start) {
        int end = start;
        while (end < Page.BYTES && memory.get(Page.LONG, at + end) == 0) {
            end += Long.BYTES;
        }
        return end;
    }
}
