package org.borealisdb.server.role;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.borealisdb.proxy.endpoint.Endpoint;
import org.borealisdb.proxy.endpoint.EndpointPlace;
import org.borealisdb.proxy.name.ClusterNames;
import org.borealisdb.proxy.name.NameServer;
import org.borealisdb.proxy.name.NameTable;
import org.borealisdb.proxy.name.NamedAddress;
import org.borealisdb.runtime.net.HostPort;
import org.borealisdb.runtime.real.datagram.SocketDatagrams;
import org.borealisdb.runtime.real.stream.SocketStreams;
import org.borealisdb.server.cluster.RegionNames;
import org.borealisdb.server.region.HostAddress;
import org.borealisdb.server.region.RegionProblemException;

/**
 * Answers the names of endpoints with the addresses at which clients connect to them. {@link #publish} is called by one task, which {@link #close} is called after; the rest by any.
 */
final class EndpointNames implements AutoCloseable {
    private static final long MICROS_PER_SECOND = 1_000_000;

    /** Who listens at all addresses of its machine. */
    private static final String ALL = "0.0.0.0";

    private final RealWorld world;
    private final String everywhere;
    private final SocketStreams streams;
    private final NameServer server;
    /** Addresses by what they were written as: a place is looked up once. */
    private final Map<String, Optional<String>> resolved = new LinkedHashMap<>();

    private long version;
    private List<NamedAddress> published = List.of();
    private volatile Map<Endpoint, String> names = Map.of();
    private volatile List<String> notes = List.of();

    private EndpointNames(RealWorld world, String everywhere, SocketStreams streams, NameServer server) {
        this.world = world;
        this.everywhere = everywhere;
        this.streams = streams;
        this.server = server;
    }

    /**
     * Begins to answer; that there is no such name, as long as nothing is published.
     *
     * @param place     where it is asked
     * @param listening where the cluster endpoint listens, at an address of IPv4 or all
     * @throws RegionProblemException if clients could not be told an address
     * @throws org.borealisdb.runtime.net.NetworkException if the place is taken or not ours
     */
    static EndpointNames open(HostPort place, String listening, RealWorld world) {
        String everywhere = HostAddress.ofVersion4(listening.equals(ALL) ? place.host() : listening)
                .filter(address -> !address.equals(ALL))
                .orElseThrow(() -> new RegionProblemException("names cannot lead to " + listening
                        + ": clients must connect to, or names be asked for at, one address of IPv4"));
        SocketStreams streams = new SocketStreams(world.tasks(), world.clock());
        boolean open = false;
        try {
            NameServer server = new NameServer(
                    world.tasks(),
                    streams,
                    new SocketDatagrams(),
                    world.metrics(),
                    place,
                    NameServer.DEFAULT_TTL,
                    NameTable.of(RegionNames.SUFFIX, 0, List.of()));
            open = true;
            return new EndpointNames(world, everywhere, streams, server);
        } finally {
            if (!open) {
                streams.close();
            }
        }
    }

    /** Where it is asked. */
    HostPort place() {
        return server.place();
    }

    /** These are the endpoints from now on, and where clients connect to them. */
    void publish(ClusterNames cluster, List<EndpointPlace> places) {
        Map<Endpoint, String> named = new LinkedHashMap<>();
        Map<String, String> addresses = new LinkedHashMap<>();
        List<String> without = new ArrayList<>();
        for (EndpointPlace each : places) {
            try {
                String name = cluster.nameOf(each.endpoint());
                Optional<String> address = address(each.place().host());
                if (address.isEmpty()) {
                    without.add(each.endpoint().label() + " has no name: "
                            + each.place().host() + " has no address of IPv4");
                } else if (addresses.putIfAbsent(name, address.get()) == null) {
                    named.put(each.endpoint(), name);
                } else {
                    without.add(each.endpoint().label() + " has no name: " + name + " is another's");
                }
            } catch (IllegalArgumentException unfit) {
                without.add(each.endpoint().label() + " has no name: " + unfit.getMessage());
            }
        }
        names = Map.copyOf(named);
        notes = List.copyOf(without);
        List<NamedAddress> next = new ArrayList<>();
        addresses.forEach((name, address) -> next.add(new NamedAddress(name, address)));
        if (!next.equals(published)) {
            // Serial numbers grow from one start to the next, too.
            version = Math.max(version + 1, world.clock().wallMicros() / MICROS_PER_SECOND);
            server.publish(NameTable.of(cluster.suffix(), version, next));
            published = next;
        }
    }

    private Optional<String> address(String host) {
        return host.equals(ALL) ? Optional.of(everywhere) : resolved.computeIfAbsent(host, HostAddress::ofVersion4);
    }

    /** What an endpoint is called; empty if it has no name. */
    String nameOf(Endpoint endpoint) {
        for (Map.Entry<Endpoint, String> each : names.entrySet()) {
            if (each.getKey().label().equals(endpoint.label())) {
                return each.getValue();
            }
        }
        return "";
    }

    /** Endpoints that have no name, a line each. */
    List<String> notes() {
        return notes;
    }

    @Override
    public void close() {
        server.close();
        streams.close();
    }
}
