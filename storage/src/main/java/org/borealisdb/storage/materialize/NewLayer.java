package org.borealisdb.storage.materialize;

import java.util.function.Predicate;
import org.borealisdb.runtime.file.FileException;
import org.borealisdb.runtime.metric.Metrics;
import org.borealisdb.storage.layer.Layer;
import org.borealisdb.storage.layer.LayerHeader;
import org.borealisdb.storage.layer.LayerWriter;
import org.borealisdb.storage.segment.Manifest;
import org.borealisdb.storage.segment.Segment;

/**
 * A layer that was just written and is durable, though no manifest names it yet.
 *
 * @param complete true if nothing of its range was left out
 */
record NewLayer(Layer layer, boolean complete) {
    /**
     * Writes layer {@code number} of {@code segment}. If the disk gets full on the way, nothing is left of it: it would take the room that collection needs.
     *
     * @param content writes the pages, and answers whether all of the layer's range is there
     */
    static NewLayer write(
            Segment segment, long number, LayerHeader header, Metrics metrics, Predicate<LayerWriter> content) {
        String name = segment.files().layerName(number);
        segment.files().deleteLayer(number);
        boolean complete;
        try (LayerWriter writer = segment.files().writeLayer(name, header)) {
            complete = content.test(writer);
            metrics.counter("storage.layer.bytes").add(writer.finish());
        } catch (FileException e) {
            if (e.kind() == FileException.Kind.FULL) {
                segment.files().deleteLayer(number);
            }
            throw e;
        }
        return new NewLayer(segment.files().openLayer(number), complete);
    }

    /** Writes the manifest that names it; if the disk is full, it is deleted. */
    void name(Segment segment, Manifest manifest) {
        try {
            segment.files().writeManifest(manifest);
        } catch (FileException e) {
            if (e.kind() == FileException.Kind.FULL) {
                // The old manifest still stands.
                layer.retire();
            } else {
                layer.release();
            }
            throw e;
        }
    }
}
