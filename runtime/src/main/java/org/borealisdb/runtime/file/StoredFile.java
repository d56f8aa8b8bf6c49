package org.borealisdb.runtime.file;

import java.nio.ByteBuffer;

/** An open file. Reads and writes at distinct ranges may run side by side. */
public interface StoredFile extends AutoCloseable {
    String name();

    long size();

    /**
     * Writes all bytes between position and limit of {@code source} at {@code position}, and consumes them. A write of several blocks is not atomic:
     * after a crash any subset of its blocks may be there.
     *
     * @throws FileException FULL or FAILED; what the range then holds is unknown, and the owner must not try again (R5)
     */
    void write(long position, ByteBuffer source);

    /**
     * Reads into {@code target} until it is full or the file ends, and says how many bytes.
     *
     * @throws FileException FAILED
     */
    int read(long position, ByteBuffer target);

    /** True if its bytes are not on this machine yet, and each read fetches some: whoever need not read it now should wait until they are here, and so they are for good. */
    default boolean remote() {
        return false;
    }

    /** Has the next reads of a {@link #remote} file come from where it is, and not out of what earlier ones have left in memory. */
    default void dropCached() {}

    /** Makes all earlier writes durable. A failure means that they may be lost for good: the owner must stop (R5). */
    void sync();

    @Override
    void close();
}
