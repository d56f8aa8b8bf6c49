package org.borealisdb.engine.undo;

import org.borealisdb.redo.page.Page;

/** Where an undo record is: page number and offset in one 64-bit number. 0 is no pointer (page 0 is the volume header). */
public final class UndoPointer {
    public static final long NONE = 0;

    private static final int OFFSET_BITS = 14;

    private UndoPointer() {}

    public static long of(long pageNumber, int offset) {
        if (pageNumber <= 0 || pageNumber >= 1L << (63 - OFFSET_BITS)) {
            throw new IllegalArgumentException("no undo page can have the number " + pageNumber);
        }
        if (offset < Page.HEADER_BYTES || offset >= Page.BYTES) {
            throw new IllegalArgumentException("no undo record can be at offset " + offset);
        }
        return pageNumber << OFFSET_BITS | offset;
    }

    public static long page(long pointer) {
        return pointer >>> OFFSET_BITS;
    }

    public static int offset(long pointer) {
        return (int) (pointer & (1 << OFFSET_BITS) - 1);
    }
}
