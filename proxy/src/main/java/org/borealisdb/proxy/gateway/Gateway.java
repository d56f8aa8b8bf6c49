package org.borealisdb.proxy.gateway;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.borealisdb.proxy.endpoint.Endpoint;
import org.borealisdb.proxy.endpoint.EndpointPlace;
import org.borealisdb.proxy.endpoint.Instance;
import org.borealisdb.proxy.endpoint.Topology;
import org.borealisdb.proxy.endpoint.TopologyView;
import org.borealisdb.runtime.metric.Metrics;
import org.borealisdb.runtime.net.HostPort;
import org.borealisdb.runtime.net.StreamConnection;
import org.borealisdb.runtime.net.Streams;
import org.borealisdb.runtime.task.Task;
import org.borealisdb.runtime.task.TaskKind;
import org.borealisdb.runtime.task.Tasks;
import org.borealisdb.runtime.time.Clock;

/** Listens for the endpoints of one cluster, and relays their clients to its instances; see the package's description. Safe for use by all tasks. */
public final class Gateway implements AutoCloseable {
    /** Connections beyond the limit of sessions: those that cancel, or are told that there are too many. */
    public static final int UNADMITTED_CONNECTIONS = 64;

    private static final System.Logger LOG = System.getLogger(Gateway.class.getName());

    private static final Duration DEFAULT_GRACE = Duration.ofSeconds(5);

    /** How late it is noticed that the gateway stops, and that a client has had time enough. */
    private static final Duration WATCH_INTERVAL = Duration.ofMillis(200);

    private final Metrics metrics;
    private final GatewayParts parts;
    private final Map<Long, ClientConnection> connections = new ConcurrentHashMap<>();
    private final Map<Long, Task> running = new ConcurrentHashMap<>();
    private final AtomicLong lastNumber = new AtomicLong();
    private final AtomicInteger connected = new AtomicInteger();
    private final Task watcher;
    private volatile boolean stopping;

    /** By the labels of their endpoints. */
    @GuardedBy("this")
    private final Map<String, Door> doors = new LinkedHashMap<>();

    /** A gateway that follows {@code topology}, without endpoints yet. */
    public Gateway(
            Tasks tasks, Clock clock, Streams streams, Topology topology, GatewayLimits limits, Metrics metrics) {
        this.metrics = metrics;
        this.parts = new GatewayParts(
                tasks,
                clock,
                streams,
                topology,
                limits,
                GatewayCounters.of(metrics),
                new RelayBuffers(),
                new Admissions(limits.maximumConnections()));
        // Before there is a connection: a watcher that looked first when it gets to run might find a view that some
        // connection does not
        // know, and take it for the one that all of them were made in.
        TopologyView first = topology.current();
        this.watcher = tasks.start("gateway-watch", TaskKind.PROTOCOL, () -> watch(first));
    }

    /**
     * Begins to listen for an endpoint.
     *
     * @return where it listens, with the port that the system chose if none was given
     * @throws IllegalArgumentException if there is one of that kind and name
     * @throws org.borealisdb.runtime.net.NetworkException if the place is taken or not ours
     */
    public synchronized HostPort open(EndpointPlace place) {
        String label = place.endpoint().label();
        if (stopping) {
            throw new IllegalStateException("the gateway is shutting down");
        }
        if (doors.containsKey(label)) {
            throw new IllegalArgumentException("the " + label + " is there already");
        }
        Door door = new Door(parts, metrics, place, this::take);
        doors.put(label, door);
        LOG.log(System.Logger.Level.INFO, "{0} is at {1}", label, door.place());
        return door.place();
    }

    /**
     * Changes what an endpoint of the same kind and name stands for, for connections to come.
     *
     * @return false if there is none
     */
    public synchronized boolean change(Endpoint endpoint) {
        Optional<Door> door = Optional.ofNullable(doors.get(endpoint.label()));
        door.ifPresent(open -> open.turns().change(endpoint));
        return door.isPresent();
    }

