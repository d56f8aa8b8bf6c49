package org.borealisdb.storage.journal;

import java.nio.ByteBuffer;

/** Takes what recovery finds in a journal, in the order in which it was written. */
@FunctionalInterface
public interface JournalEntryVisitor {
    /**
     * Takes one entry of {@code generation}: the bytes of a batch as it was received, valid during the call only.
     *
     * @throws org.borealisdb.runtime.codec.MalformedException if it is no batch: then the journal is damaged, however good the block looks
     */
    void entry(long generation, ByteBuffer bytes);
}
