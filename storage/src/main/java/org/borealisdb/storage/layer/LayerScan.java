package org.borealisdb.storage.layer;

import java.nio.ByteBuffer;
import java.util.Optional;
import org.borealisdb.runtime.codec.Checksum;
import org.borealisdb.runtime.config.PlantedBug;
import org.borealisdb.runtime.file.FileException;
import org.borealisdb.runtime.file.FileStore;
import org.borealisdb.runtime.file.StoredFile;
import org.borealisdb.runtime.file.WriteMode;

/**
 * Reads a layer's sections from the disk from end to end, past the page cache where that is possible, and compares their checksums. What reads wrong is read once more before it
 * is said to be damaged. Used by one task, which holds the layer.
 */
public final class LayerScan implements AutoCloseable {
    private static final int WINDOW_BYTES = 256 << 10;

    private final Layer layer;
    private final FileStore files;
    private final Optional<StoredFile> file;
    private ByteBuffer window;
    private long start;
    private int place;

    /** A scan of all sections of {@code layer}. */
    LayerScan(Layer layer, FileStore files, String name) {
        this.layer = layer;
        this.files = files;
        this.file = open(files, name);
        this.window = files.alignedBuffer(padded((int) Math.min(WINDOW_BYTES, layer.bytes())));
        window.limit(0);
    }

    private static int padded(int bytes) {
        return (bytes + FileStore.BLOCK_BYTES - 1) & -FileStore.BLOCK_BYTES;
    }

    private static Optional<StoredFile> open(FileStore files, String name) {
        try {
            return Optional.of(files.open(name, WriteMode.DURABLE));
        } catch (FileException e) {
            // Then nothing can be read, which is said section by section.
            return Optional.empty();
        }
    }

    /** True if there are sections to be read still. */
    public boolean more() {
        return place < layer.pages().length;
    }

    /**
     * Verifies the next sections, as far as one read goes; answers the bytes read.
     *
     * @throws DamagedSectionException if a section is damaged; the next call goes on behind it
     */
    public int next() {
        int read = show(layer.sectionAt(place), layer.sectionLength(place));
        while (more() && shown(layer.sectionAt(place), layer.sectionLength(place))) {
            int at = place++;
            boolean sound = sound(at) || again(at) || PlantedBug.SKIP_LAYER_CHECKSUM.planted();
            if (!sound) {
                throw layer.damaged(at, "the section of page " + layer.pages()[at] + " is damaged on the disk");
            }
        }
        return read;
    }

    private boolean sound(int at) {
        int length = layer.sectionLength(at);
        int from = (int) (layer.sectionAt(at) - start);
        return window.limit() - from >= length && Checksum.of(window, from, length) == layer.sectionChecksum(at);
    }

    private boolean again(int at) {
        window.clear().limit(0);
        show(layer.sectionAt(at), layer.sectionLength(at));
        return sound(at);
    }

    private boolean shown(long position, int length) {
        return position >= start && position + length <= start + window.limit();
    }

    /** Moves the window over a section, so that all of it is there as far as the file can be read. */
    private int show(long position, int length) {
        if (shown(position, length)) {
            return 0;
        }
        start = position & -FileStore.BLOCK_BYTES;
        int needed = Math.toIntExact(position - start + length);
        if (needed > window.capacity()) {
            window = files.alignedBuffer(padded(needed));
        }
        window.clear();
        if (!read()) {
            // Something in the window can't be read: then its first section alone is tried.
            window.clear().limit(padded(needed));
            read();
        }
        if (!shown(position, length)) {
            // What can't be read is damaged; the checksum says so.
            window.clear().limit(needed);
            window.put(needed - 1, (byte) ~window.get(needed - 1));
        }
        return window.limit();
    }

    /** Fills the window up to its limit; false, and it is empty, if that can't be read. */
    private boolean read() {
        try {
            file.ifPresent(stored -> stored.read(start, window));
            window.flip();
            return file.isPresent();
        } catch (FileException e) {
            window.clear().limit(0);
            return false;
        }
    }

    @Override
    public void close() {
        file.ifPresent(StoredFile::close);
    }
}
