package org.borealisdb.proxy.gateway;

import java.time.Duration;
import java.util.function.BiConsumer;
import org.borealisdb.proxy.endpoint.EndpointPlace;
import org.borealisdb.runtime.metric.Metrics;
import org.borealisdb.runtime.net.HostPort;
import org.borealisdb.runtime.net.NetworkException;
import org.borealisdb.runtime.net.StreamClosedException;
import org.borealisdb.runtime.net.StreamConnection;
import org.borealisdb.runtime.net.StreamListener;
import org.borealisdb.runtime.task.Task;
import org.borealisdb.runtime.task.TaskKind;
import org.borealisdb.runtime.task.Tasks;

/** Where clients of one endpoint come in. */
final class Door {
    private static final System.Logger LOG = System.getLogger(Door.class.getName());

    /** How long accepting rests after it failed, as it does for want of file descriptors. */
    private static final Duration ACCEPT_PAUSE = Duration.ofMillis(50);

    private final Tasks tasks;
    private final Metrics metrics;
    private final EndpointTurns turns;
    private final StreamListener listener;
    private final BiConsumer<EndpointTurns, StreamConnection> taker;
    private final Task acceptor;

    /** A door that hands clients to {@code taker}, which must not wait for them. */
    Door(GatewayParts parts, Metrics metrics, EndpointPlace place, BiConsumer<EndpointTurns, StreamConnection> taker) {
        this.tasks = parts.tasks();
        this.metrics = metrics;
        this.turns = new EndpointTurns(place.endpoint());
        this.taker = taker;
        this.listener = parts.streams().listen(place.place());
        this.acceptor = tasks.start(place.endpoint().label().replace(' ', '-'), TaskKind.PROTOCOL, this::acceptAll);
    }

    HostPort place() {
        return listener.place();
    }

    EndpointTurns turns() {
        return turns;
    }

    private void acceptAll() {
        while (true) {
            try {
                taker.accept(turns, listener.accept());
            } catch (StreamClosedException closed) {
                return;
            } catch (NetworkException failure) {
                metrics.count("proxy.accept.failed");
                LOG.log(System.Logger.Level.WARNING, "a client could not be accepted: {0}", failure.getMessage());
                tasks.sleep(ACCEPT_PAUSE.toNanos());
            }
        }
    }

    /** Takes no more clients; those that there are stay. */
    void close() {
        listener.close();
        acceptor.join();
    }
}
