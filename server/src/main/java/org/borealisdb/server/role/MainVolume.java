package org.borealisdb.server.role;

import java.util.List;
import java.util.Optional;
import org.borealisdb.redo.volume.Geometry;
import org.borealisdb.redo.volume.SegmentMix;
import org.borealisdb.redo.volume.VolumeMetadata;
import org.borealisdb.redo.volume.WrappedKey;
import org.borealisdb.runtime.error.OperationException;
import org.borealisdb.server.cluster.ClusterRecord;
import org.borealisdb.server.region.RegionProblemException;
import org.borealisdb.volume.VolumeClient;

/** The volume of the main cluster: makes it at the first start of a region. For one task. */
final class MainVolume {
    private static final System.Logger LOG = System.getLogger(MainVolume.class.getName());

    private final VolumeClient client;
    private final RegionPlan plan;
    private final RegionKeys keys;
    private List<WrappedKey> newKeys = List.of();
    private boolean prepared;

    MainVolume(VolumeClient client, RegionPlan plan, RegionKeys keys) {
        this.client = client;
        this.plan = plan;
        this.keys = keys;
    }

    /**
     * Makes sure that the volume's keys can be had, or makes the key of a new volume. Done by {@link #ensure} if it was not before.
     *
     * @throws OperationException if they can't: nothing was started
     */
    void prepare() {
        Optional<VolumeMetadata> existing = client.exists(ClusterRecord.MAIN_VOLUME)
                ? Optional.of(client.metadata(ClusterRecord.MAIN_VOLUME))
                : Optional.empty();
        existing.ifPresent(this::checkSegments);
        newKeys = keys.prepare(existing);
        prepared = true;
    }

    private void checkSegments(VolumeMetadata existing) {
        Optional<SegmentMix> wanted = plan.segments();
        if (wanted.isPresent() && existing.mix() != wanted.get()) {
            throw new RegionProblemException(ClusterRecord.MAIN_VOLUME + " was created with segments that are "
                    + existing.mix() + ", which cannot be changed: start without --segments " + wanted.get());
        }
    }

    /**
     * Creates the volume if there is none. Waits.
     *
     * @throws OperationException if too few storage nodes can be reached, or keys can't be had
     */
    void ensure() {
        if (!prepared) {
            prepare();
        }
        if (!client.exists(ClusterRecord.MAIN_VOLUME)) {
            client.create(
                    ClusterRecord.MAIN_VOLUME,
                    Geometry.STANDARD,
                    new SpreadPlacement(plan.storageByZone()).membersOf(0),
                    plan.segments().orElse(SegmentMix.SIX_FULL),
                    newKeys);
            LOG.log(System.Logger.Level.INFO, "created {0}", ClusterRecord.MAIN_VOLUME);
        }
    }
}
