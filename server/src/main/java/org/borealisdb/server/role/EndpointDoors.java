package org.borealisdb.server.role;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.borealisdb.proxy.endpoint.Endpoint;
import org.borealisdb.proxy.endpoint.EndpointPlace;
import org.borealisdb.proxy.gateway.Gateway;
import org.borealisdb.runtime.error.OperationException;
import org.borealisdb.runtime.net.HostPort;
import org.borealisdb.runtime.task.Lock;
import org.borealisdb.server.region.EndpointReport;

/**
 * The endpoints that a gateway listens for, and those that it should listen for and cannot. It is changed by one task, and looked at by any.
 */
final class EndpointDoors {
    private static final System.Logger LOG = System.getLogger(EndpointDoors.class.getName());

    /** One that could not be opened is tried again after so long. */
    private static final long RETRY_NANOS = 2_000_000_000L;

    private final Gateway gateway;
    private final RealWorld world;
    /** Guards the maps, whose keys are labels. */
    private final Lock lock;

    private final Map<String, Open> open = new LinkedHashMap<>();
    private final Map<String, Trouble> troubles = new LinkedHashMap<>();

    /**
     * An endpoint as it is to be.
     *
     * @param id       tells one of that name from the next
     * @param revision another one means that it stands for something else
     */
    record Wanted(Endpoint endpoint, long id, int revision) {
        String label() {
            return endpoint.label();
        }
    }

    /** One that clients can connect to. */
    private record Open(Wanted wanted, HostPort place) {}

    /** Why clients cannot connect to one, and when it is tried again. */
    private record Trouble(Wanted wanted, String why, long retryAt) {}

    /** No endpoints yet. */
    EndpointDoors(Gateway gateway, RealWorld world) {
        this.gateway = gateway;
        this.world = world;
        this.lock = world.tasks().lock("endpoints");
    }

    /**
     * Has the gateway listen for an endpoint without which it is of no use.
     *
     * @throws OperationException if that is not possible
     */
    void open(Wanted wanted, HostPort place) {
        remember(new Open(wanted, gateway.open(new EndpointPlace(wanted.endpoint(), place))));
    }

    /**
     * Has the gateway listen for an endpoint, if it does not, and give clients to come what it stands for now.
     *
     * @param place where to, if it does not yet; what it throws is why it cannot
     * @return where it listens; empty if that is not possible now
     */
    Optional<HostPort> serve(Wanted wanted, Supplier<HostPort> place) {
        Optional<Open> known = opened(wanted.endpoint());
        if (known.isPresent() && known.get().wanted().id() == wanted.id()) {
            if (known.get().wanted().revision() != wanted.revision()) {
                gateway.change(wanted.endpoint());
                remember(new Open(wanted, known.get().place()));
            }
            return Optional.of(known.get().place());
        }
        if (known.isPresent()) {
            end(wanted.endpoint());
        }
        return rests(wanted) ? Optional.empty() : tryToOpen(wanted, place);
    }

    /** The same at one place and no other: if it listens elsewhere, that ends. */
    Optional<HostPort> serveAt(Wanted wanted, HostPort place) {
        if (opened(wanted.endpoint())
                .filter(known -> !known.place().equals(place))
                .isPresent()) {
            end(wanted.endpoint());
        }
        return serve(wanted, () -> place);
    }

    private Optional<Open> opened(Endpoint endpoint) {
        lock.lock();
        try {
            return Optional.ofNullable(open.get(endpoint.label()));
        } finally {
            lock.unlock();
        }
    }

    private void remember(Open now) {
        lock.lock();
        try {
            troubles.remove(now.wanted().label());
            open.put(now.wanted().label(), now);
        } finally {
            lock.unlock();
        }
    }

    /** Whether it is too early to try again. */
    private boolean rests(Wanted wanted) {
        lock.lock();
        try {
            Trouble last = troubles.get(wanted.label());
            return last != null && last.wanted().equals(wanted) && world.clock().nanoTime() - last.retryAt() < 0;
        } finally {
            lock.unlock();
        }
    }

