package org.borealisdb.server.cluster;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.borealisdb.cloud.metadata.MetadataLog;
import org.borealisdb.cloud.metadata.MetadataValue;
import org.borealisdb.redo.volume.VolumeId;
import org.borealisdb.runtime.error.OperationException;
import org.borealisdb.server.region.RegionProblemException;

/** The clusters and snapshots of a region, in the metadata log under {@code clusters/NAME}, but for the main cluster. Methods wait. */
public final class ClusterRegistry {
    /** Clusters and snapshots that a region may have. */
    public static final int MOST = 256;

    private static final String PREFIX = "clusters/";
    private static final String VOLUMES = "volumes/";
    private static final int MOST_ATTEMPTS = 16;

    private final MetadataLog log;

    public ClusterRegistry(MetadataLog log) {
        this.log = log;
    }

    /** All that are not gone, by name. */
    public List<ClusterRecord> all() {
        List<ClusterRecord> all = new ArrayList<>();
        for (String key : log.keys(PREFIX)) {
            log.read(key)
                    .map(value -> ClusterRecord.decode(value.bytes()))
                    .filter(record -> record.state() != ClusterRecord.State.GONE)
                    .ifPresent(all::add);
        }
        return all;
    }

    /** What is known of the last one of that name, even if it is gone. */
    public Optional<ClusterRecord> last(String name) {
        return log.read(PREFIX + name).map(value -> ClusterRecord.decode(value.bytes()));
    }

    /**
     * The one of that name.
     *
     * @throws RegionProblemException with one line if there is none
     */
    public ClusterRecord get(String name) {
        return last(name)
                .filter(record -> record.state() != ClusterRecord.State.GONE)
                .orElseThrow(() -> new RegionProblemException("there is no cluster or snapshot '" + name + "'"));
    }

    /**
     * Asks for one.
     *
     * @throws RegionProblemException if there is one of that name, or there are too many
     */
    public void add(ClusterRecord wanted) {
        ClusterRecord.checkName(wanted.name());
        Optional<MetadataValue> before = log.read(PREFIX + wanted.name());
        Optional<ClusterRecord> there = before.map(value -> ClusterRecord.decode(value.bytes()))
                .filter(record -> record.state() != ClusterRecord.State.GONE);
        if (there.isPresent() || wanted.name().equals(ClusterRecord.MAIN)) {
            throw new RegionProblemException("there is a "
                    + there.map(ClusterRecord::kind).orElse(ClusterRecord.Kind.CLUSTER) + " '" + wanted.name()
                    + "' already; choose another name");
        }
        if (all().size() >= MOST) {
            throw new RegionProblemException(
                    "a region has at most " + MOST + " clusters and snapshots; delete one first");
        }
        if (!log.compareAndSet(
                PREFIX + wanted.name(), before.map(MetadataValue::version).orElse(0L), wanted.encode())) {
            throw new RegionProblemException("somebody else has just taken the name '" + wanted.name() + "'");
        }
    }

    /**
     * Changes the record of one that is the same still; what it is then, or empty if it is gone.
     *
     * @throws OperationException if others change it all the time
     */
    public Optional<ClusterRecord> change(ClusterRecord known, UnaryOperator<ClusterRecord> change) {
        String key = PREFIX + known.name();
        for (int attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
            Optional<MetadataValue> value = log.read(key);
            Optional<ClusterRecord> now = value.map(each -> ClusterRecord.decode(each.bytes()))
                    .filter(record -> record.id() == known.id() && record.state() != ClusterRecord.State.GONE);
            if (now.isEmpty()) {
                return Optional.empty();
            }
            ClusterRecord next = change.apply(now.get());
            if (next.equals(now.get())
                    || log.compareAndSet(key, value.orElseThrow().version(), next.encode())) {
                return Optional.of(next);
            }
        }
        throw new OperationException("others change " + key + " at the same time; try again", true);
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
