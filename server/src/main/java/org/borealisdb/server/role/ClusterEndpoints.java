package org.borealisdb.server.role;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.borealisdb.proxy.endpoint.Endpoint;
import org.borealisdb.proxy.endpoint.EndpointPlace;
import org.borealisdb.proxy.endpoint.Instance;
import org.borealisdb.proxy.endpoint.InstanceRole;
import org.borealisdb.proxy.endpoint.Topology;
import org.borealisdb.proxy.endpoint.TopologyView;
import org.borealisdb.proxy.gateway.Gateway;
import org.borealisdb.proxy.gateway.GatewayLimits;
import org.borealisdb.runtime.error.OperationException;
import org.borealisdb.runtime.net.HostPort;
import org.borealisdb.runtime.real.stream.SocketStreams;
import org.borealisdb.runtime.task.Lock;
import org.borealisdb.server.cluster.ClusterRecord;
import org.borealisdb.server.cluster.EndpointRecord;
import org.borealisdb.server.cluster.EndpointRegistry;
import org.borealisdb.server.region.NodeHealth;

/**
 * The endpoints of the main cluster, in the writer's process: {@link #attend} tells a gateway which instances there are and how they are, and has it listen for what the {@link EndpointRegistry} says. There is no
 * gateway before there is a reader or a custom endpoint. The reader endpoint gets its port with the first reader, and is there from then on; at the cluster endpoint the writer listens itself ({@link ClusterPlace}).
 *
 * <p>{@link #attend} is called by one task, which {@link #close} is called after; the rest by any.
 */
final class ClusterEndpoints {
    private static final System.Logger LOG = System.getLogger(ClusterEndpoints.class.getName());

    /** One that could not be opened is tried again after so long. */
    private static final long RETRY_NANOS = 2_000_000_000L;

    /** How long a client may take for what it is sent last. */
    private static final Duration GRACE = Duration.ofSeconds(2);

    private final Instances hosted;
    private final ClusterPlace cluster;
    private final RealWorld world;
    private final EndpointRegistry registry;
    private final ClusterPorts ports;
    private Optional<Relay> relay = Optional.empty();
    /** Guards the maps. */
    private final Lock lock;

    private final Map<String, Open> open = new LinkedHashMap<>();
    private final Map<String, Trouble> troubles = new LinkedHashMap<>();

    /** A gateway with what it needs. */
    private record Relay(SocketStreams streams, Topology topology, Gateway gateway) {
        void close() {
            gateway.stop(GRACE);
            streams.close();
        }
    }

    /** An endpoint that clients can connect to, and which revision of it they get. */
    private record Open(HostPort place, int revision) {}

    /** Why clients cannot connect to one, and when it is tried again. */
    private record Trouble(String why, long retryAt) {}

    /** No endpoints yet. */
    ClusterEndpoints(
            Instances hosted, ClusterPlace cluster, RealWorld world, EndpointRegistry registry, ClusterPorts ports) {
        this.hosted = hosted;
        this.cluster = cluster;
        this.world = world;
        this.registry = registry;
        this.ports = ports;
        this.lock = world.tasks().lock("endpoints");
    }

    /**
     * Makes known what the instances are, opens the endpoints that are wanted, and ends those that are not.
     *
     * @param taken ports that belong to somebody, these endpoints among them
     */
    void attend(Supplier<List<Integer>> taken) {
        List<Instance> instances = instances();
        boolean readersRun = instances.size() > 1;
        List<EndpointRecord> due = registry.all().stream()
                .filter(record -> readersRun || !awaitsReader(record))
                .toList();
        if (due.isEmpty() && relay.isEmpty()) {
            return;
        }
        Gateway gateway = publish(instances);
        for (EndpointRecord record : due) {
            switch (record.state()) {
                case WANTED -> serve(record, gateway, taken);
                case LEAVING -> end(record, gateway);
                case GONE -> {}
            }
        }
    }

    /** True of the reader endpoint of a cluster that has had no reader yet. */
    private static boolean awaitsReader(EndpointRecord record) {
        return record.endpoint() instanceof Endpoint.OfReaders && record.port() == 0;
    }

    /** All that run, in an order that stays the same while they do. */
    private List<Instance> instances() {
        List<Instance> all = new ArrayList<>();
        boolean writer = false;
        for (org.borealisdb.server.role.Instance one : hosted.all()) {
            Instance shown = instance(one.health(), one.clientPlace());
            // While one takes over from another both may say that they write.
            if (shown.role() == InstanceRole.READER || !writer) {
                all.add(shown);
                writer |= shown.role() == InstanceRole.WRITER;
            }
        }
        return all;
    }

