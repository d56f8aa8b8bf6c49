package org.borealisdb.runtime.file;

/** What a returned write means. */
public enum WriteMode {
    /** In the page cache: durable only after {@link StoredFile#sync()}. */
    BUFFERED,
    /**
     * Handed to the disk past the page cache, where the file system allows it, and durable only after {@link StoredFile#sync()}: for what is written once and not read soon, which would take memory from what
     * is, and costs several times as much CPU on its way through the page cache. Positions and lengths of writes are multiples of {@link FileStore#BLOCK_BYTES}; buffers may be of any kind.
     */
    DIRECT,
    /**
     * On stable storage. Positions, lengths and buffers are aligned to {@link FileStore#BLOCK_BYTES}; the page cache is passed by
     * where the file system allows it.
     */
    DURABLE
}
