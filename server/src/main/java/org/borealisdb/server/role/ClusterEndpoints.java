package org.borealisdb.server.role;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.borealisdb.cloud.metadata.MetadataLog;
import org.borealisdb.proxy.endpoint.Endpoint;
import org.borealisdb.proxy.endpoint.EndpointPlace;
import org.borealisdb.proxy.endpoint.Instance;
import org.borealisdb.proxy.endpoint.InstanceRole;
import org.borealisdb.proxy.endpoint.Topology;
import org.borealisdb.proxy.endpoint.TopologyView;
import org.borealisdb.proxy.gateway.Gateway;
import org.borealisdb.proxy.gateway.GatewayLimits;
import org.borealisdb.proxy.name.ClusterNames;
import org.borealisdb.runtime.net.HostPort;
import org.borealisdb.runtime.real.stream.SocketStreams;
import org.borealisdb.server.cluster.ClusterRecord;
import org.borealisdb.server.cluster.EndpointRecord;
import org.borealisdb.server.cluster.EndpointRegistry;
import org.borealisdb.server.cluster.RegionNames;
import org.borealisdb.server.region.EndpointReport;
import org.borealisdb.server.region.NodeHealth;
import org.borealisdb.server.region.RegionProblemException;
import org.borealisdb.server.role.EndpointDoors.Wanted;

/**
 * The endpoints of the main cluster, in the writer's process: {@link #attend} tells a gateway which instances there are and how they are, and has it listen for what the {@link EndpointRegistry} says; and it says how all are called, if somebody
 * wants names. There is no gateway before there is a reader or a custom endpoint. The reader endpoint gets its place with the first reader, and is there from then on; at the cluster endpoint the writer listens itself ({@link ClusterPlace}).
 *
 * <p>{@link #open} and {@link #attend} are called by one task at a time, which {@link #close} is called after; the rest by any.
 */
final class ClusterEndpoints {
    /** How long a client may take for what it is sent last. */
    private static final Duration GRACE = Duration.ofSeconds(2);

    private static final Endpoint CLUSTER = new Endpoint.OfCluster(EndpointRecord.CLUSTER);
    private static final Endpoint READERS = new Endpoint.OfReaders(EndpointRecord.READER);

    private final Instances hosted;
    private final ClusterPlace cluster;
    private final EndpointPlan plan;
    private final RealWorld world;
    private final MetadataLog log;
    private final EndpointRegistry registry;
    private final ClusterPorts ports;
    private volatile Optional<Relay> relay = Optional.empty();
    private volatile Optional<EndpointNames> names = Optional.empty();
    private Optional<ClusterNames> called = Optional.empty();

    /** A gateway with what it needs. */
    private record Relay(SocketStreams streams, Topology topology, Gateway gateway, EndpointDoors doors) {
        void close() {
            gateway.stop(GRACE);
            streams.close();
        }
    }

    /** No endpoints yet. */
    ClusterEndpoints(
            Instances hosted,
            ClusterPlace cluster,
            EndpointPlan plan,
            RealWorld world,
            MetadataLog log,
            ClusterPorts ports) {
        this.hosted = hosted;
        this.cluster = cluster;
        this.plan = plan;
        this.world = world;
        this.log = log;
        this.registry = new EndpointRegistry(log);
        this.ports = ports;
    }

