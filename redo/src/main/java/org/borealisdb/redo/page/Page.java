package org.borealisdb.redo.page;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/** Size and header of a page; see the package description for the layout. */
public final class Page {
    /** Bytes of a page. */
    public static final int BYTES = 16 * 1024;
    /** Where the page's LSN is. */
    public static final int LSN_OFFSET = 0;
    /** Where the page's own number is. */
    public static final int NUMBER_OFFSET = 8;
    /** Where the page type is. */
    public static final int TYPE_OFFSET = 16;
    /** Length of the common header. */
    public static final int HEADER_BYTES = 24;

    /** 64-bit little-endian, at any address. */
    public static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    /** 32-bit little-endian, at any address. */
    public static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    /** 16-bit little-endian, at any address. */
    public static final ValueLayout.OfShort SHORT = ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private Page() {}

    /** LSN of the page that begins at {@code offset} of {@code memory}. */
    public static long lsn(MemorySegment memory, long offset) {
        return memory.get(LONG, offset + LSN_OFFSET);
    }

    public static void setLsn(MemorySegment memory, long offset, long lsn) {
        memory.set(LONG, offset + LSN_OFFSET, lsn);
    }

    /** The page's own number as its header has it. */
    public static long number(MemorySegment memory, long offset) {
        return memory.get(LONG, offset + NUMBER_OFFSET);
    }
}
