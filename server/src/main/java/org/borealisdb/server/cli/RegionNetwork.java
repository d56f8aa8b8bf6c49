package org.borealisdb.server.cli;

import java.io.IOException;
import java.util.Optional;
import org.borealisdb.cloud.metadata.MetadataLog;
import org.borealisdb.controlplane.fleet.InstanceReport;
import org.borealisdb.runtime.net.Address;
import org.borealisdb.runtime.real.net.KnownNodes;
import org.borealisdb.runtime.real.net.LinkLimits;
import org.borealisdb.runtime.real.net.SocketNetwork;
import org.borealisdb.server.role.RealWorld;
import org.borealisdb.server.role.RegionPlan;

/** The network between the processes of a region, and what is reached by it. Used by one task, but for {@link #learn}; closed after all that uses it. */
final class RegionNetwork implements AutoCloseable {
    private final RegionPlan plan;
    private final RealWorld world;
    private final KnownNodes nodes;
    private final SocketNetwork network;
    private Optional<RegionLog> opened = Optional.empty();

    private RegionNetwork(RegionPlan plan, RealWorld world, KnownNodes nodes, SocketNetwork network) {
        this.plan = plan;
        this.world = world;
        this.nodes = nodes;
        this.network = network;
    }

    /**
     * The network that a region's file describes.
     *
     * @throws org.borealisdb.server.region.RegionProblemException if there is no key to it
     */
    static RegionNetwork of(RegionPlan plan, RealWorld world) throws IOException {
        KnownNodes nodes = new KnownNodes(plan.places());
        SocketNetwork network = new SocketNetwork(
                nodes,
                RegionOption.key(plan),
                LinkLimits.standard(),
                world.tasks(),
                world.clock(),
                world.random(),
                world.metrics());
        return new RegionNetwork(plan, world, nodes, network);
    }

    /** In which this process has nothing yet. */
    SocketNetwork network() {
        return network;
    }

    /** Whom it finds: those of the region's file, and who is learned of. */
    KnownNodes nodes() {
        return nodes;
    }

    /** Where an instance is that says so itself. */
    void learn(InstanceReport report) {
        nodes.learn(new Address(report.name()), report.node());
    }

    /** The region's metadata log. */
    MetadataLog log() {
        if (opened.isEmpty()) {
            opened = Optional.of(RegionLog.of(plan, world, this));
        }
        return opened.get().log();
    }

    @Override
    public void close() {
        opened.ifPresent(RegionLog::close);
    }
}
