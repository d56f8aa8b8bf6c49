package org.borealisdb.server.role;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.borealisdb.cloud.metadata.MetadataLog;
import org.borealisdb.controlplane.fleet.FleetLink;
import org.borealisdb.controlplane.fleet.FleetView;
import org.borealisdb.controlplane.fleet.FleetViews;
import org.borealisdb.proxy.endpoint.Instance;
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
import org.borealisdb.runtime.task.Condition;
import org.borealisdb.runtime.task.Lock;
import org.borealisdb.runtime.task.Task;
import org.borealisdb.runtime.task.TaskKind;
import org.borealisdb.server.cluster.ClusterRecord;
import org.borealisdb.server.region.EndpointReport;
import org.borealisdb.server.region.NodeHealth;

/**
 * A gateway in a process of its own: leads clients to instances, as the control plane says who is what, at the endpoints that the metadata log names. It waits for neither.
 */
public final class GatewayRole implements Role, MessageHandler {
    /** How long a client may take for what it is sent last. */
    private static final Duration GRACE = Duration.ofSeconds(2);

    /** How often it looks at the metadata log if nobody asks. A look is some forty reads at most. */
    private static final long LOOK_NANOS = 2_000_000_000L;

    /** The same while somebody asks, who waits for what he has changed. */
    private static final long ASKED_NANOS = 100_000_000L;

    private final GatewayPlace place;
    private final List<Address> control;
    private final RealWorld world;
    private final Endpoint endpoint;
    private final SocketStreams streams;
    private final Topology topology;
    private final Gateway gateway;
    private final GatewayEndpoints endpoints;
    private final FleetViews views = new FleetViews();
    private final List<Task> tasks = new ArrayList<>();
    private final Lock lock;
    private final Condition woken;
    /** Guarded by the lock. */
    private boolean asked;

    private volatile boolean closing;
    private volatile String unread = "";

    /** One that leads nobody yet. */
    public GatewayRole(GatewayPlace place, RegionPlan plan, RealWorld world, Network network, MetadataLog log) {
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
        this.endpoints = new GatewayEndpoints(place, plan.services().endpointNumbers(), gateway, log, world);
        this.lock = world.tasks().lock("gateway");
        this.woken = lock.condition();
    }

    /**
     * Listens.
     *
     * @throws OperationException if a place is taken or not ours: nothing is left of it then
     */
    public void open() {
        boolean open = false;
        try {
            begin();
            open = true;
        } finally {
            if (!open) {
                close();
            }
        }
    }

    private void begin() {
        endpoints.open();
        for (Address node : control) {
            tasks.add(world.tasks().start("watch-" + node, TaskKind.PROTOCOL, () -> watch(node)));
        }
        tasks.add(world.tasks().start("endpoints", TaskKind.BACKGROUND, this::follow));
    }

    private void watch(Address node) {
        FleetLink link = new FleetLink(endpoint, node, world.tasks());
        while (!closing) {
            link.ask(Optional.empty()).ifPresent(view -> publish(node, view));
        }
    }

    private synchronized void publish(Address node, FleetView view) {
        List<Instance> instances =
                FleetInstances.of(views.add(node, view, world.clock().nanoTime()));
        TopologyView known = topology.current();
        if (!known.instances().equals(instances)) {
            topology.publish(new TopologyView(ClusterRecord.MAIN, known.version() + 1, instances));
        }
    }

    /** The body of the task that looks at the metadata log. */
    private void follow() {
        do {
            try {
                endpoints.look();
                unread = "";
            } catch (OperationException notNow) {
                world.metrics().count("proxy.log-unreachable");
                unread = "endpoints stay as they are: " + notNow.getMessage();
            }
        } while (pause());
    }

    private boolean pause() {
        long began = world.clock().nanoTime();
        lock.lock();
        try {
            while (!closing) {
                long left = (asked ? ASKED_NANOS : LOOK_NANOS) - (world.clock().nanoTime() - began);
                if (left <= 0) {
                    asked = false;
                    return true;
                }
                woken.await(left);
            }
            return false;
        } finally {
            lock.unlock();
        }
    }

    /** Nobody says anything to it. */
    @Override
    public void receive(Address from, ByteBuffer message) {
        world.metrics().count("proxy.unexpected-messages");
    }

    /** How its endpoints are; who asks may have changed what they are to be. */
    @Override
    public ByteBuffer answer(Address from, ByteBuffer request) {
        GatewayMessages.checkQuestion(request);
        lock.lock();
        try {
            asked = true;
            woken.signalAll();
        } finally {
            lock.unlock();
        }
        return GatewayMessages.encode(endpoints.report());
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
    public List<EndpointReport> endpoints() {
        return endpoints.report().endpoints();
    }

    @Override
    public String dns() {
        return endpoints.report().dns();
    }

    @Override
    public List<String> notes() {
        List<String> notes = new ArrayList<>(endpoints.notes());
        String log = unread;
        if (!log.isEmpty()) {
            notes.add(log);
        }
        return notes;
    }

    @Override
    public int clients() {
        return gateway.connections();
    }

    @Override
    public void close() {
        lock.lock();
        try {
            closing = true;
            woken.signalAll();
        } finally {
            lock.unlock();
        }
        endpoints.stop();
        gateway.stop(GRACE);
        tasks.forEach(Task::join);
        endpoints.close();
        streams.close();
        endpoint.close();
    }
}
