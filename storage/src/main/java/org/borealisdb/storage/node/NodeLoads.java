package org.borealisdb.storage.node;

import java.util.ArrayList;
import java.util.List;
import org.borealisdb.redo.message.NodeLoad;
import org.borealisdb.redo.message.SegmentLoad;
import org.borealisdb.redo.volume.VolumeId;
import org.borealisdb.runtime.file.FileStore;
import org.borealisdb.storage.ingest.Volumes;
import org.borealisdb.storage.segment.Segment;
import org.borealisdb.storage.segment.VolumeReplica;

/** Adds up what the segments of a node cost it. */
final class NodeLoads {
    private NodeLoads() {}

    /** What the node bears, and how much of it {@code asked} makes. Takes the volumes' locks. */
    static NodeLoad of(Volumes volumes, FileStore files, VolumeId asked) {
        int segments = 0;
        long logBytes = 0;
        long reads = 0;
        List<SegmentLoad> ofVolume = new ArrayList<>();
        for (VolumeReplica volume : volumes.all()) {
            volume.lock().lock();
            try {
                for (Segment segment : volume.segments()) {
                    SegmentLoad load = segment.work().load(segment);
                    segments++;
                    logBytes += load.logBytes();
                    reads += load.reads();
                    if (segment.volume().equals(asked)) {
                        ofVolume.add(load);
                    }
                }
            } finally {
                volume.lock().unlock();
            }
        }
        return new NodeLoad(segments, Math.max(0, files.usableBytes()), logBytes, reads, ofVolume);
    }
}
