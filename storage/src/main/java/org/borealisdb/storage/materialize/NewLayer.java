package org.borealisdb.storage.materialize;

import java.util.Optional;
import java.util.function.Predicate;
import org.borealisdb.runtime.codec.MalformedException;
import org.borealisdb.runtime.file.FileException;
import org.borealisdb.runtime.metric.Metrics;
import org.borealisdb.storage.layer.Layer;
import org.borealisdb.storage.layer.LayerCaching;
import org.borealisdb.storage.layer.LayerHeader;
import org.borealisdb.storage.layer.LayerPacking;
import org.borealisdb.storage.layer.LayerSource;
import org.borealisdb.storage.layer.LayerWriter;
import org.borealisdb.storage.layer.LostLayerException;
import org.borealisdb.storage.segment.Manifest;
import org.borealisdb.storage.segment.Segment;

/**
 * A layer that was just written and is durable, though no manifest names it yet.
 *
 * @param gone what it lacks of its range is at or below this LSN; 0 if it lacks nothing
 */
record NewLayer(Layer layer, long gone) {
    /**
     * Writes layer {@code number} of {@code segment}. If the disk gets full on the way, nothing is left of it: it would take the room that collection needs.
     *
     * @param floor   what is left out is at or below it
     * @param content writes the pages, and answers whether all of the layer's range is there
     */
    static NewLayer write(
            Segment segment,
            long number,
            LayerHeader header,
            LayerCaching caching,
            LayerPacking packing,
            long floor,
            Metrics metrics,
            Predicate<LayerWriter> content) {
        String name = segment.files().layerName(number);
        segment.files().deleteLayer(number);
        boolean complete;
        try (LayerWriter writer = segment.files().writeLayer(name, header, caching, packing)) {
            complete = content.test(writer);
            metrics.counter("storage.layer.bytes").add(writer.finish());
        } catch (FileException e) {
            if (e.kind() == FileException.Kind.FULL) {
                segment.files().deleteLayer(number);
            }
            throw e;
        }
        return new NewLayer(segment.files().openLayer(number), complete ? 0 : floor);
    }

    /**
     * Copies a layer that another node has made as layer {@code number} of {@code segment}; empty, and nothing is left of it, if it is not to be had.
     *
     * @param gone  what it lacks is at or below this LSN
     * @param pause called between pieces
     */
    static Optional<NewLayer> copy(
            Segment segment,
            long number,
            LayerSource source,
            LayerCaching caching,
            long gone,
            Metrics metrics,
            Runnable pause) {
        segment.files().deleteLayer(number);
        try {
            segment.files().copyLayer(source, number, caching, pause);
            Layer layer = segment.files().openLayer(number);
            metrics.counter("storage.layer.bytes").add(layer.bytes());
            return Optional.of(new NewLayer(layer, gone));
        } catch (LostLayerException | MalformedException e) {
            metrics.count("storage.share.lost");
            segment.files().deleteLayer(number);
            return Optional.empty();
        } catch (FileException e) {
            if (e.kind() == FileException.Kind.FULL) {
                segment.files().deleteLayer(number);
            }
            throw e;
        }
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