    private Optional<HostPort> tryToOpen(Wanted wanted, Supplier<HostPort> place) {
        try {
            open(wanted, place.get());
            return place(wanted.endpoint());
        } catch (OperationException notNow) {
            trouble(wanted, String.valueOf(notNow.getMessage()), RETRY_NANOS);
            return Optional.empty();
        }
    }

    private void trouble(Wanted wanted, String why, long restNanos) {
        LOG.log(System.Logger.Level.WARNING, "{0} is not served: {1}", wanted.label(), why);
        lock.lock();
        try {
            troubles.put(wanted.label(), new Trouble(wanted, why, world.clock().nanoTime() + restNanos));
        } finally {
            lock.unlock();
        }
    }

    /** It should be served, and there is no place for it: as soon as there is one, it can be. */
    void refuse(Wanted wanted, String why) {
        if (opened(wanted.endpoint()).isPresent()) {
            end(wanted.endpoint());
        }
        if (!isRefused(wanted, why)) {
            trouble(wanted, why, 0);
        }
    }

    private boolean isRefused(Wanted wanted, String why) {
        lock.lock();
        try {
            Trouble last = troubles.get(wanted.label());
            return last != null && last.wanted().equals(wanted) && last.why().equals(why);
        } finally {
            lock.unlock();
        }
    }

    /** Listens for it no more. Its connections stay. */
    void end(Endpoint endpoint) {
        gateway.withdraw(endpoint);
        lock.lock();
        try {
            open.remove(endpoint.label());
            troubles.remove(endpoint.label());
        } finally {
            lock.unlock();
        }
    }

    /** All that are served, or should be. */
    List<Endpoint> all() {
        List<Endpoint> all = new ArrayList<>();
        lock.lock();
        try {
            open.values().forEach(each -> all.add(each.wanted().endpoint()));
            troubles.values().forEach(each -> all.add(each.wanted().endpoint()));
        } finally {
            lock.unlock();
        }
        return all;
    }

    /** Where it is served; empty if it is not. */
    Optional<HostPort> place(Endpoint endpoint) {
        return opened(endpoint).map(Open::place);
    }

    /** Where all that are served are. */
    List<EndpointPlace> places() {
        lock.lock();
        try {
            return open.values().stream()
                    .map(each -> new EndpointPlace(each.wanted().endpoint(), each.place()))
                    .toList();
        } finally {
            lock.unlock();
        }
    }

    /** Those that should be served and are not, a line each. */
    List<String> notes() {
        lock.lock();
        try {
            return troubles.values().stream()
                    .map(each -> each.wanted().label() + " is not served: " + each.why())
                    .toList();
        } finally {
            lock.unlock();
        }
    }

    /**
     * All that are served, or should be.
     *
     * @param names what the DNS calls one; empty if it does not
     */
    List<EndpointReport> reports(Function<Endpoint, String> names) {
        List<EndpointReport> all = new ArrayList<>();
        lock.lock();
        try {
            open.values()
                    .forEach(each -> all.add(report(
                            each.wanted(),
                            each.place().host(),
                            each.place().port(),
                            names.apply(each.wanted().endpoint()),
                            "")));
            troubles.values().forEach(each -> all.add(report(each.wanted(), "", 0, "", each.why())));
        } finally {
            lock.unlock();
        }
        return all;
    }

    private static EndpointReport report(Wanted wanted, String host, int port, String dnsName, String trouble) {
        return new EndpointReport(
                wanted.endpoint().name(),
                type(wanted.endpoint()),
                host,
                port,
                dnsName,
                trouble,
                wanted.id(),
                wanted.revision());
    }

    /** What an {@link EndpointReport} calls its type. */
    static String type(Endpoint endpoint) {
        return switch (endpoint) {
            case Endpoint.OfCluster _ -> EndpointReport.CLUSTER;
            case Endpoint.OfReaders _ -> EndpointReport.READER;
            case Endpoint.Custom custom -> custom.type().name();
            case Endpoint.OfInstance _ -> EndpointReport.INSTANCE;
        };
    }
}
