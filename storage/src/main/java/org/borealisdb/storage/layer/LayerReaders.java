package org.borealisdb.storage.layer;

import java.util.ArrayList;
import java.util.List;

/** Readers of several layers, which go through them side by side. Used by one task, which holds the layers. */
public final class LayerReaders implements AutoCloseable {
    private final List<LayerReader> readers = new ArrayList<>();

    /** Readers of {@code layers}, in their order. */
    public LayerReaders(List<Layer> layers, LayerCaching caching) {
        layers.forEach(layer -> readers.add(layer.reader(caching)));
    }

    public List<LayerReader> all() {
        return readers;
    }

    /** The pages that any of the layers has something of. */
    public PageCursor pages() {
        return new PageCursor(readers.stream().map(LayerReader::layer).toList(), 0);
    }

    @Override
    public void close() {
        readers.forEach(LayerReader::close);
    }
}
