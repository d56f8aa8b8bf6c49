package org.borealisdb.storage.materialize;

import java.util.List;
import org.borealisdb.redo.volume.HistoryPath;
import org.borealisdb.runtime.metric.Metrics;
import org.borealisdb.runtime.time.Clock;
import org.borealisdb.storage.layer.Layer;
import org.borealisdb.storage.segment.Segment;
import org.borealisdb.storage.segment.UnimagedPage;
import org.borealisdb.storage.segment.VolumeReplica;

/**
 * Gives pages with many records in memory their first images there, in segments that are read from: what a read folds stays bounded though log has not been folded into layers yet. Used by the
 * background task.
 */
final class MemoryImages {
    private static final int INDEXED_AT_A_TIME = 1024;
    private static final int PAGES_AT_A_TIME = 64;

    private final Budget budget;
    private final Clock clock;
    private final Metrics metrics;

    MemoryImages(Budget budget, Clock clock, Metrics metrics) {
        this.budget = budget;
        this.clock = clock;
        this.metrics = metrics;
    }

    /**
     * Makes all that are missing.
     *
     * @throws org.borealisdb.runtime.codec.MalformedException if a layer is damaged
     */
    void make(VolumeReplica volume, Segment segment) {
        boolean more = true;
        while (more) {
            more = step(volume, segment);
            budget.spent();
        }
    }

    /** Indexes some log, and makes the images that this shows to be missing; false if there was nothing to do. */
    private boolean step(VolumeReplica volume, Segment segment) {
        List<UnimagedPage> pages;
        List<Layer> layers;
        HistoryPath path;
        long floor;
        boolean indexed;
        volume.lock().lock();
        try {
            if (!segment.healthy() || !segment.work().readLately(clock.nanoTime())) {
                return false;
            }
            floor = volume.lowestReadLsn();
            indexed = segment.index(INDEXED_AT_A_TIME, floor);
            pages = segment.unimaged(PAGES_AT_A_TIME);
            layers = segment.layers();
            path = volume.path();
            layers.forEach(Layer::acquire);
        } finally {
            volume.lock().unlock();
        }
        try {
            for (UnimagedPage page : pages) {
                if (page.follow(volume, segment, layers, path, floor)) {
                    metrics.count("storage.materialize.followed");
                }
                budget.spent();
            }
        } finally {
            layers.forEach(Layer::release);
        }
        return !indexed || !pages.isEmpty();
    }
}
