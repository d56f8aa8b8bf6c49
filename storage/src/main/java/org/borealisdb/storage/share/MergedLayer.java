package org.borealisdb.storage.share;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.borealisdb.storage.layer.Layer;
import org.borealisdb.storage.layer.LayerHeader;
import org.borealisdb.storage.layer.LayerMark;
import org.borealisdb.storage.layer.LayerSource;

/**
 * A layer that was merged from others.
 *
 * @param from     those, side by side, the oldest first
 * @param timeline the timeline that was current
 * @param gone     what it lacks is at or below this LSN; 0 if it lacks nothing
 */
public record MergedLayer(LayerSource source, List<LayerMark> from, int timeline, long gone) {
    public MergedLayer {
        from = List.copyOf(from);
    }

    /** What it is about. */
    public LayerHeader header() {
        return source.mark().header();
    }

    /** Those of {@code layers} that are byte for byte what it was merged from; empty unless all of it are there, side by side. */
    public Optional<List<Layer>> among(List<Layer> layers) {
        int at = Collections.indexOfSubList(layers.stream().map(Layer::mark).toList(), from);
        return at < 0 ? Optional.empty() : Optional.of(layers.subList(at, at + from.size()));
    }
}
