package org.borealisdb.redo.record;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.borealisdb.redo.page.Page;
import org.borealisdb.runtime.codec.MalformedException;

/** The byte operations of a record: their codes, bounds and effect. See the package description for the layout. */
final class PageOperation {
    static final byte SET = 1;
    static final byte MOVE = 2;
    static final byte FILL = 3;
    static final byte STAMP = 4;
    static final byte IMAGE = 5;
    static final byte PACKED = 6;

    /** Where an IMAGE begins: it leaves the page's LSN alone, which the applier sets. */
    static final int IMAGE_START = Page.NUMBER_OFFSET;

    static final int SET_HEADER = 5;
    static final int MOVE_BYTES = 7;
    static final int FILL_BYTES = 6;
    static final int STAMP_BYTES = 3;
    static final int IMAGE_HEADER = 5;
    static final int PACKED_HEADER = 7;

    private PageOperation() {}

    /** Checks that all operations between {@code at} and {@code end} are known, whole, and within the page. */
    static void check(MemorySegment memory, long at, long end) {
        long next = at;
        while (next < end) {
            int size = size(memory, next, end);
            if (size > end - next) {
                throw new MalformedException("page operation of " + size + " bytes is cut off after " + (end - next));
            }
            next += size;
        }
    }

    /** Applies all operations between {@code at} and {@code end}, which were checked, to the page at {@code page}. */
    static void apply(MemorySegment pages, long page, MemorySegment log, long at, long end, long lsn) {
        long next = at;
        while (next < end) {
            switch (log.get(ValueLayout.JAVA_BYTE, next)) {
                case SET -> {
                    int length = unsigned(log, next + 3);
                    MemorySegment.copy(log, next + SET_HEADER, pages, page + unsigned(log, next + 1), length);
                    next += SET_HEADER + length;
                }
                case MOVE -> {
                    MemorySegment.copy(
                            pages,
                            page + unsigned(log, next + 3),
                            pages,
                            page + unsigned(log, next + 1),
                            unsigned(log, next + 5));
                    next += MOVE_BYTES;
                }
                case FILL -> {
                    pages.asSlice(page + unsigned(log, next + 1), unsigned(log, next + 3))
                            .fill(log.get(ValueLayout.JAVA_BYTE, next + 5));
                    next += FILL_BYTES;
                }
                case STAMP -> {
                    pages.set(Page.LONG, page + unsigned(log, next + 1), lsn);
                    next += STAMP_BYTES;
                }
                case IMAGE -> next += image(pages, page, log, next);
                case PACKED -> {
                    int packed = unsigned(log, next + 5);
                    byte[] bytes = PackedBytes.unpack(log, next + PACKED_HEADER, packed, unsigned(log, next + 3));
                    MemorySegment.copy(
                            bytes, 0, pages, ValueLayout.JAVA_BYTE, page + unsigned(log, next + 1), bytes.length);
                    next += PACKED_HEADER + packed;
                }
                default ->
                    throw new MalformedException("unknown page operation " + log.get(ValueLayout.JAVA_BYTE, next));
            }
        }
    }

    private static int image(MemorySegment pages, long page, MemorySegment log, long at) {
        int hole = unsigned(log, at + 1);
        int holeLength = unsigned(log, at + 3);
        int before = hole - IMAGE_START;
        int after = Page.BYTES - hole - holeLength;
        MemorySegment.copy(log, at + IMAGE_HEADER, pages, page + IMAGE_START, before);
        pages.asSlice(page + hole, holeLength).fill((byte) 0);
        MemorySegment.copy(log, at + IMAGE_HEADER + before, pages, page + hole + holeLength, after);
        return IMAGE_HEADER + before + after;
    }

    private static int size(MemorySegment memory, long at, long end) {
        byte code = memory.get(ValueLayout.JAVA_BYTE, at);
        int header = switch (code) {
            case SET -> SET_HEADER;
            case MOVE -> MOVE_BYTES;
            case FILL -> FILL_BYTES;
            case STAMP -> STAMP_BYTES;
            case IMAGE -> IMAGE_HEADER;
            case PACKED -> PACKED_HEADER;
            default -> throw new MalformedException("unknown page operation " + code);
        };
        if (header > end - at) {
            throw new MalformedException("page operation " + code + " is cut off");
        }
        return switch (code) {
            case SET -> SET_HEADER + checkRange(memory, at + 1, at + 3);
            case MOVE -> {
                checkRange(memory, at + 1, at + 5);
                checkRange(memory, at + 3, at + 5);
                yield MOVE_BYTES;
            }
            case FILL -> {
                checkRange(memory, at + 1, at + 3);
                yield FILL_BYTES;
            }
            case STAMP -> {
                checkWithin(unsigned(memory, at + 1), Long.BYTES);
                yield STAMP_BYTES;
            }
            case PACKED -> {
                checkRange(memory, at + 1, at + 3);
                yield PACKED_HEADER + unsigned(memory, at + 5);
            }
            default -> IMAGE_HEADER + Page.BYTES - IMAGE_START - checkRange(memory, at + 1, at + 3);
        };
    }

    private static int checkRange(MemorySegment memory, long offsetAt, long lengthAt) {
        int length = unsigned(memory, lengthAt);
        checkWithin(unsigned(memory, offsetAt), length);
        return length;
    }

    private static void checkWithin(int offset, int length) {
        if (offset < IMAGE_START || offset + length > Page.BYTES) {
            throw new MalformedException(
                    "page operation on bytes " + offset + " to " + (offset + length) + " is outside the page");
        }
    }

    private static int unsigned(MemorySegment memory, long at) {
        return Short.toUnsignedInt(memory.get(Page.SHORT, at));
    }
}
