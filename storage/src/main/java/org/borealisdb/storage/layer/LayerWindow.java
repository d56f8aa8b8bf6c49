package org.borealisdb.storage.layer;

import java.nio.ByteBuffer;
import java.util.Optional;
import org.borealisdb.runtime.file.FileException;
import org.borealisdb.runtime.file.FileStore;
import org.borealisdb.runtime.file.StoredFile;

/**
 * Reads a layer more or less from one end to the other, in large pieces, and past the page cache if that is wanted and possible: for whoever reads all of it once. Used by one task, which holds the layer.
 */
final class LayerWindow implements AutoCloseable {
    private static final int WINDOW_BYTES = 256 << 10;

    private final FileStore files;
    private final Optional<StoredFile> file;
    private ByteBuffer window;
    private long start;

    /** A window on the file {@code name} of {@code bytes}. */
    LayerWindow(FileStore files, String name, long bytes, LayerCaching caching) {
        this.files = files;
        this.file = open(files, name, caching);
        this.window = files.alignedBuffer(padded((int) Math.min(WINDOW_BYTES, bytes)));
        window.limit(0);
    }

    private static int padded(int bytes) {
        return (bytes + FileStore.BLOCK_BYTES - 1) & -FileStore.BLOCK_BYTES;
    }

    private static Optional<StoredFile> open(FileStore files, String name, LayerCaching caching) {
        try {
            return Optional.of(files.open(name, caching.mode()));
        } catch (FileException e) {
            // Then nothing can be read, which is said section by section.
            return Optional.empty();
        }
    }

    /** True if the window is over these bytes. */
    boolean shows(long position, int length) {
        return position >= start && position + length <= start + window.limit();
    }

    /** Moves the window over these bytes, so that all of them are there as far as the file can be read; answers how many were read. */
    int show(long position, int length) {
        if (shows(position, length)) {
            return 0;
        }
        start = position & -FileStore.BLOCK_BYTES;
        int needed = Math.toIntExact(position - start + length);
        if (needed > window.capacity()) {
            window = files.alignedBuffer(padded(needed));
        }
        window.clear();
        if (!read()) {
            // Something in the window can't be read: then what is asked for alone is tried.
            window.clear().limit(padded(needed));
            read();
        }
        return window.limit();
    }

    /** Of these bytes what the window shows. */
    ByteBuffer bytes(long position, int length) {
        int from = Math.clamp(position - start, 0, window.limit());
        return window.slice(from, Math.min(length, window.limit() - from));
    }

    /** Forgets what it shows, which is read again when it is asked for. */
    void forget() {
        window.clear().limit(0);
    }

    /** Fills the window up to its limit; false, and it is empty, if that can't be read. */
    private boolean read() {
        try {
            file.ifPresent(stored -> stored.read(start, window));
            window.flip();
            return file.isPresent();
        } catch (FileException e) {
            forget();
            return false;
        }
    }

    @Override
    public void close() {
        file.ifPresent(StoredFile::close);
    }
}
