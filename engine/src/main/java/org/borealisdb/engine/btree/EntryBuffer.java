package org.borealisdb.engine.btree;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** A copy of a value. Belongs to a session and is used again. */
public final class EntryBuffer {
    private static final int FIRST_CAPACITY = 256;

    private byte[] bytes = new byte[FIRST_CAPACITY];
    private int length;

    /** The value is the first {@link #length()} bytes, until another value is copied. */
    public byte[] bytes() {
        return bytes;
    }

    public int length() {
        return length;
    }

    void set(MemorySegment source, long from, int count) {
        if (count > bytes.length) {
            bytes = new byte[Math.max(count, 2 * bytes.length)];
        }
        MemorySegment.copy(source, ValueLayout.JAVA_BYTE, from, bytes, 0, count);
        length = count;
    }
}
