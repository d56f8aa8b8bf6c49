package org.borealisdb.wire.session;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.runtime.metric.Metrics;
import org.borealisdb.runtime.net.HostPort;
import org.borealisdb.runtime.net.NetworkException;
import org.borealisdb.runtime.net.StreamClosedException;
import org.borealisdb.runtime.net.StreamConnection;
import org.borealisdb.runtime.net.StreamListener;
import org.borealisdb.runtime.net.Streams;
import org.borealisdb.runtime.task.Task;
import org.borealisdb.runtime.task.TaskKind;
import org.borealisdb.runtime.task.Tasks;
import org.borealisdb.runtime.time.Clock;
import org.jspecify.annotations.Nullable;

/** Accepts the clients of one protocol at one place, each on a task of its own. */
public final class SessionServer implements AutoCloseable {
    /** Connections beyond the limit of sessions: those that authenticate, cancel, or are told that there are too many. */
    public static final int UNADMITTED_CONNECTIONS = 64;

    private static final System.Logger LOG = System.getLogger(SessionServer.class.getName());

    /** How long accepting rests after it failed, as it does for want of file descriptors. */
    private static final Duration ACCEPT_PAUSE = Duration.ofMillis(50);

    private static final Duration DEFAULT_GRACE = Duration.ofSeconds(5);

    private record Client(StreamConnection connection, ServedConnection served, boolean refused) {}

    private final Tasks tasks;
    private final Clock clock;
    private final int maximumConnections;
    private final Metrics metrics;
    private final StreamListener listener;
    private final Map<Long, Client> clients = new ConcurrentHashMap<>();
    private final Map<Long, Task> running = new ConcurrentHashMap<>();

    @GuardedBy("this")
    private ProtocolHandler protocol;

    /** Why clients get no session any more. */
    @GuardedBy("this")
    private @Nullable SqlException refusal;

    private final AtomicLong lastNumber = new AtomicLong();
    private final AtomicInteger connected = new AtomicInteger();
    private final Task acceptor;
    private volatile boolean stopping;

    /**
     * Listens and begins to accept.
     *
     * @throws NetworkException if the place cannot be listened on
     */
    public SessionServer(
            Tasks tasks,
            Clock clock,
            Streams streams,
            HostPort place,
            ProtocolHandler protocol,
            SessionLimits limits,
            Metrics metrics) {
        this.tasks = tasks;
        this.clock = clock;
        this.protocol = protocol;
        this.maximumConnections = limits.maximumConnections() + UNADMITTED_CONNECTIONS;
        this.metrics = metrics;
        this.listener = streams.listen(place);
        this.acceptor = tasks.start("accept-" + listener.place().port(), TaskKind.PROTOCOL, this::acceptAll);
    }

    /** Where it listens. */
    public HostPort place() {
        return listener.place();
    }

    /** Connections there are, admitted or not. */
    public int connections() {
        return connected.get();
    }

    /** Has clients that come from now on taken by another protocol: by the one that serves, once there is something to serve. */
    public synchronized void serve(ProtocolHandler next) {
        protocol = next;
    }

    private void acceptAll() {
        while (!stopping) {
            try {
                take(listener.accept());
            } catch (StreamClosedException closed) {
                return;
            } catch (NetworkException failure) {
                metrics.count("wire.accept.failed");
                LOG.log(System.Logger.Level.WARNING, "a client could not be accepted: {0}", failure.getMessage());
                tasks.sleep(ACCEPT_PAUSE.toNanos());
            }
        }
    }

    private void take(StreamConnection connection) {
        if (connected.get() >= maximumConnections) {
            metrics.count("wire.connections.refused");
            connection.close();
            return;
        }
        metrics.count("wire.connections.accepted");
        connected.incrementAndGet();
        long number = lastNumber.incrementAndGet();
        Client client = enter(number, connection);
        // The task is entered only if it has not ended already: it takes itself out after it took out its client.
        Task task = tasks.start("session-" + number, TaskKind.SESSION, () -> serve(number, client));
        running.put(number, task);
        if (task.done() || !clients.containsKey(number)) {
            running.remove(number);
        }
    }

    /** In one step: whoever is not refused is among those who will be told the end. */
    private synchronized Client enter(long number, StreamConnection connection) {
        SqlException reason = refusal;
        Client client = reason == null
                ? new Client(connection, protocol.take(connection), false)
                : new Client(connection, protocol.refuse(connection, reason), true);
        clients.put(number, client);
        return client;
    }

    private void serve(long number, Client client) {
        try {
            client.served.serve();
        } finally {
            client.connection.close();
            clients.remove(number);
            running.remove(number);
            connected.decrementAndGet();
        }
    }

    private synchronized void refuseAll() {
        if (refusal == null) {
            refusal = new SqlException(ErrorCode.CANNOT_CONNECT_NOW, "the database system is shutting down");
        }
    }

    /** Accepts no more sessions, ends all connections, after {@code grace} without waiting for clients, and waits for their tasks. */
    public void stop(Duration grace) {
        sayGoodBye(
                grace,
                new SqlException(ErrorCode.ADMIN_SHUTDOWN, "terminating connection due to administrator command"));
        clients.values().forEach(client -> client.connection.close());
        running.values().forEach(Task::join);
    }

    /**
     * Makes all sessions end for {@code reason}; returns when they have, after {@code grace} at the latest, whatever they still wait for. Who comes
     * meanwhile hears 57P03; afterwards nobody listens.
     */
    public void sayGoodBye(Duration grace, SqlException reason) {
        refuseAll();
        clients.values().stream().filter(client -> !client.refused).forEach(client -> client.served.terminate(reason));
        long deadline = clock.nanoTime() + grace.toNanos();
        running.forEach((number, task) -> {
            Client client = clients.get(number);
            if (client != null && !client.refused) {
                task.join(Math.max(0, deadline - clock.nanoTime()));
            }
        });
        stopping = true;
        listener.close();
        acceptor.join();
    }

    /** Stops with a grace of five seconds. */
    @Override
    public void close() {
        stop(DEFAULT_GRACE);
    }
}
