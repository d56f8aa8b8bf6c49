package org.borealisdb.runtime.memory;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * Page memory from an automatic {@link Arena}: all of it is taken at once, and goes back when nothing refers to it any more, so that a
 * node that crashed in a simulation leaks nothing.
 */
public final class ArenaPageMemory implements PageMemory {
    private static final long ALIGNMENT = 4096;

    @Override
    public ReservedMemory reserve(long bytes) {
        return new Reserved(Arena.ofAuto().allocate(bytes, ALIGNMENT));
    }

    private record Reserved(MemorySegment segment) implements ReservedMemory {
        @Override
        public void release(long offset, long bytes) {
            segment.asSlice(offset, bytes).fill((byte) 0);
        }

        @Override
        public void close() {
            // The arena frees the memory once the segment is unreachable.
        }
    }
}
