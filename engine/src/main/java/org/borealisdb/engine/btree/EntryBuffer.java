package org.borealisdb.engine.btree;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.borealisdb.redo.page.Page;

/** A copy of a value. Belongs to a session and is used again. */
public final class EntryBuffer {
    private final byte[] bytes = new byte[Page.BYTES];
    private int length;

    /** The value is the first {@link #length()} bytes. */
    public byte[] bytes() {
        return bytes;
    }

    public int length() {
        return length;
    }

    void set(MemorySegment source, long from, int count) {
        MemorySegment.copy(source, ValueLayout.JAVA_BYTE, from, bytes, 0, count);
        length = count;
    }
}
