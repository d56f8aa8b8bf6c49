package org.borealisdb.server.role;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.borealisdb.controlplane.fleet.FleetLink;
import org.borealisdb.controlplane.fleet.FleetMember;
import org.borealisdb.controlplane.fleet.FleetRole;
import org.borealisdb.controlplane.fleet.FleetView;
import org.borealisdb.controlplane.fleet.FleetViews;
import org.borealisdb.controlplane.fleet.InstanceReport;
import org.borealisdb.controlplane.fleet.WriterRecord;
import org.borealisdb.proxy.endpoint.EndpointPlace;
import org.borealisdb.proxy.endpoint.Instance;
import org.borealisdb.proxy.endpoint.InstanceRole;
import org.borealisdb.proxy.endpoint.Topology;
import org.borealisdb.proxy.endpoint.TopologyView;
import org.borealisdb.proxy.gateway.Gateway;
import org.borealisdb.proxy.gateway.GatewayLimits;
import org.borealisdb.runtime.error.OperationException;
import org.borealisdb.runtime.net.Address;
import org.borealisdb.runtime.net.Endpoint;
import org.borealisdb.runtime.net.MessageHandler;
import org.borealisdb.runtime.net.Network;
import org.borealisdb.runtime.real.stream.SocketStreams;
import org.borealisdb.runtime.task.Task;
import org.borealisdb.runtime.task.TaskKind;
import org.borealisdb.server.cluster.ClusterRecord;
import org.borealisdb.server.cluster.EndpointRecord;
import org.borealisdb.server.region.NodeHealth;

/** A gateway in a process of its own: leads clients to the writer, or to readers in turn, as the control plane says who is what. */
public final class GatewayRole implements Role, MessageHandler {
    /** How long a client may take for what it is sent last. */
    private static final Duration GRACE = Duration.ofSeconds(2);

    private final GatewayPlace place;
    private final List<Address> control;
    private final RealWorld world;
    private final Endpoint endpoint;
    private final SocketStreams streams;
    private final Topology topology;
    private final Gateway gateway;
    private final FleetViews views = new FleetViews();
    private final List<Task> tasks = new ArrayList<>();
    private volatile boolean closing;

    /** One that leads nobody yet. */
    public GatewayRole(GatewayPlace place, RegionPlan plan, RealWorld world, Network network) {
        this.place = place;
        this.control = plan.services().controlPlane().stream()
                .map(ServicePlace::address)
                .toList();
        this.world = world;
        this.endpoint = network.bind(place.node().address(), this);
        this.streams = new SocketStreams(world.tasks(), world.clock());
        this.topology = new Topology(world.tasks(), world.clock(), new TopologyView(ClusterRecord.MAIN, 1, List.of()));
        this.gateway =
                new Gateway(world.tasks(), world.clock(), streams, topology, GatewayLimits.DEFAULT, world.metrics());
    }

    /**
     * Listens.
     *
     * @throws org.borealisdb.runtime.net.NetworkException if a place is taken
     */
    public void open() {
        for (Address node : control) {
            tasks.add(world.tasks().start("watch-" + node, TaskKind.PROTOCOL, () -> watch(node)));
        }
        gateway.open(new EndpointPlace(
                new org.borealisdb.proxy.endpoint.Endpoint.OfCluster(ClusterRecord.MAIN), place.writer()));
        gateway.open(new EndpointPlace(
                new org.borealisdb.proxy.endpoint.Endpoint.OfReaders(EndpointRecord.READER), place.readers()));
    }

    private void watch(Address node) {
        FleetLink link = new FleetLink(endpoint, node, world.tasks());
        while (!closing) {
            link.ask(Optional.empty()).ifPresent(view -> publish(node, view));
        }
    }

    private synchronized void publish(Address node, FleetView view) {
        List<Instance> instances = instances(views.add(node, view, world.clock().nanoTime()));
        TopologyView known = topology.current();
        if (!known.instances().equals(instances)) {
            topology.publish(new TopologyView(ClusterRecord.MAIN, known.version() + 1, instances));
        }
    }

    /** Of several that say that they write, it is the one that was decided on last. */
    private static List<Instance> instances(FleetView view) {
        String decided = view.writer().map(WriterRecord::writer).orElse("");
        List<Instance> all = new ArrayList<>();
        for (FleetMember member : view.members()) {
            InstanceReport report = member.report();
            boolean writes = report.role() == FleetRole.WRITER;
            if (report.clients().port() == 0 || (writes && !report.name().equals(decided))) {
                continue;
            }
            all.add(new Instance(
                    report.name(),
                    report.clients(),
                    writes ? InstanceRole.WRITER : InstanceRole.READER,
                    member.healthy(),
                    report.tier()));
        }
        return all;
    }

    /** Nobody says anything to it. */
    @Override
    public void receive(Address from, ByteBuffer message) {
        world.metrics().count("proxy.unexpected-messages");
    }

    /** Nor asks. */
    @Override
    public ByteBuffer answer(Address from, ByteBuffer request) {
        throw new OperationException("a gateway answers no node", false);
    }

    @Override
    public NodeHealth health() {
        TopologyView view = topology.current();
        String what =
                view.healthyWriter().map(writer -> "leads to " + writer.name()).orElse("knows no writer");
        return new NodeHealth(
                place.node().address().name(), place.node().zone(), "gateway", "running", what, 0, 0, 0, 0);
    }

    @Override
    public int clients() {
        return gateway.connections();
    }

    @Override
    public void close() {
        closing = true;
        gateway.stop(GRACE);
        tasks.forEach(Task::join);
        streams.close();
        endpoint.close();
    }
}
