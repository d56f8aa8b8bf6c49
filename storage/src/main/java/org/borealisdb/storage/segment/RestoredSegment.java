package org.borealisdb.storage.segment;

import java.util.ArrayList;
import java.util.List;
import org.borealisdb.redo.volume.VolumeId;
import org.borealisdb.runtime.file.FileStore;
import org.borealisdb.storage.seal.VolumeKeys;

/** Writes the folder of a segment that begins with layers from elsewhere: names them first, from the oldest, then the manifest. Used by one task. */
public final class RestoredSegment {
    private final SegmentFiles files;
    private final VolumeId volume;
    private final int group;
    private final List<Long> layers = new ArrayList<>();

    public RestoredSegment(FileStore store, VolumeKeys keys, VolumeId volume, int group) {
        this.files = new SegmentFiles(store, keys, volume, group);
        this.volume = volume;
        this.group = group;
    }

    /** The name that the next layer would have. */
    public String layerBehind() {
        return files.layerName(layers.size() + 1L);
    }

    /** The file name of the next layer, behind those before. */
    public String nextLayer() {
        layers.add(layers.size() + 1L);
        return files.layerName(layers.getLast());
    }

    /**
     * Writes the manifest: the layers hold everything at or below {@code lsn} in the history of {@code timeline}, but no versions before {@code floor}.
     */
    public void write(int timeline, long lsn, long floor) {
        files.writeManifest(new Manifest(
                volume,
                group,
                timeline,
                lsn,
                lsn,
                floor,
                floor,
                layers.size() + 1L,
                layers,
                List.of(),
                Abstention.NONE,
                List.of(),
                0));
    }
}
