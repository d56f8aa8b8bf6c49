package org.borealisdb.storage.share;

import java.util.List;
import java.util.Optional;
import org.borealisdb.redo.volume.VolumeId;
import org.borealisdb.runtime.net.Address;
import org.borealisdb.storage.share.SharedLayers.Place;

/** What one node sees of the layers that the nodes of its process make, and what it tells of its own. Safe for use by all tasks; nothing waits. */
public final class NodeShare {
    private final Address node;
    private final SharedLayers layers;

    NodeShare(Address node, SharedLayers layers) {
        this.node = node;
        this.layers = layers;
    }

    /** The newest layer with log right behind {@code after}, folded while {@code timeline} was current. */
    public Optional<FoldedLayer> folded(VolumeId volume, int group, int timeline, long after) {
        return layers.folded(new Place(volume, group)).reversed().stream()
                .filter(layer ->
                        layer.header().after() == after && layer.header().timeline() == timeline)
                .findFirst();
    }

    /** Where the newest of the folded layers ends that end behind {@code after} and at or below {@code most}: whoever folds up to there has the same ones from then on. {@code most} if there is none. */
    public long end(VolumeId volume, int group, long after, long most) {
        return layers.folded(new Place(volume, group)).stream()
                .mapToLong(layer -> layer.header().upTo())
                .filter(end -> end > after && end <= most)
                .max()
                .orElse(most);
    }

    /** Layers that were merged while {@code timeline} was current, the newest first. */
    public List<MergedLayer> merged(VolumeId volume, int group, int timeline) {
        return layers.merged(new Place(volume, group)).reversed().stream()
                .filter(layer -> layer.timeline() == timeline)
                .toList();
    }

    /** This node has made it. */
    public void offer(FoldedLayer layer) {
        layers.add(new Place(layer.header().volume(), layer.header().group()), layer);
    }

    /** This node has made it. */
    public void offer(MergedLayer layer) {
        layers.add(new Place(layer.header().volume(), layer.header().group()), layer);
    }

    /** Copies of the group were found to differ: as long as the process lives, each makes all of its layers by itself, so that what is wrong does not spread. */
    public void separate(VolumeId volume, int group) {
        layers.separate(new Place(volume, group));
    }

    /** True if no other node of the process is at it: then none begins for a second from now on, unless this one is {@link #done}. */
    public boolean claim(VolumeId volume, int group, Work work, long nowNanos) {
        return layers.claim(new Place(volume, group), work, node, nowNanos);
    }

    /** The work that was {@link #claim}ed is done, or given up. */
    public void done(VolumeId volume, int group, Work work) {
        layers.release(new Place(volume, group), work, node);
    }
}
