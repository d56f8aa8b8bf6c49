package org.borealisdb.engine.undo;

import java.lang.foreign.MemorySegment;
import org.borealisdb.redo.page.Page;

/** Layout of undo pages; see the package description. */
public final class UndoPage {
    /** Where the number of the stream's next page is; 0 in its last one. */
    public static final int NEXT_OFFSET = Page.HEADER_BYTES;
    /** Where the end of the records is (16 bits). */
    public static final int END_OFFSET = NEXT_OFFSET + Long.BYTES;
    /** Where the number of the stream is (16 bits). */
    public static final int STREAM_OFFSET = END_OFFSET + Short.BYTES;
    /** Where the first record is. */
    public static final int RECORDS = STREAM_OFFSET + 6;
    /** Longest record. */
    public static final int MAX_RECORD = Page.BYTES - RECORDS;

    private UndoPage() {}

    public static long next(MemorySegment memory, long page) {
        return memory.get(Page.LONG, page + NEXT_OFFSET);
    }

    /** Number of the stream that the page belongs to. */
    public static int stream(MemorySegment memory, long page) {
        return Short.toUnsignedInt(memory.get(Page.SHORT, page + STREAM_OFFSET));
    }

    public static int end(MemorySegment memory, long page) {
        return Short.toUnsignedInt(memory.get(Page.SHORT, page + END_OFFSET));
    }
}
