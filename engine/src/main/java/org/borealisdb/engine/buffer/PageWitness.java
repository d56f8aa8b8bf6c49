package org.borealisdb.engine.buffer;

import java.lang.foreign.MemorySegment;

/**
 * Sees pages as they leave the pool. Tests compare them with what the log says they are, which finds an edit that was not captured;
 * production uses {@link #NONE}.
 */
@FunctionalInterface
public interface PageWitness {
    /** Looks at nothing. */
    PageWitness NONE = (_, _, _) -> {};

    /** The page that begins at {@code offset} of {@code memory}, which nobody edits, is about to be dropped. Must not wait. */
    void leaving(long pageNumber, MemorySegment memory, long offset);
}
