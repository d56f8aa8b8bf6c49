package org.borealisdb.storage.segment;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.borealisdb.redo.volume.VolumeId;
import org.borealisdb.redo.volume.VolumeMetadata;
import org.borealisdb.runtime.file.FileStore;
import org.borealisdb.runtime.net.Address;
import org.borealisdb.runtime.task.Lock;
import org.borealisdb.storage.layer.Layer;
import org.borealisdb.storage.seal.VolumeKeys;

/**
 * The segments of one volume that its metadata place elsewhere now, and whose files here are to be deleted by the task that owns files. Guarded by the volume's lock, which methods take
 * unless they say "locked".
 */
public final class LeavingSegments {
    private final Address self;
    private final FileStore files;
    private final VolumeKeys keys;
    private final VolumeId volume;
    private final Lock lock;
    /** By group; with the segment, unless a start found the files. */
    private final TreeMap<Integer, Optional<Segment>> leaving = new TreeMap<>();

    LeavingSegments(Address self, FileStore files, VolumeKeys keys, VolumeId volume, Lock lock) {
        this.self = self;
        this.files = files;
        this.keys = keys;
        this.volume = volume;
        this.lock = lock;
    }

    /** Locked. */
    void add(int group, Optional<Segment> segment) {
        leaving.put(group, segment);
    }

    /** The segments whose layers are open. Locked. */
    List<Segment> open() {
        List<Segment> open = new ArrayList<>();
        leaving.values().forEach(segment -> segment.ifPresent(open::add));
        return open;
    }

    /** True if {@code next} place a segment here whose former files are not deleted yet: then they can't be adopted before that is done. */
    public boolean tooEarlyFor(VolumeMetadata next) {
        lock.lock();
        try {
            return leaving.keySet().stream().anyMatch(group -> next.places(group, self));
        } finally {
            lock.unlock();
        }
    }

    /** The groups whose files are to be deleted. */
    public List<Integer> groups() {
        lock.lock();
        try {
            return List.copyOf(leaving.keySet());
        } finally {
            lock.unlock();
        }
    }

    /** Deletes the files of {@code group}. Called by the task that owns them; layers live until their last reader is done. */
    public void deleteFiles(int group) {
        List<Layer> open;
        lock.lock();
        try {
            open = leaving.getOrDefault(group, Optional.empty())
                    .map(Segment::layers)
                    .orElse(List.of());
        } finally {
            lock.unlock();
        }
        new SegmentFiles(files, keys, volume, group).deleteAll(open);
        open.forEach(Layer::retire);
        lock.lock();
        try {
            leaving.remove(group);
        } finally {
            lock.unlock();
        }
    }
}
