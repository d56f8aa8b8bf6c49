package org.borealisdb.storage.materialize;

import java.util.List;
import org.borealisdb.redo.volume.HistoryPath;
import org.borealisdb.storage.layer.Layer;

/** How much a read of the newest version of one page has to fold so far: records behind the newest base, and their bytes. Used by one task. */
final class ChainLength {
    private final MaterializeSettings settings;
    private int records;
    private long bytes;

    /** Of a page of which there is nothing yet. */
    ChainLength(MaterializeSettings settings) {
        this.settings = settings;
    }

    /** Adds what {@code layers} have of the page on {@code path}: to be called before any record is added. */
    void addLayers(long page, List<Layer> layers, HistoryPath path) {
        for (int index = layers.size() - 1; index >= 0; index--) {
            Layer layer = layers.get(index);
            for (int place = layer.newest(page); place >= 0; place = layer.older(place)) {
                if (layer.touches(place, path)) {
                    records += layer.deltas(place);
                    bytes += layer.deltaBytes(place);
                    if (layer.hasBase(place)) {
                        return;
                    }
                }
            }
        }
    }

    /** A base comes: nothing older is needed. */
    void restart() {
        records = 0;
        bytes = 0;
    }

    void add(int length) {
        records++;
        bytes += length;
    }

    /** True if the page needs an image. */
    boolean tooLong() {
        return records > settings.imageRecords() || bytes > settings.imageBytes();
    }
}
