package org.borealisdb.redo.record;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.borealisdb.redo.page.Page;
import org.borealisdb.runtime.codec.MalformedException;

/** Access to encoded redo records in place: static accessors over (memory, offset), so that hot loops make no objects. */
public final class RedoRecord {
    /** Bytes before the operations. */
    public static final int HEADER_BYTES = 20;
    /** Longest record: a whole page and its operation header fit well. */
    public static final int MAX_BYTES = 0xFFFF;

    /** Flag: last record of its mini-transaction, so its LSN is a consistency point. */
    public static final int CPL = 1;
    /** Flag: the page starts from zeroes here; folds need nothing older. */
    public static final int INIT = 2;
    /** Flag: this mini-transaction changes the catalog; readers drop cached plans. */
    public static final int CATALOG = 4;

    /**
     * Flag: the page ends here. From this LSN on it reads as one that was never written, until a record begins it again. Together with {@link #INIT}, since folds need nothing older, and without
     * operations, since there is nothing to put.
     */
    public static final int FREE = 8;

    static final int KNOWN_FLAGS = CPL | INIT | CATALOG | FREE;

    private RedoRecord() {}

    /** Length in bytes of the record at {@code offset}. */
    public static int length(MemorySegment memory, long offset) {
        return Short.toUnsignedInt(memory.get(Page.SHORT, offset));
    }

    public static int flags(MemorySegment memory, long offset) {
        return memory.get(ValueLayout.JAVA_BYTE, offset + 2);
    }

    public static boolean consistencyPoint(MemorySegment memory, long offset) {
        return (flags(memory, offset) & CPL) != 0;
    }

    public static boolean initialises(MemorySegment memory, long offset) {
        return (flags(memory, offset) & INIT) != 0;
    }

    /** True if the page ends with this record. */
    public static boolean frees(MemorySegment memory, long offset) {
        return (flags(memory, offset) & FREE) != 0;
    }

    public static long pageNumber(MemorySegment memory, long offset) {
        return memory.get(Page.LONG, offset + 4);
    }

    /** LSN that the page had before this record. */
    public static long previousLsn(MemorySegment memory, long offset) {
        return memory.get(Page.LONG, offset + 12);
    }

    /**
     * Checks that {@code memory} from {@code offset} to {@code end} starts with a whole well-formed record, operations included.
     *
     * @return its length in bytes
     * @throws MalformedException if not
     */
    public static int check(MemorySegment memory, long offset, long end) {
        if (end - offset < HEADER_BYTES) {
            throw new MalformedException("redo record is cut off after " + (end - offset) + " bytes");
        }
        int length = length(memory, offset);
        if (length < HEADER_BYTES || length > end - offset) {
            throw new MalformedException("redo record length " + length + " is not within its run");
        }
        if ((flags(memory, offset) & ~KNOWN_FLAGS) != 0 || memory.get(ValueLayout.JAVA_BYTE, offset + 3) != 0) {
            throw new MalformedException("redo record has unknown flags " + flags(memory, offset));
        }
        if (pageNumber(memory, offset) < 0) {
            throw new MalformedException("redo record names page " + pageNumber(memory, offset));
        }
        if (frees(memory, offset) && (!initialises(memory, offset) || length != HEADER_BYTES)) {
            throw new MalformedException("redo record frees page " + pageNumber(memory, offset) + " with flags "
                    + flags(memory, offset) + " and " + (length - HEADER_BYTES) + " bytes of operations");
        }
        PageOperation.check(memory, offset + HEADER_BYTES, offset + length);
        return length;
    }
}
