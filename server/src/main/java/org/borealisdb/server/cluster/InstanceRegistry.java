package org.borealisdb.server.cluster;

import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.borealisdb.cloud.metadata.MetadataLog;
import org.borealisdb.server.region.RegionProblemException;

/** The instances of the main cluster that somebody wants, in the metadata log under {@code instances/NAME}. Methods wait. */
public final class InstanceRegistry {
    /** Instances that a cluster may have, as in Aurora: a writer, and 15 readers. */
    public static final int MOST = 16;

    private final NamedRecords<InstanceRecord> records;

    public InstanceRegistry(MetadataLog log) {
        this.records = new NamedRecords<>(log, "instances/", InstanceRecord::decode);
    }

    /** All that are not gone, by name. */
    public List<InstanceRecord> all() {
        return records.all();
    }

    /** What is known of the last one of that name, even if it is gone. */
    public Optional<InstanceRecord> last(String name) {
        return records.last(name);
    }

    /**
     * The one of that name.
     *
     * @throws RegionProblemException with one line if there is none
     */
    public InstanceRecord get(String name) {
        return records.present(name)
                .orElseThrow(() -> new RegionProblemException("there is no instance '" + name + "'"));
    }

    /**
     * Asks for one.
     *
     * @throws RegionProblemException if there is one of that name, or there are too many
     */
    public void add(InstanceRecord wanted) {
        InstanceRecord.checkName(wanted.name());
        if (records.present(wanted.name()).isPresent()) {
            throw new RegionProblemException(
                    "there is an instance '" + wanted.name() + "' already; choose another name");
        }
        if (all().size() >= MOST) {
            throw new RegionProblemException("a cluster has at most " + MOST + " instances; remove one first");
        }
        records.add(wanted);
    }

    /**
     * Changes the record of one that is the same still; what it is then, or empty if it is gone.
     *
     * @throws org.borealisdb.runtime.error.OperationException if others change it all the time
     */
    public Optional<InstanceRecord> change(InstanceRecord known, UnaryOperator<InstanceRecord> change) {
        return records.change(known, change);
    }
}
