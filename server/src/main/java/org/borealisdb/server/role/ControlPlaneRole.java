package org.borealisdb.server.role;

import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.borealisdb.cloud.metadata.FileMetadataLog;
import org.borealisdb.cloud.metadata.MetadataLog;
import org.borealisdb.controlplane.failover.FailoverSettings;
import org.borealisdb.controlplane.fleet.FleetMessages;
import org.borealisdb.controlplane.fleet.FleetView;
import org.borealisdb.controlplane.fleet.InstanceReport;
import org.borealisdb.controlplane.fleet.WriterRecord;
import org.borealisdb.controlplane.node.ControlPlaneNode;
import org.borealisdb.controlplane.store.MemberStatus;
import org.borealisdb.controlplane.store.MetadataGroup;
import org.borealisdb.controlplane.store.MetadataMember;
import org.borealisdb.runtime.net.Network;
import org.borealisdb.runtime.net.SharedAddress;
import org.borealisdb.runtime.real.RealFileStore;
import org.borealisdb.runtime.task.TaskKind;
import org.borealisdb.server.region.NodeHealth;

/**
 * A node of the control plane, in a process of its own: hears from all instances, and decides who writes. With others it keeps the metadata log, if the region's file says so; then the one that leads decides. {@link #open} and {@link #close} are called by one task.
 */
public final class ControlPlaneRole implements Role {
    private final ServicePlace place;
    private final RealWorld world;
    private final Consumer<String> onEnd;
    private final SharedAddress address;
    private final Optional<MetadataMember> member;
    private final ControlPlaneNode node;
    private volatile boolean closing;

    /**
     * One that keeps the metadata log, if it is to, and decides nothing yet.
     *
     * @param learns told where instances are
     * @param onEnd  told, with the reason, when the process must not go on
     * @throws org.borealisdb.runtime.error.OperationException if its folder is another's, in use, or damaged
     */
    public ControlPlaneRole(
            ServicePlace place,
            RegionPlan plan,
            RealWorld world,
            Network network,
            Consumer<InstanceReport> learns,
            Consumer<String> onEnd) {
        this.place = place;
        this.world = world;
        this.onEnd = onEnd;
        this.address = new SharedAddress(network, place.address());
        this.member = plan.services().metadataGroup().map(this::member);
        MetadataLog log = member.<MetadataLog>map(MetadataMember::log)
                .orElseGet(() ->
                        new FileMetadataLog(new RealFileStore(plan.metadataFolder()), world.tasks(), world.clock()));
        BooleanSupplier decides = () -> member.map(each -> each.status().role() == MemberStatus.Role.LEADER)
                .orElse(true);
        this.node = new ControlPlaneNode(
                place.address(),
                plan.services().controlPlane().stream()
                        .map(ServicePlace::address)
                        .filter(each -> !each.equals(place.address()))
                        .toList(),
                world.tasks(),
                world.clock(),
                address.part(FleetMessages::isBeat),
                world.random(),
                world.metrics(),
                log,
                FailoverSettings.standard(),
                decides,
                new Replenishing(plan, world, log, learns));
    }

    private MetadataMember member(MetadataGroup group) {
        RealFileStore files = new RealFileStore(place.folder().orElseThrow());
        MetadataMember.found(files, group, place.address(), world.random());
        return MetadataMember.open(
                files,
                address.part(magic -> !FleetMessages.isBeat(magic)),
                group,
                place.address(),
                world.tasks(),
                world.clock(),
                world.random());
    }

    /** Listens, and decides. */
    public void open() {
        node.open();
        member.ifPresent(
                each -> world.tasks().start("member-" + place.address(), TaskKind.BACKGROUND, () -> endWith(each)));
    }

    /** A member whose disk has failed is not to go on. */
    private void endWith(MetadataMember kept) {
        kept.join();
        if (!closing) {
            onEnd.accept("the copy of the metadata log cannot go on: "
                    + kept.status().detail());
        }
    }

    @Override
    public NodeHealth health() {
        FleetView view = node.view();
        String writer = view.writer().map(WriterRecord::writer).orElse("nobody yet");
        String what = member.map(each -> what(each.status()) + "; ").orElse("")
                + view.members().size() + " instances; " + writer + " is to write";
        return new NodeHealth(place.address().name(), place.zone(), "control plane", "running", what, 0, 0, 0, 0);
    }

    private static String what(MemberStatus status) {
        String detail = status.detail().isEmpty() ? "" : " (" + status.detail() + ")";
        return switch (status.role()) {
            case FOUNDING -> "waits for the other members" + detail;
            case LEARNING -> "learns the metadata log again" + detail;
            case FOLLOWER -> status.leader().map(leader -> "follows " + leader).orElse("knows no leader") + detail;
            case CANDIDATE -> "looks for a majority" + detail;
            case LEADER -> "leads" + detail;
            case STOPPED -> "has stopped" + detail;
        };
    }

    @Override
    public void close() {
        closing = true;
        node.close();
        member.ifPresent(MetadataMember::close);
        address.close();
    }
}
