package org.borealisdb.server.role;

import java.util.function.Consumer;
import org.borealisdb.cloud.metadata.MetadataLog;
import org.borealisdb.controlplane.failover.FailoverSettings;
import org.borealisdb.controlplane.fleet.FleetView;
import org.borealisdb.controlplane.fleet.InstanceReport;
import org.borealisdb.controlplane.fleet.WriterRecord;
import org.borealisdb.controlplane.node.ControlPlaneNode;
import org.borealisdb.runtime.net.Network;
import org.borealisdb.server.region.NodeHealth;

/** A node of the control plane, in a process of its own: hears from all instances, and decides who writes. */
public final class ControlPlaneRole implements Role {
    private final ServicePlace place;
    private final ControlPlaneNode node;

    /**
     * One that is not open yet.
     *
     * @param learns told where instances are
     */
    public ControlPlaneRole(
            ServicePlace place,
            RegionPlan plan,
            RealWorld world,
            Network network,
            Consumer<InstanceReport> learns,
            MetadataLog metadataLog) {
        this.place = place;
        this.node = new ControlPlaneNode(
                place.address(),
                world.tasks(),
                world.clock(),
                network,
                world.random(),
                world.metrics(),
                metadataLog,
                FailoverSettings.standard(),
                new Replenishing(plan, world, metadataLog, learns));
    }

    /** Listens, and decides. */
    public void open() {
        node.open();
    }

    @Override
    public NodeHealth health() {
        FleetView view = node.view();
        String writer = view.writer().map(WriterRecord::writer).orElse("nobody yet");
        String what = view.members().size() + " instances; " + writer + " is to write";
        return new NodeHealth(place.address().name(), place.zone(), "control plane", "running", what, 0, 0, 0, 0);
    }

    @Override
    public void close() {
        node.close();
    }
}
