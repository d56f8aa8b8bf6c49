package org.borealisdb.server.role;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.borealisdb.cloud.metadata.MetadataLog;
import org.borealisdb.proxy.endpoint.Endpoint;
import org.borealisdb.proxy.gateway.Gateway;
import org.borealisdb.proxy.name.ClusterNames;
import org.borealisdb.runtime.task.Lock;
import org.borealisdb.server.cluster.ClusterRecord;
import org.borealisdb.server.cluster.EndpointNumber.Owner;
import org.borealisdb.server.cluster.EndpointNumbers;
import org.borealisdb.server.cluster.EndpointRecord;
import org.borealisdb.server.cluster.EndpointRegistry;
import org.borealisdb.server.cluster.InstanceRegistry;
import org.borealisdb.server.cluster.RegionNames;
import org.borealisdb.server.role.EndpointDoors.Wanted;

/**
 * The endpoints of a gateway in a process of its own. The cluster and the reader endpoint are there from the beginning; {@link #look} has it listen for what the metadata log says of custom endpoints and instances, each at the place of its number.
 * While the log cannot be read, everything stays as it was.
 *
 * <p>{@link #open} and {@link #look} are called by one task at a time, which {@link #close} is called after; the rest by any.
 */
final class GatewayEndpoints implements AutoCloseable {
    private static final Endpoint CLUSTER = new Endpoint.OfCluster(EndpointRecord.CLUSTER);
    private static final Endpoint READERS = new Endpoint.OfReaders(EndpointRecord.READER);

    private final GatewayPlace place;
    private final int numbers;
    private final RealWorld world;
    private final MetadataLog log;
    private final EndpointDoors doors;
    /** Held while doors and names change: so that none does once the gateway stops. */
    private final Lock lock;

    /** Guarded by the lock. */
    private boolean stopped;

    private volatile Optional<EndpointNames> names = Optional.empty();
    private Optional<ClusterNames> called = Optional.empty();

    /**
     * None yet.
     *
     * @param numbers how many numbers there are for custom endpoints and instances of the region
     */
    GatewayEndpoints(GatewayPlace place, int numbers, Gateway gateway, MetadataLog log, RealWorld world) {
        this.place = place;
        this.numbers = numbers;
        this.world = world;
        this.log = log;
        this.doors = new EndpointDoors(gateway, world);
        this.lock = world.tasks().lock("gateway endpoints");
    }

    /**
     * Listens for clients of the cluster and the readers, and answers names.
     *
     * @throws org.borealisdb.runtime.error.OperationException if a place is taken or not ours
     */
    void open() {
        if (place.numbered() instanceof NumberedPlaces.Addresses addresses) {
            addresses.range().checkOurs("endpoint-addresses of " + place.node().address());
        }
        names = place.names().map(at -> EndpointNames.open(at, place.writer().host(), world));
        doors.open(new Wanted(CLUSTER, 0, 1), place.writer());
        doors.open(new Wanted(READERS, 0, 1), place.readers());
    }

    /**
     * Makes it so as the metadata log says. Waits.
     *
     * @throws org.borealisdb.runtime.error.OperationException if the log cannot be read
     */
    void look() {
        Map<Owner, Wanted> wanted = new LinkedHashMap<>();
        Map<Owner, Integer> given = place.numbered().count() == 0
                ? Map.of()
                : new EndpointNumbers(log).assign(() -> owners(wanted), numbers);
        if (names.isPresent() && called.isEmpty()) {
            called = Optional.of(RegionNames.of(log, world.random()).of(ClusterRecord.MAIN));
        }
        lock.lock();
        try {
            if (!stopped) {
                follow(wanted, given);
                names.ifPresent(server -> server.publish(called.orElseThrow(), doors.places()));
            }
        } finally {
            lock.unlock();
        }
    }

    private void follow(Map<Owner, Wanted> wanted, Map<Owner, Integer> given) {
        for (Endpoint known : doors.all()) {
            boolean stays = known.equals(CLUSTER)
                    || known.equals(READERS)
                    || wanted.values().stream().anyMatch(each -> each.label().equals(known.label()));
            if (!stays) {
                doors.end(known);
            }
        }
        wanted.forEach((owner, each) -> {
            Optional<Integer> number = Optional.ofNullable(given.get(owner));
            if (number.isPresent()) {
                doors.serveAt(each, place.numbered().at(number.get()));
            } else {
                doors.refuse(each, noneLeft());
            }
        });
    }

    /** All that are to have a place, which {@code wanted} has afterwards. */
    private List<Owner> owners(Map<Owner, Wanted> wanted) {
        wanted.clear();
        for (EndpointRecord record : new EndpointRegistry(log).all()) {
            if (record.state() == EndpointRecord.State.WANTED && record.endpoint() instanceof Endpoint.Custom) {
                wanted.put(Owner.of(record), new Wanted(record.endpoint(), record.id(), record.revision()));
            }
        }
        new InstanceRegistry(log)
                .all()
                .forEach(record -> wanted.put(
                        Owner.of(record), new Wanted(new Endpoint.OfInstance(record.name()), record.id(), 1)));
        return new ArrayList<>(wanted.keySet());
    }

    private String noneLeft() {
        return "all " + numbers + " places that gateways have for custom endpoints and instances are taken"
                + (numbers < place.numbered().count() ? ", though this one has more" : "");
    }

    /** How they are. */
    GatewayReport report() {
        Optional<EndpointNames> known = names;
        return new GatewayReport(
                known.map(each -> each.place().toString()).orElse(""),
                doors.reports(
                        endpoint -> known.map(each -> each.nameOf(endpoint)).orElse("")));
    }

    /** What is not served, or has no name, a line each. */
    List<String> notes() {
        List<String> notes = new ArrayList<>(doors.notes());
        names.ifPresent(each -> notes.addAll(each.notes()));
        return notes;
    }

    /** Changes nothing any more, whatever the log says: the gateway stops. */
    void stop() {
        lock.lock();
        try {
            stopped = true;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        names.ifPresent(EndpointNames::close);
    }
}
