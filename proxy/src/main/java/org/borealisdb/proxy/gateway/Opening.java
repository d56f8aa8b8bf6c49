package org.borealisdb.proxy.gateway;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.proxy.endpoint.Endpoint;
import org.borealisdb.proxy.endpoint.EndpointChoice;
import org.borealisdb.proxy.endpoint.Instance;
import org.borealisdb.proxy.endpoint.TopologyView;
import org.borealisdb.proxy.gateway.FirstWords.Kind;
import org.borealisdb.proxy.gateway.FirstWords.Packet;
import org.borealisdb.runtime.error.OperationException;
import org.borealisdb.runtime.net.NetworkException;
import org.borealisdb.runtime.net.StreamConnection;
import org.jspecify.annotations.Nullable;

/**
 * Finds an instance for a new client.
 *
 * <p>Until an instance has answered to what begins a session, the client depends on none: it has heard at most that there is no encryption, which
 * all instances of a cluster say alike. So what it has said is kept, and said again to the next instance when one refuses, breaks off, is
 * silent for too long, or ceases to be what the endpoint stands for. The first answer settles it. Belongs to one task.
 */
final class Opening {
    private static final System.Logger LOG = System.getLogger(Opening.class.getName());

    /** The one answer to a request for encryption after which the protocol goes on as before. */
    private static final byte NO_ENCRYPTION = 'N';

    private final GatewayParts parts;
    private final EndpointTurns turns;
    private final StreamConnection client;
    private final Consumer<Leg> announce;
    private final FirstWords words;
    private final List<Packet> declined = new ArrayList<>();
    private @Nullable Leg leg;
    private @Nullable StreamConnection instance;
    private boolean heard;
    private String lastRefusal = "";

    /** An opening that tells {@code announce} each leg before it is used, so that others can end it. */
    Opening(GatewayParts parts, EndpointTurns turns, StreamConnection client, Consumer<Leg> announce) {
        this.parts = parts;
        this.turns = turns;
        this.client = client;
        this.announce = announce;
        this.words = new FirstWords(
                client, parts.clock(), parts.limits().startupTimeout().toNanos());
    }

    /** Reads what the client wants first; empty if it left. */
    Optional<Packet> firstPacket() {
        return words.next();
    }

    /**
     * Finds an instance for a client that began with {@code first}.
     *
     * @return empty if there is nothing to relay: the client left, only cancelled, or was told why it gets no instance
     * @throws OperationException if the client broke off
     */
    Optional<Opened> run(Packet first) {
        Packet packet = first;
        long turn = turns.nextTurn();
        while (true) {
            if (packet.kind() == Kind.CANCEL) {
                // After a refusal of encryption, as libpq sends it.
                new Cancels(parts).relay(turns.endpoint(), packet.bytes());
                return Optional.empty();
            }
            Optional<ByteBuffer> answer = say(packet, turn);
            if (answer.isEmpty()) {
                parts.counters().unserved().increment();
                refuse(packet, unserved());
                return Optional.empty();
            }
            if (packet.kind() != Kind.ENCRYPTION || !declines(answer.get())) {
                return Optional.of(opened(packet, answer.get()));
            }
            client.write(answer.get(), parts.limits().writeTimeout().toNanos());
            declined.add(packet);
            if (declined.size() > FirstWords.MAXIMUM_ENCRYPTION_REQUESTS) {
                throw new NetworkException(client.peer() + " asks for encryption again and again");
            }
            Optional<Packet> next = words.next();
            if (next.isEmpty()) {
                return Optional.empty();
            }
            packet = next.get();
        }
    }

    private static boolean declines(ByteBuffer answer) {
        return answer.remaining() == 1 && answer.get(answer.position()) == NO_ENCRYPTION;
    }

    private Opened opened(Packet packet, ByteBuffer answer) {
        if (leg == null || instance == null) {
            throw new IllegalStateException("an answer from no instance");
        }
        return new Opened(leg, instance, words.rest(), answer, packet.kind() == Kind.STARTUP);
    }

    /** Says it to the instance that has answered so far, or else to the next ones; empty if none answers. */
    private Optional<ByteBuffer> say(Packet packet, long turn) {
        Leg present = leg;
        if (present != null && instance != null) {
            Optional<ByteBuffer> answer = attempt(present, instance, packet);
            if (answer.isPresent()) {
                return answer;
            }
        }
        long deadline = parts.clock().nanoTime() + parts.limits().patience().toNanos();
        while (true) {
            Endpoint endpoint = turns.endpoint();
            TopologyView view = parts.topology().current();
            for (Instance candidate : EndpointChoice.candidates(endpoint, view, turn)) {
                Optional<ByteBuffer> answer = attempt(endpoint, candidate, packet);
                if (answer.isPresent()) {
                    return answer;
                }
                if (overdue(deadline) || heardInVain(packet)) {
                    return Optional.empty();
                }
            }
            if (!endpoint.patient() || overdue(deadline)) {
                return Optional.empty();
            }
            long left = deadline - parts.clock().nanoTime();
            parts.topology()
                    .awaitNewer(
                            view.version(),
                            Math.min(left, parts.limits().retryInterval().toNanos()));
        }
    }