    /**
     * Ends the endpoint of that kind and name. Its connections stay, as long as their instances do.
     *
     * @return false if there is none
     */
    public boolean withdraw(Endpoint endpoint) {
        Optional<Door> door;
        synchronized (this) {
            door = Optional.ofNullable(doors.remove(endpoint.label()));
        }
        door.ifPresent(Door::close);
        return door.isPresent();
    }

    /** The endpoints there are, in the order in which they were opened. */
    public synchronized List<EndpointPlace> places() {
        return doors.values().stream()
                .map(door -> new EndpointPlace(door.turns().endpoint(), door.place()))
                .toList();
    }

    /** Connections of clients, whatever has become of them. */
    public int connections() {
        return connected.get();
    }

    /** Buffers in use. */
    int buffersLent() {
        return parts.buffers().lent();
    }

    /** Sessions that count for the limit. */
    int admitted() {
        return parts.admissions().admitted();
    }

    private void take(EndpointTurns turns, StreamConnection client) {
        if (stopping || connected.get() >= parts.limits().maximumConnections() + UNADMITTED_CONNECTIONS) {
            parts.counters().refused().increment();
            client.close();
            return;
        }
        parts.counters().accepted().increment();
        connected.incrementAndGet();
        long number = lastNumber.incrementAndGet();
        ClientConnection connection = new ClientConnection(parts, turns, client, number);
        connections.put(number, connection);
        // The task is entered only if it has not ended already: it takes itself out after it took out its client.
        Task task = parts.tasks().start("client-" + number, TaskKind.SESSION, () -> serve(number, connection));
        running.put(number, task);
        if (task.done() || !connections.containsKey(number)) {
            running.remove(number);
        }
    }

    private void serve(long number, ClientConnection connection) {
        try {
            connection.serve();
        } finally {
            connections.remove(number);
            running.remove(number);
            connected.decrementAndGet();
        }
    }

    private void watch(TopologyView first) {
        TopologyView view = first;
        String writer = nameOfWriter(view).orElse("");
        while (!stopping) {
            TopologyView next = parts.topology().awaitNewer(view.version(), WATCH_INTERVAL.toNanos());
            if (next.version() > view.version()) {
                view = next;
                writer = follow(view, writer);
            }
            long now = parts.clock().nanoTime();
            for (ClientConnection connection : connections.values()) {
                connection.cutOffIfOverdue(now);
            }
        }
    }

    /** Ends what must not go on in {@code view}, and answers the newest writer that is known. */
    private String follow(TopologyView view, String before) {
        String writer = nameOfWriter(view).orElse(before);
        if (!before.isEmpty() && !writer.equals(before)) {
            parts.counters().failovers().increment();
            LOG.log(
                    System.Logger.Level.INFO,
                    "the writer of cluster {0} is {1}, and was {2}",
                    view.cluster(),
                    writer,
                    before);
        }
        for (ClientConnection connection : connections.values()) {
            connection.follow(view);
        }
        return writer;
    }

    private static Optional<String> nameOfWriter(TopologyView view) {
        return view.healthyWriter().map(Instance::name);
    }

    /** Takes no more clients, ends all connections, after {@code grace} without waiting for clients, and waits for their tasks. */
    public void stop(Duration grace) {
        List<Door> open;
        synchronized (this) {
            stopping = true;
            open = new ArrayList<>(doors.values());
            doors.clear();
        }
        parts.admissions().close();
        open.forEach(Door::close);
        connections.values().forEach(ClientConnection::stop);
        long deadline = parts.clock().nanoTime() + grace.toNanos();
        for (Task task : running.values()) {
            task.join(Math.max(0, deadline - parts.clock().nanoTime()));
        }
        connections.values().forEach(ClientConnection::cutOff);
        running.values().forEach(Task::join);
        watcher.join();
    }

    /** Stops with a grace of five seconds. */
    @Override
    public void close() {
        stop(DEFAULT_GRACE);
    }
}
