package org.borealisdb.runtime.memory;

/** Where page caches get their memory. */
@FunctionalInterface
public interface PageMemory {
    /**
     * Reserves {@code bytes} of contiguous address space, aligned to at least 4 KiB, which reads as zeroes at first.
     *
     * @throws OutOfMemoryError if so much address space (for an arena: memory) cannot be had
     */
    ReservedMemory reserve(long bytes);
}
