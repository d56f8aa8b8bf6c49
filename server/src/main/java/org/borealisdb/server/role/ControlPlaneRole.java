package org.borealisdb.server.role;

import java.util.List;
import org.borealisdb.cloud.metadata.MetadataLog;
import org.borealisdb.controlplane.failover.FailoverSettings;
import org.borealisdb.controlplane.fleet.FleetView;
import org.borealisdb.controlplane.fleet.WriterRecord;
import org.borealisdb.controlplane.node.ControlPlaneNode;
import org.borealisdb.runtime.net.Network;
import org.borealisdb.server.region.NodeHealth;
import org.borealisdb.server.region.VolumeReport;

/** A node of the control plane, in a process of its own: hears from all instances, and decides who writes. */
public final class ControlPlaneRole implements Role {
    private final ServicePlace place;
    private final ControlPlaneNode node;

    /** One that is not open yet. */
    public ControlPlaneRole(ServicePlace place, RealWorld world, Network network, MetadataLog metadataLog) {
        this.place = place;
        this.node = new ControlPlaneNode(
                place.address(),
                world.tasks(),
                world.clock(),
                network,
                world.random(),
                world.metrics(),
                metadataLog,
                FailoverSettings.standard());
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

    /** It has none. */
    @Override
    public long vdl() {
        return 0;
    }

    @Override
    public List<String> notes() {
        return List.of();
    }

    @Override
    public List<VolumeReport> volumes() {
        return List.of();
    }

    /** It has no data open. */
    @Override
    public String encryption() {
        return "";
    }

    /** Nobody connects to it but nodes. */
    @Override
    public int clients() {
        return 0;
    }

    @Override
    public void close() {
        node.close();
    }
}