    /**
     * Answers names from now on, if somebody wants them; as soon as {@link #attend} has made some known.
     *
     * @throws org.borealisdb.runtime.error.OperationException if that is not possible
     */
    void open() {
        names = plan.names()
                .map(place -> EndpointNames.open(place, cluster.get().host(), world));
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
        if (!due.isEmpty() || relay.isPresent()) {
            EndpointDoors doors = publish(instances);
            for (EndpointRecord record : due) {
                switch (record.state()) {
                    case WANTED -> serve(record, doors, taken);
                    case LEAVING -> end(record, doors);
                    case GONE -> {}
                }
            }
        }
        names.ifPresent(this::tellNames);
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
    private EndpointDoors publish(List<Instance> instances) {
        Relay now = relay.orElseGet(() -> {
            SocketStreams streams = new SocketStreams(world.tasks(), world.clock());
            Topology topology =
                    new Topology(world.tasks(), world.clock(), new TopologyView(ClusterRecord.MAIN, 1, instances));
            Gateway gateway = new Gateway(
                    world.tasks(), world.clock(), streams, topology, GatewayLimits.DEFAULT, world.metrics());
            return new Relay(streams, topology, gateway, new EndpointDoors(gateway, world));
        });
        relay = Optional.of(now);
        TopologyView known = now.topology().current();
        if (!known.instances().equals(instances)) {
            now.topology().publish(new TopologyView(known.cluster(), known.version() + 1, instances));
        }
        return now.doors();
    }

    private void serve(EndpointRecord record, EndpointDoors doors, Supplier<List<Integer>> taken) {
        Wanted wanted = new Wanted(record.endpoint(), record.id(), record.revision());
        doors.serve(wanted, () -> choose(record, taken)).ifPresent(place -> {
            String address = plan.addresses().isPresent() ? place.host() : "";
            if (place.port() != record.port()
                    || !address.equals(record.address())
                    || record.served() != record.revision()) {
                registry.served(record, address, place.port());
            }
        });
    }

    /**
     * Where one is to be.
     *
     * @throws RegionProblemException if there is no such place
     */
    private HostPort choose(EndpointRecord record, Supplier<List<Integer>> taken) {
        int port = cluster.get().port();
        if (plan.addresses().isEmpty()) {
            return ports.choose(record.port(), port, taken.get());
        }
        AddressRange range = plan.addresses().get();
        if (record.endpoint() instanceof Endpoint.OfReaders) {
            return new HostPort(range.at(0), port);
        }
        List<String> others = registry.all().stream()
                .filter(other -> !other.name().equals(record.name()))
                .map(EndpointRecord::address)
                .toList();
        List<String> free = IntStream.range(1, range.count())
                .mapToObj(range::at)
                .filter(address -> !others.contains(address))
                .toList();
        if (free.isEmpty()) {
            throw new RegionProblemException("all endpoint addresses, " + range + ", are taken");
        }
        return new HostPort(free.contains(record.address()) ? record.address() : free.getFirst(), port);
    }

    private void end(EndpointRecord record, EndpointDoors doors) {
        doors.end(record.endpoint());
        registry.change(record, EndpointRecord::left);
    }

    private void tellNames(EndpointNames server) {
        if (called.isEmpty()) {
            called = Optional.of(RegionNames.of(log, world.random()).of(ClusterRecord.MAIN));
        }
        List<EndpointPlace> places = new ArrayList<>(List.of(new EndpointPlace(CLUSTER, cluster.get())));
        relay.ifPresent(open -> places.addAll(open.doors().places()));
        hosted.all()
                .forEach(each ->
                        places.add(new EndpointPlace(new Endpoint.OfInstance(each.name()), each.clientPlace())));
        server.publish(called.get(), places);
    }

    /** Where clients connect to the readers; empty if there is no such place. */
    Optional<HostPort> readerPlace() {
        return relay.flatMap(open -> open.doors().place(READERS));
    }

    /** All that clients connect to, the cluster's first. */
    List<EndpointReport> reports() {
        List<EndpointReport> all = new ArrayList<>();
        all.add(report(CLUSTER, cluster.get()));
        relay.ifPresent(open -> all.addAll(open.doors().reports(this::nameOf)));
        hosted.all().stream()
                .filter(org.borealisdb.server.role.Instance::hasOwnPlace)
                .forEach(each -> all.add(report(new Endpoint.OfInstance(each.name()), each.clientPlace())));
        return all;
    }

    private EndpointReport report(Endpoint endpoint, HostPort place) {
        return new EndpointReport(
                endpoint.name(), EndpointDoors.type(endpoint), place.host(), place.port(), nameOf(endpoint), "", 0, 1);
    }

    private String nameOf(Endpoint endpoint) {
        return names.map(server -> server.nameOf(endpoint)).orElse("");
    }

    /** Where names are answered; empty if they are not. */
    String dns() {
        return names.map(server -> server.place().toString()).orElse("");
    }

    /** Endpoints that should be served and are not, or have no name, a line each. */
    List<String> notes() {
        List<String> notes = new ArrayList<>();
        relay.ifPresent(open -> notes.addAll(open.doors().notes()));
        names.ifPresent(server -> notes.addAll(server.notes()));
        return notes;
    }

    /** Takes no more clients, and ends the connections there are. */
    void close() {
        relay.ifPresent(Relay::close);
        names.ifPresent(EndpointNames::close);
    }
}
