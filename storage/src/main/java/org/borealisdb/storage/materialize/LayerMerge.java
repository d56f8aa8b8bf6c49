package org.borealisdb.storage.materialize;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.borealisdb.runtime.task.Tasks;
import org.borealisdb.storage.layer.Layer;
import org.borealisdb.storage.layer.LayerEntry;
import org.borealisdb.storage.layer.LayerHeader;
import org.borealisdb.storage.layer.LayerWriter;
import org.borealisdb.storage.segment.Manifest;
import org.borealisdb.storage.segment.Segment;
import org.borealisdb.storage.segment.VolumeReplica;

/**
 * Merges the newest layers of a segment when there are too many, each time so many that the result is not much smaller than the layer before it, and
 * drops what lies below a page's newest base at or below the collection floor: nobody asks for those versions, and no peer lacks that log.
 */
final class LayerMerge {
    private static final int PAGES_BEFORE_GIVING_WAY = 32;

    private final Tasks tasks;
    private final MaterializeSettings settings;

    LayerMerge(Tasks tasks, MaterializeSettings settings) {
        this.tasks = tasks;
        this.settings = settings;
    }

    boolean merge(VolumeReplica volume, Segment segment) {
        List<Layer> layers;
        Manifest manifest;
        long floor;
        volume.lock().lock();
        try {
            layers = segment.layers();
            manifest = segment.manifest();
            if (layers.size() <= settings.maximumLayers() || !segment.healthy()) {
                return false;
            }
            floor = volume.collectionFloor(segment, segment.flushed(), settings.retainedBytes());
        } finally {
            volume.lock().unlock();
        }
        int count = count(layers);
        List<Layer> merged = layers.subList(layers.size() - count, layers.size());
        LayerHeader last = merged.getLast().header();
        LayerHeader header = new LayerHeader(
                last.volume(),
                last.group(),
                last.timeline(),
                merged.getFirst().header().after(),
                last.upTo());
        long number = manifest.nextFile();
        segment.files().deleteLayer(number);
        boolean dropped;
        try (LayerWriter writer =
                new LayerWriter(segment.files().store(), segment.files().layerName(number), header)) {
            dropped = write(writer, merged, floor);
            writer.finish();
        }
        Manifest next = manifest.withMerge(count, dropped ? floor : 0, dropped ? floor : 0);
        segment.files().writeManifest(next);
        List<Layer> fewer = new ArrayList<>(layers.subList(0, layers.size() - count));
        fewer.add(Layer.open(segment.files().store(), segment.files().layerName(number), number));
        volume.lock().lock();
        try {
            segment.setManifest(next);
            segment.setLayers(fewer);
        } finally {
            volume.lock().unlock();
        }
        merged.forEach(Layer::retire);
        return true;
    }

    /** How many of the newest layers to merge: at least two, and on while they outweigh half of the next older one. */
    private static int count(List<Layer> layers) {
        int count = 1;
        long bytes = layers.getLast().bytes();
        for (int index = layers.size() - 2; index >= 0; index--) {
            long next = layers.get(index).bytes();
            if (count >= 2 && bytes < next / 2) {
                break;
            }
            bytes += next;
            count++;
        }
        return count;
    }

    private boolean write(LayerWriter writer, List<Layer> merged, long floor) {
        TreeSet<Long> pages = new TreeSet<>();
        for (Layer layer : merged) {
            for (long page : layer.pages()) {
                pages.add(page);
            }
        }
        boolean dropped = false;
        int done = 0;
        for (long page : pages) {
            List<LayerEntry> entries = new ArrayList<>();
            for (Layer layer : merged) {
                int place = layer.find(page);
                if (place >= 0) {
                    entries.addAll(layer.section(place));
                }
            }
            int first = firstNeeded(entries, floor);
            dropped |= first > 0;
            writer.beginPage(page);
            for (LayerEntry entry : entries.subList(first, entries.size())) {
                writer.add(entry);
            }
            writer.endPage();
            done++;
            if (done % PAGES_BEFORE_GIVING_WAY == 0) {
                tasks.giveWay();
            }
        }
        return dropped;
    }

    /** The newest base at or below the floor: a fold for any version at or above the floor starts there or later. */
    private static int firstNeeded(List<LayerEntry> entries, long floor) {
        int first = 0;
        for (int index = 0; index < entries.size(); index++) {
            if (entries.get(index).lsn() <= floor && entries.get(index).base()) {
                first = index;
            }
        }
        return first;
    }
}
