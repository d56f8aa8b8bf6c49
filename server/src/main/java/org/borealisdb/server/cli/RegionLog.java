package org.borealisdb.server.cli;

import java.io.IOException;
import java.util.Optional;
import org.borealisdb.cloud.metadata.FileMetadataLog;
import org.borealisdb.cloud.metadata.MetadataLog;
import org.borealisdb.controlplane.store.MetadataGroup;
import org.borealisdb.controlplane.store.RaftMetadataLog;
import org.borealisdb.runtime.net.Address;
import org.borealisdb.runtime.net.Endpoint;
import org.borealisdb.runtime.real.RealFileStore;
import org.borealisdb.server.role.RealWorld;
import org.borealisdb.server.role.RegionPlan;

/** The metadata log of a region for this process: in a folder, or kept by the control plane. Closed when done. */
final class RegionLog implements AutoCloseable {
    private final MetadataLog log;
    private final Optional<Endpoint> endpoint;

    private RegionLog(MetadataLog log, Optional<Endpoint> endpoint) {
        this.log = log;
        this.endpoint = endpoint;
    }

    /**
     * For a command.
     *
     * @throws org.borealisdb.server.region.RegionProblemException if the control plane keeps it, and there is no key to the region's network
     */
    static RegionLog of(RegionPlan plan, RealWorld world) throws IOException {
        Optional<MetadataGroup> group = plan.services().metadataGroup();
        return group.isPresent() ? kept(group.get(), world, RegionNetwork.of(plan, world)) : inFolder(plan, world);
    }

    /** For a process that is in the region's network. */
    static RegionLog of(RegionPlan plan, RealWorld world, RegionNetwork network) {
        return plan.services()
                .metadataGroup()
                .map(group -> kept(group, world, network))
                .orElseGet(() -> inFolder(plan, world));
    }

    private static RegionLog inFolder(RegionPlan plan, RealWorld world) {
        return new RegionLog(
                new FileMetadataLog(new RealFileStore(plan.metadataFolder()), world.tasks(), world.clock()),
                Optional.empty());
    }

    private static RegionLog kept(MetadataGroup group, RealWorld world, RegionNetwork network) {
        Endpoint endpoint = network.network()
                .visit(new Address("visitor-" + Long.toHexString(world.random().nextLong())));
        return new RegionLog(
                new RaftMetadataLog(endpoint, group, world.tasks(), world.clock(), world.random()),
                Optional.of(endpoint));
    }

    MetadataLog log() {
        return log;
    }

    @Override
    public void close() {
        endpoint.ifPresent(Endpoint::close);
    }
}
