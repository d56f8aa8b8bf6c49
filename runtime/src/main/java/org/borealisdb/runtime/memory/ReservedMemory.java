package org.borealisdb.runtime.memory;

import java.lang.foreign.MemorySegment;

/** A reserved address range. Bytes that were never touched, or were given back, take no memory and read as zeroes when touched. */
public interface ReservedMemory extends AutoCloseable {
    /** The whole range; its size never changes. Long offsets reach every byte. */
    MemorySegment segment();

    /** Gives the memory of this part of the range back; whoever reads it later finds zeroes. Multiples of 4 KiB. */
    void release(long offset, long bytes);

    /** Gives everything back. Nothing may touch the segment afterwards. */
    @Override
    void close();
}
