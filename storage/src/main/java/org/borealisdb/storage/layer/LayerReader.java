package org.borealisdb.storage.layer;

import java.nio.ByteBuffer;
import java.util.List;
import org.borealisdb.runtime.codec.Checksum;
import org.borealisdb.runtime.file.FileStore;

/**
 * Reads many of a layer's sections, from the first page on, in large pieces. Used by one task, which holds the layer.
 */
public final class LayerReader implements AutoCloseable {
    private final Layer layer;
    private final LayerWindow window;
    /** For sealed sections, of which nothing is needed once they are opened. */
    private ByteBuffer sealed = ByteBuffer.allocate(0);

    LayerReader(Layer layer, FileStore files, String name, LayerCaching caching) {
        this.layer = layer;
        this.window = new LayerWindow(files, name, layer.bytes(), caching);
    }

    /** What is read. */
    public Layer layer() {
        return layer;
    }

    /**
     * The entries of the section at {@code place}, by LSN, as {@link Layer#section} has them.
     *
     * @throws DamagedSectionException if it is damaged
     */
    public List<LayerEntry> section(int place) {
        if (layer.remote()) {
            return layer.section(place);
        }
        int length = layer.sectionLength(place);
        window.show(layer.sectionAt(place), length);
        ByteBuffer seen = window.bytes(layer.sectionAt(place), length);
        if (seen.limit() != length || Checksum.of(seen, 0, length) != layer.sectionChecksum(place)) {
            // Once more, and by itself; if that is wrong too, this says so.
            return layer.section(place);
        }
        return layer.section(place, room(length).put(seen).flip());
    }

    /** Memory that the entries of a section may keep, if they need it. */
    private ByteBuffer room(int length) {
        if (!layer.sealed()) {
            return ByteBuffer.allocate(length);
        }
        if (sealed.capacity() < length) {
            sealed = ByteBuffer.allocate(Math.max(length, 2 * sealed.capacity()));
        }
        return sealed.clear();
    }

    @Override
    public void close() {
        window.close();
    }
}
