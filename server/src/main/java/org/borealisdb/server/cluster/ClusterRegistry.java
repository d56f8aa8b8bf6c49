package org.borealisdb.server.cluster;

import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.borealisdb.cloud.metadata.MetadataLog;
import org.borealisdb.redo.volume.VolumeId;
import org.borealisdb.server.region.RegionProblemException;

/** The clusters and snapshots of a region, in the metadata log under {@code clusters/NAME}, but for the main cluster. Methods wait. */
public final class ClusterRegistry {
    /** Clusters and snapshots that a region may have. */
    public static final int MOST = 256;

    private static final String VOLUMES = "volumes/";

    private final MetadataLog log;
    private final NamedRecords<ClusterRecord> records;

    public ClusterRegistry(MetadataLog log) {
        this.log = log;
        this.records = new NamedRecords<>(log, "clusters/", ClusterRecord::decode);
    }

    /** All that are not gone, by name. */
    public List<ClusterRecord> all() {
        return records.all();
    }

    /** What is known of the last one of that name, even if it is gone. */
    public Optional<ClusterRecord> last(String name) {
        return records.last(name);
    }

    /**
     * The one of that name.
     *
     * @throws RegionProblemException with one line if there is none
     */
    public ClusterRecord get(String name) {
        return records.present(name)
                .orElseThrow(() -> new RegionProblemException("there is no cluster or snapshot '" + name + "'"));
    }

    /**
     * Asks for one.
     *
     * @throws RegionProblemException if there is one of that name, or there are too many
     */
    public void add(ClusterRecord wanted) {
        ClusterRecord.checkName(wanted.name());
        Optional<ClusterRecord> there = records.present(wanted.name());
        if (there.isPresent() || wanted.name().equals(ClusterRecord.MAIN)) {
            throw new RegionProblemException("there is a "
                    + there.map(ClusterRecord::kind).orElse(ClusterRecord.Kind.CLUSTER) + " '" + wanted.name()
                    + "' already; choose another name");
        }
        if (all().size() >= MOST) {
            throw new RegionProblemException(
                    "a region has at most " + MOST + " clusters and snapshots; delete one first");
        }
        records.add(wanted);
    }

    /**
     * Changes the record of one that is the same still; what it is then, or empty if it is gone.
     *
     * @throws org.borealisdb.runtime.error.OperationException if others change it all the time
     */
    public Optional<ClusterRecord> change(ClusterRecord known, UnaryOperator<ClusterRecord> change) {
        return records.change(known, change);
    }

    /** A volume number that was never used. */
    public VolumeId unusedVolume() {
        long highest = 1;
        for (String key : log.keys(VOLUMES)) {
            highest = Math.max(highest, Long.parseLong(key.substring(VOLUMES.length())));
        }
        for (ClusterRecord record : all()) {
            highest = Math.max(highest, record.volume());
        }
        return new VolumeId(highest + 1);
    }
}
