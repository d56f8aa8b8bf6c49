package org.borealisdb.storage.journal;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.borealisdb.runtime.file.FileStore;
import org.borealisdb.runtime.file.StoredFile;
import org.borealisdb.runtime.file.WriteMode;

/**
 * A journal file seen through a buffer that moves along it, so that recovery takes the memory of a write and not of a file. One window serves one file after
 * the other, used by one task.
 */
final class JournalWindow {
    private final FileStore files;
    private ByteBuffer buffer;
    private long start;
    private long size;

    /** A window of {@code bytes}, a multiple of the block size; it grows to hold a block that is longer. */
    JournalWindow(FileStore files, int bytes) {
        this.files = files;
        this.buffer = files.alignedBuffer(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** Opens {@code name}, which this window looks at from now on; the caller closes it. */
    StoredFile look(String name) {
        return look(name, WriteMode.BUFFERED);
    }

    /** The same; {@link WriteMode#DURABLE} reads past the page cache. */
    StoredFile look(String name, WriteMode mode) {
        StoredFile file = files.open(name, mode);
        size = file.size();
        start = 0;
        buffer.clear().limit(0);
        return file;
    }

    /** Bytes of the file. */
    long size() {
        return size;
    }

    /** What {@link #place} answers places in; valid until its next call. */
    ByteBuffer buffer() {
        return buffer;
    }

    /** Moves over the block that may begin at {@code position}, so that all of it is there as far as the file goes, and answers its place in the buffer. */
    int place(StoredFile file, long position) {
        show(file, position, JournalFormat.BLOCK_HEADER);
        show(file, position, JournalFormat.claimedLength(buffer, (int) (position - start)));
        return (int) (position - start);
    }

    private void show(StoredFile file, long position, long length) {
        long left = Math.max(0, size - position);
        long wanted = Math.min(length, left);
        if (position >= start && position + wanted <= start + buffer.limit()) {
            return;
        }
        if (wanted > buffer.capacity()) {
            buffer = files.alignedBuffer(JournalFormat.padded(Math.toIntExact(wanted)))
                    .order(ByteOrder.LITTLE_ENDIAN);
        }
        start = position;
        buffer.clear().limit((int) Math.min(buffer.capacity(), left));
        file.read(position, buffer);
        buffer.flip();
    }
}
