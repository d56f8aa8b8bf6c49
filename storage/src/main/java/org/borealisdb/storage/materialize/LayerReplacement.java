package org.borealisdb.storage.materialize;

import java.util.ArrayList;
import java.util.List;
import org.borealisdb.runtime.codec.MalformedException;
import org.borealisdb.runtime.file.FileException;
import org.borealisdb.runtime.metric.Metrics;
import org.borealisdb.storage.layer.Layer;
import org.borealisdb.storage.segment.Manifest;
import org.borealisdb.storage.segment.Segment;
import org.borealisdb.storage.segment.SegmentFiles;
import org.borealisdb.storage.segment.VolumeReplica;

/** Puts a mended copy in the place of a damaged layer: the same steps as after a merge of that layer alone. Used once, by the background task. */
final class LayerReplacement {
    private final SegmentChange.Mend change;
    private final VolumeReplica volume;
    private final Segment segment;
    private final Metrics metrics;

    LayerReplacement(SegmentChange.Mend change, Metrics metrics) {
        this.change = change;
        this.volume = change.volume();
        this.segment = change.segment();
        this.metrics = metrics;
    }

    /** False if the layer is not there any more, or there is no room for a manifest. */
    boolean make() {
        SegmentFiles files = segment.files();
        Layer damaged = change.damaged();
        Manifest next;
        List<Layer> layers;
        long number;
        volume.lock().lock();
        try {
            if (!SegmentChanges.here(volume, segment)
                    || !segment.healthy()
                    || !segment.layers().contains(damaged)) {
                return false;
            }
            layers = new ArrayList<>(segment.layers());
            number = segment.manifest().nextFile();
            next = segment.manifest().withNumberTaken().withMerge(List.of(damaged.number()), number, change.floor());
        } finally {
            volume.lock().unlock();
        }
        files.store().replace(files.copyName(change.copy()), files.layerName(number));
        Layer mended;
        try {
            mended = files.openLayer(number);
        } catch (MalformedException e) {
            // What was written a moment ago reads wrong: it is worth nothing.
            metrics.count("storage.repair.copyDamaged");
            files.deleteLayer(number);
            return false;
        }
        try {
            files.writeManifest(next);
        } catch (FileException e) {
            if (e.kind() != FileException.Kind.FULL) {
                mended.release();
                throw e;
            }
            mended.retire();
            return false;
        }
        layers.set(layers.indexOf(damaged), mended);
        volume.lock().lock();
        try {
            segment.setManifest(next);
            segment.setLayers(layers);
            volume.changed().signalAll();
        } finally {
            volume.lock().unlock();
        }
        damaged.retire();
        return true;
    }
}