    private static Instance instance(NodeHealth health, HostPort clients) {
        return InstanceHealth.instance(health, reachable(clients));
    }

    /** Who listens at all addresses of this machine can be reached at its loopback address. */
    private static HostPort reachable(HostPort place) {
        return switch (place.host()) {
            case "0.0.0.0" -> HostPort.loopback(place.port());
            case "::" -> new HostPort("::1", place.port());
            default -> place;
        };
    }

    /** Tells the gateway, which begins to be if it must. */
    private Gateway publish(List<Instance> instances) {
        if (relay.isEmpty()) {
            SocketStreams streams = new SocketStreams(world.tasks(), world.clock());
            Topology topology =
                    new Topology(world.tasks(), world.clock(), new TopologyView(ClusterRecord.MAIN, 1, instances));
            Gateway gateway = new Gateway(
                    world.tasks(), world.clock(), streams, topology, GatewayLimits.DEFAULT, world.metrics());
            relay = Optional.of(new Relay(streams, topology, gateway));
        }
        Topology topology = relay.get().topology();
        TopologyView known = topology.current();
        if (!known.instances().equals(instances)) {
            topology.publish(new TopologyView(known.cluster(), known.version() + 1, instances));
        }
        return relay.get().gateway();
    }

    private void serve(EndpointRecord record, Gateway gateway, Supplier<List<Integer>> taken) {
        Optional<Open> before = opened(record.name());
        Optional<Open> now =
                before.isPresent() ? before.map(known -> follow(known, record, gateway)) : open(record, gateway, taken);
        now.filter(known -> known.place().port() != record.port() || record.served() != record.revision())
                .ifPresent(known -> registry.served(record, known.place().port()));
    }

    private Optional<Open> opened(String name) {
        lock.lock();
        try {
            return Optional.ofNullable(open.get(name));
        } finally {
            lock.unlock();
        }
    }

    private Open follow(Open known, EndpointRecord record, Gateway gateway) {
        if (known.revision() == record.revision()) {
            return known;
        }
        gateway.change(record.endpoint());
        return remember(record, known.place());
    }

    private Open remember(EndpointRecord record, HostPort place) {
        Open now = new Open(place, record.revision());
        lock.lock();
        try {
            troubles.remove(record.name());
            open.put(record.name(), now);
        } finally {
            lock.unlock();
        }
        return now;
    }

    /** Has the gateway listen for it; empty if that is not possible now. */
    private Optional<Open> open(EndpointRecord record, Gateway gateway, Supplier<List<Integer>> taken) {
        lock.lock();
        try {
            Trouble last = troubles.get(record.name());
            if (last != null && world.clock().nanoTime() - last.retryAt() < 0) {
                return Optional.empty();
            }
        } finally {
            lock.unlock();
        }
        try {
            HostPort place = ports.choose(record.port(), cluster.get().port(), taken.get());
            return Optional.of(remember(record, gateway.open(new EndpointPlace(record.endpoint(), place))));
        } catch (OperationException notNow) {
            trouble(record.name(), String.valueOf(notNow.getMessage()));
            return Optional.empty();
        }
    }

    private void trouble(String name, String why) {
        LOG.log(System.Logger.Level.WARNING, "endpoint {0} is not served: {1}", name, why);
        lock.lock();
        try {
            troubles.put(name, new Trouble(why, world.clock().nanoTime() + RETRY_NANOS));
        } finally {
            lock.unlock();
        }
    }

    private void end(EndpointRecord record, Gateway gateway) {
        gateway.withdraw(record.name());
        lock.lock();
        try {
            open.remove(record.name());
            troubles.remove(record.name());
        } finally {
            lock.unlock();
        }
        registry.change(record, EndpointRecord::left);
    }

    /** Where clients connect to the readers; empty if there is no such place. */
    Optional<HostPort> readerPlace() {
        return opened(EndpointRecord.READER).map(Open::place);
    }

    /** Endpoints that should be served and are not, a line each. */
    List<String> notes() {
        lock.lock();
        try {
            return troubles.entrySet().stream()
                    .map(each -> "endpoint " + each.getKey() + " is not served: "
                            + each.getValue().why())
                    .toList();
        } finally {
            lock.unlock();
        }
    }

    /** Takes no more clients, and ends the connections there are. */
    void close() {
        relay.ifPresent(Relay::close);
    }
}
