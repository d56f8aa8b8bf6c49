package org.borealisdb.runtime.file;

import java.nio.ByteBuffer;
import java.util.List;

/** A folder of files that belongs to one owner. Names are relative, with {@code /} between folders. Safe for use by all tasks. */
public interface FileStore {
    /** Alignment of positions, lengths and buffers for {@link WriteMode#DURABLE}. */
    int BLOCK_BYTES = 4096;

    /**
     * Creates a new file of {@code bytes} zero bytes, whose existence, length and zeroes are durable on return (zero bytes: an empty file that
     * grows by writes). Folders in the name are created.
     *
     * @throws FileException EXISTS, FULL or FAILED
     */
    StoredFile create(String name, long bytes, WriteMode mode);

    /** Opens an existing file. */
    StoredFile open(String name, WriteMode mode);

    boolean exists(String name);

    /** The names of the files directly in {@code folder} (without its name), sorted; empty if there is no such folder. */
    List<String> list(String folder);

    /** Removes a file, durably; nothing happens if there is none. */
    void delete(String name);

    /** Renames {@code from} to {@code to}, replacing it, atomically and durably. The content must have been synced before. */
    void replace(String from, String to);

    /**
     * Gives a file a second name, durably: the content is shared, takes room once, and goes with its last name. It must have been synced before, and must not be
     * written any more.
     *
     * @throws FileException EXISTS, NOT_FOUND or FAILED
     */
    void link(String existing, String name);

    /** Makes what another process has put or replaced directly in {@code folder} as durable as if this one had; the empty name is the store's own folder. */
    void syncFolder(String folder);

    /** Bytes that can still be written to this file system by this owner. */
    long usableBytes();

    /** A zeroed direct buffer, aligned for durable writes, of {@code bytes} (a multiple of {@link #BLOCK_BYTES}). */
    ByteBuffer alignedBuffer(int bytes);

    /**
     * Takes the lock file {@code name} for this process until closed, so that two processes never own the same folder.
     *
     * @throws FileException LOCKED if somebody else has it
     */
    FileLock lock(String name);
}
