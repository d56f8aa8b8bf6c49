package org.borealisdb.proxy.gateway;

import java.nio.ByteBuffer;
import java.util.Optional;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.proxy.endpoint.TopologyView;
import org.borealisdb.proxy.gateway.FirstWords.Kind;
import org.borealisdb.proxy.gateway.FirstWords.Packet;
import org.borealisdb.proxy.gateway.Pump.Ending;
import org.borealisdb.runtime.error.OperationException;
import org.borealisdb.runtime.net.StreamConnection;
import org.borealisdb.runtime.task.Task;
import org.borealisdb.runtime.task.TaskKind;
import org.jspecify.annotations.Nullable;

/**
 * One client, from its first byte to its last.
 *
 * <p>The task that serves it finds an instance, and then moves what the instance says; a second one moves what the client says. Only the first writes to the
 * client, so it alone knows where a message may be put. Any task may end it, by ending its leg: the rest follows from that.
 */
final class ClientConnection {
    private static final System.Logger LOG = System.getLogger(ClientConnection.class.getName());

    /** How many times the time for a goodbye a client has, all in all, before it is cut off. */
    private static final int PATIENCE_WITH_SLOW_CLIENTS = 2;

    private final GatewayParts parts;
    private final EndpointTurns turns;
    private final StreamConnection client;
    private final String name;
    private final Goodbye goodbye;
    private final long goodbyeNanos;
    private volatile @Nullable Leg leg;
    private volatile boolean relaying;

    ClientConnection(GatewayParts parts, EndpointTurns turns, StreamConnection client, long number) {
        this.parts = parts;
        this.turns = turns;
        this.client = client;
        this.name = "client-" + number;
        this.goodbyeNanos = parts.limits().goodbyeTimeout().toNanos();
        this.goodbye = new Goodbye(client, goodbyeNanos);
    }

    /** Serves it to its end. Does not throw for what clients and instances do. */
    void serve() {
        try {
            Opening opening = new Opening(parts, turns, client, announced -> leg = announced);
            Optional<Packet> first = opening.firstPacket();
            if (first.isPresent()) {
                serve(opening, first.get());
            }
        } catch (OperationException broken) {
            LOG.log(System.Logger.Level.DEBUG, "{0} broke off: {1}", client.peer(), broken.getMessage());
        } finally {
            Leg last = leg;
            if (last != null) {
                last.close();
            }
            client.close();
        }
    }

    private void serve(Opening opening, Packet first) {
        if (first.kind() == Kind.CANCEL) {
            new Cancels(parts).relay(turns.endpoint(), first.bytes());
            return;
        }
        if (!parts.admissions().take()) {
            parts.counters().refused().increment();
            opening.refuse(
                    first,
                    new SqlException(
                            ErrorCode.TOO_MANY_CONNECTIONS,
                            "sorry, too many clients already: endpoint \""
                                    + turns.endpoint().name()
                                    + "\" of cluster \""
                                    + parts.topology().current().cluster()
                                    + "\" is at a gateway that takes "
                                    + parts.admissions().limit()));
            return;
        }
        try {
            opening.run(first).ifPresent(this::relay);
        } finally {
            parts.admissions().giveBack();
        }
    }

    private void relay(Opened opened) {
        parts.counters().relayed().increment();
        relaying = true;
        SessionState state = new SessionState();
        long writeNanos = parts.limits().writeTimeout().toNanos();
        Pump up = new Pump(
                parts.buffers(),
                client,
                opened.instance(),
                writeNanos,
                opened.readable() ? state::fromClient : ClientConnection::unread,
                parts.counters().fromClients());
        Pump down = new Pump(
                parts.buffers(),
                opened.instance(),
                client,
                writeNanos,
                opened.readable() ? state::fromServer : ClientConnection::unread,
                parts.counters().fromInstances());
        Task other = parts.tasks().start(name + "-up", TaskKind.SESSION, () -> moveUp(up, opened));
        Ending ending = down.run(opened.fromInstance());
        if (ending == Ending.OUTPUT_BROKEN) {
            client.close();
        } else {
            farewell(opened, state);
        }
        opened.leg().close();
        if (!other.join(goodbyeNanos)) {
            client.close();
        }
        other.join();
    }

    /** What is encrypted tells nothing. */
    private static void unread(ByteBuffer bytes) {}

    private void moveUp(Pump up, Opened opened) {
        switch (up.run(opened.fromClient())) {
            case INPUT_ENDED -> opened.instance().closeOutput();
            case INPUT_BROKEN -> opened.leg().close();
            // What the instance said last is still to be read by the client, which is not to be reset meanwhile.
            case OUTPUT_BROKEN -> goodbye.awaitEnd(parts.clock());
        }
    }

    /** The instance has said its last, or will not be heard any more. */
    private void farewell(Opened opened, SessionState state) {
        Optional<String> reason = opened.leg().reason();
        if (reason.isEmpty() || !opened.readable() || !state.betweenAnswers()) {
            client.closeOutput();
            return;
        }
        SqlException error = state.idle()
                ? new SqlException(ErrorCode.ADMIN_SHUTDOWN, "terminating connection: " + reason.get())
                : new SqlException(ErrorCode.CONNECTION_FAILURE, "connection lost: " + reason.get())
                        .withDetail("What became of the statement under way is not known.");
        goodbye.say(error);
    }

    /** Ends it if its instance is no longer what its endpoint stands for; a client that has no answer yet is led to another. */
    void follow(TopologyView view) {
        Leg present = leg;
        if (present != null && present.endUnlessItStandsIn(view, parts.clock().nanoTime()) && relaying) {
            parts.counters().ended().increment();
            LOG.log(System.Logger.Level.DEBUG, "{0} loses its instance {1}", client.peer(), present.instance());
        }
    }

    /** Cuts a client off that has had time enough for its goodbye, and does not take what was sent before. */
    void cutOffIfOverdue(long now) {
        Leg present = leg;
        if (relaying && present != null && present.endedLongBefore(now, PATIENCE_WITH_SLOW_CLIENTS * goodbyeNanos)) {
            client.close();
        }
    }

    /** Ends it because the gateway stops. Returns at once. */
    void stop() {
        Leg present = leg;
        if (present != null) {
            present.end("the gateway is shutting down", parts.clock().nanoTime());
        }
        if (!relaying) {
            client.closeInput();
        }
    }

    /** Ends it whatever the client still has to take. */
    void cutOff() {
        client.close();
    }
}
