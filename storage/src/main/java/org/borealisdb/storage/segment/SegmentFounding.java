package org.borealisdb.storage.segment;

import java.util.List;
import java.util.Optional;
import java.util.function.IntPredicate;
import org.borealisdb.redo.volume.Timeline;
import org.borealisdb.redo.volume.VolumeMetadata;
import org.borealisdb.redo.volume.VolumeOrigin;
import org.borealisdb.runtime.file.FileStore;
import org.borealisdb.runtime.net.Address;
import org.borealisdb.storage.layer.Layer;
import org.borealisdb.storage.seal.VolumeKeys;

/** How the segments of a volume begin on a node: empty, or with the layers of the volume that theirs is branched off. */
public final class SegmentFounding {
    private SegmentFounding() {}

    /**
     * Makes the folders of all segments that {@code metadata} place on {@code self} and that have none yet, so that one which is missing later is damage. Called by
     * the journal's task, before the metadata are durable.
     *
     * @param origin the volume that this one is branched off, if this node knows it
     */
    public static void create(
            Address self,
            FileStore files,
            VolumeKeys keys,
            VolumeMetadata metadata,
            IntPredicate isNew,
            Optional<VolumeReplica> origin) {
        for (int group = 0; group < metadata.groups().size(); group++) {
            if (metadata.places(group, self) && isNew.test(group)) {
                SegmentFiles created = new SegmentFiles(files, keys, metadata.id(), group);
                if (origin.isPresent() && metadata.placesTail(group, self)) {
                    found(created, metadata, group);
                } else if (origin.isEmpty() || !give(origin.get(), created, metadata, group)) {
                    created.create();
                }
            }
        }
    }

    /** A tail of a branch need not have what is before it: the branch is not there before full segments have that ({@code volume.recovery.Branching}). */
    private static void found(SegmentFiles created, VolumeMetadata branch, int group) {
        Timeline line = branch.timelines().current();
        created.createTail(line.id(), line.groupTail(group), line.branchLsn());
    }

    /**
     * Lets a segment of {@code branch} begin with what that of {@code source} has in layers; false if that is not what it is to begin with: then it begins empty, and copies what its
     * peers have. It is not if the source has gone on to another timeline since, which the branch would take for its own, does not keep the history back to
     * where they part, or has pages that it does not serve because peers have others.
     */
    private static boolean give(VolumeReplica source, SegmentFiles created, VolumeMetadata branch, int group) {
        VolumeOrigin origin = branch.origin().orElseThrow();
        Segment segment;
        Manifest manifest;
        List<Layer> layers;
        source.lock().lock();
        try {
            Optional<Segment> found = source.segment(group)
                    .filter(each -> each.healthy()
                            && each.differingPages().isEmpty()
                            && source.timelines().current().id() == origin.timeline()
                            && each.manifest().collectionFloor() <= origin.lsn());
            if (found.isEmpty()) {
                return false;
            }
            segment = found.get();
            manifest = segment.manifest();
            layers = segment.layers();
            layers.forEach(Layer::acquire);
        } finally {
            source.lock().unlock();
        }
        try {
            created.create(segment.files(), manifest, layers);
            return true;
        } finally {
            layers.forEach(Layer::release);
        }
    }
}