    /** PostgreSQL closes without a word what it does not understand, so that a second instance would do no better. */
    private boolean heardInVain(Packet packet) {
        return packet.kind() == Kind.UNKNOWN && heard;
    }

    private boolean overdue(long deadline) {
        return parts.admissions().closed() || parts.clock().nanoTime() - deadline >= 0;
    }

    private Optional<ByteBuffer> attempt(Endpoint endpoint, Instance candidate, Packet packet) {
        Leg next = new Leg(endpoint, candidate);
        leg = next;
        announce.accept(next);
        // After it was announced: either whoever follows the views sees the leg, or the newer view is seen here.
        if (parts.admissions().closed() || !next.standsIn(parts.topology().current())) {
            next.close();
            return Optional.empty();
        }
        try {
            StreamConnection made = next.connect(
                    parts.streams(), parts.limits().connectTimeout().toNanos());
            instance = made;
            for (Packet earlier : declined) {
                if (!declines(exchange(made, earlier))) {
                    throw new NetworkException("it offers encryption, which others of its cluster do not");
                }
            }
            return attempt(next, made, packet);
        } catch (OperationException refusal) {
            refused(next, reasonOf(refusal));
            return Optional.empty();
        }
    }

    private Optional<ByteBuffer> attempt(Leg present, StreamConnection made, Packet packet) {
        try {
            ByteBuffer answer = exchange(made, packet);
            Optional<String> notNow = packet.kind() == Kind.STARTUP ? FirstAnswer.notNow(answer) : Optional.empty();
            if (notNow.isEmpty()) {
                return Optional.of(answer);
            }
            refused(present, notNow.get());
        } catch (OperationException refusal) {
            refused(present, reasonOf(refusal));
        }
        return Optional.empty();
    }

    private static String reasonOf(OperationException failure) {
        return String.valueOf(failure.getMessage());
    }

    private void refused(Leg which, String reason) {
        which.close();
        instance = null;
        lastRefusal = "Instance \"" + which.instance().name() + "\" refused: " + reason + ".";
        parts.counters().refusals().increment();
        LOG.log(System.Logger.Level.DEBUG, "{0} {1}", client.peer(), lastRefusal);
    }

    /** Says something and waits for the answer: one byte or more, and so much of an error that it can be understood. */
    private ByteBuffer exchange(StreamConnection to, Packet packet) {
        long timeoutNanos = parts.limits().answerTimeout().toNanos();
        to.write(packet.bytes(), timeoutNanos);
        heard = true;
        // One byte too many would be the next answer, after it was settled that this instance is to give it.
        ByteBuffer answer = ByteBuffer.allocate(packet.kind() == Kind.ENCRYPTION ? 1 : FirstAnswer.MAXIMUM_BYTES);
        long deadline = parts.clock().nanoTime() + timeoutNanos;
        do {
            if (to.read(answer, Math.max(1, deadline - parts.clock().nanoTime())) < 0) {
                throw new NetworkException("it closed the connection unanswered");
            }
        } while (packet.kind() == Kind.STARTUP
                && FirstAnswer.unfinishedError(answer.duplicate().flip()));
        return answer.flip();
    }

    private SqlException unserved() {
        Endpoint endpoint = turns.endpoint();
        TopologyView view = parts.topology().current();
        String whose = "endpoint \"" + endpoint.name() + "\" of cluster \"" + view.cluster() + "\"";
        if (parts.admissions().closed()) {
            return new SqlException(ErrorCode.ADMIN_SHUTDOWN, whose + " is shutting down");
        }
        String waited =
                endpoint.patient() ? " within " + parts.limits().patience().toMillis() + " ms" : "";
        if (lastRefusal.isEmpty()) {
            return new SqlException(
                    ErrorCode.CANNOT_CONNECT_NOW, whose + " has no healthy instance to lead to" + waited);
        }
        return new SqlException(ErrorCode.CONNECTION_FAILURE, whose + " reached no instance" + waited)
                .withDetail(lastRefusal);
    }

    /** Tells a client why it gets no instance, in the place where the protocol has room for that. */
    void refuse(Packet packet, SqlException error) {
        Optional<Packet> next = Optional.of(packet);
        for (int requests = 0; next.isPresent() && next.get().kind() == Kind.ENCRYPTION; requests++) {
            if (requests > FirstWords.MAXIMUM_ENCRYPTION_REQUESTS) {
                return;
            }
            client.write(
                    ByteBuffer.wrap(new byte[] {NO_ENCRYPTION}),
                    parts.limits().goodbyeTimeout().toNanos());
            next = words.next();
        }
        if (next.isPresent() && next.get().kind() == Kind.STARTUP) {
            Goodbye goodbye =
                    new Goodbye(client, parts.limits().goodbyeTimeout().toNanos());
            goodbye.say(error);
            goodbye.awaitEnd(parts.clock());
        }
    }
}
