package org.borealisdb.storage.layer;

import java.nio.ByteBuffer;
import org.borealisdb.runtime.codec.Checksum;
import org.borealisdb.runtime.config.PlantedBug;
import org.borealisdb.runtime.file.FileStore;

/**
 * Reads a layer's sections from the disk from end to end, past the page cache where that is possible, and compares their checksums. What reads wrong is read once more before it
 * is said to be damaged. Used by one task, which holds the layer.
 */
public final class LayerScan implements AutoCloseable {
    private final Layer layer;
    private final LayerWindow window;
    private int place;

    /** A scan of all sections of {@code layer}. */
    LayerScan(Layer layer, FileStore files, String name) {
        this.layer = layer;
        this.window = new LayerWindow(files, name, layer.bytes(), LayerCaching.PAST);
    }

    /** True if there are sections to be read still. */
    public boolean more() {
        return place < layer.sections();
    }

    /**
     * Verifies the next sections, as far as one read goes; answers the bytes read.
     *
     * @throws DamagedSectionException if a section is damaged; the next call goes on behind it
     */
    public int next() {
        int read = window.show(layer.sectionAt(place), layer.sectionLength(place));
        do {
            int at = place++;
            boolean sound = sound(at) || again(at) || PlantedBug.SKIP_LAYER_CHECKSUM.planted();
            if (!sound) {
                throw layer.damaged(at, "the section of page " + layer.page(at) + " is damaged on the disk");
            }
        } while (more() && window.shows(layer.sectionAt(place), layer.sectionLength(place)));
        return read;
    }

    /** What can't be read is not sound either. */
    private boolean sound(int at) {
        int length = layer.sectionLength(at);
        ByteBuffer bytes = window.bytes(layer.sectionAt(at), length);
        return bytes.limit() == length && Checksum.of(bytes, 0, length) == layer.sectionChecksum(at);
    }

    private boolean again(int at) {
        window.forget();
        window.show(layer.sectionAt(at), layer.sectionLength(at));
        return sound(at);
    }

    @Override
    public void close() {
        window.close();
    }
}
