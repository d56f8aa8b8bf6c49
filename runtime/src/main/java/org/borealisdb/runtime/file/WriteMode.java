package org.borealisdb.runtime.file;

/** What a returned write means. */
public enum WriteMode {
    /** In the page cache: durable only after {@link StoredFile#sync()}. */
    BUFFERED,
    /**
     * On stable storage. Positions, lengths and buffers are aligned to {@link FileStore#BLOCK_BYTES}; the page cache is passed by
     * where the file system allows it.
     */
    DURABLE
}
