package org.borealisdb.server.cli;

import org.borealisdb.cloud.metadata.MetadataLog;
import org.borealisdb.redo.volume.VolumeId;
import org.borealisdb.server.cluster.ClusterRecord;
import org.borealisdb.server.cluster.ClusterRegistry;
import org.borealisdb.server.region.RegionProblemException;
import picocli.CommandLine.Option;

/** The option that says which cluster of the region a command is about. */
final class ClusterOption {
    @Option(
            names = "--cluster",
            paramLabel = "NAME",
            defaultValue = ClusterRecord.MAIN,
            description = "The cluster (default: ${DEFAULT-VALUE}); ./borealis cluster list shows them.")
    private String name = ClusterRecord.MAIN;

    String name() {
        return name;
    }

    /**
     * Its volume.
     *
     * @throws RegionProblemException if there is no such cluster
     */
    VolumeId volume(MetadataLog log) {
        if (name.equals(ClusterRecord.MAIN)) {
            return ClusterRecord.MAIN_VOLUME;
        }
        ClusterRecord record = new ClusterRegistry(log).get(name);
        if (!record.isCluster() || record.state() != ClusterRecord.State.AVAILABLE) {
            throw new RegionProblemException("'" + name + "' is a " + record.kind() + " that is " + record.state());
        }
        return record.volumeId();
    }
}
