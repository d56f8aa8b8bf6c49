package org.borealisdb.server.role;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.runtime.net.HostPort;
import org.borealisdb.runtime.real.stream.SocketStreams;
import org.borealisdb.wire.postgres.StartingProtocol;
import org.borealisdb.wire.session.ProtocolHandler;
import org.borealisdb.wire.session.SessionLimits;
import org.borealisdb.wire.session.SessionServer;

/**
 * Where the clients of an instance knock: at one place or more, which lead to the same. It is there before the volume is open: who comes early is told that the database is starting. Safe for use by all tasks.
 */
final class ClientDoor implements AutoCloseable {
    static final SessionLimits LIMITS = SessionLimits.DEFAULT;

    private final ClientSecurity security;
    private final RealWorld world;
    private final SocketStreams streams;
    private final List<SessionServer> servers = new ArrayList<>();
    private Optional<ProtocolHandler> protocol = Optional.empty();
    private boolean leaving;

    /**
     * Listens.
     *
     * @param places at least one
     * @param security how clients are received
     * @throws org.borealisdb.runtime.net.NetworkException if one of the places cannot be listened on
     */
    ClientDoor(List<HostPort> places, ClientSecurity security, RealWorld world) {
        this.security = security;
        this.world = world;
        this.streams = new SocketStreams(world.tasks(), world.clock());
        boolean listening = false;
        try {
            places.forEach(this::listen);
            listening = true;
        } finally {
            if (!listening) {
                close();
            }
        }
    }

    /**
     * Listens at one more place.
     *
     * @throws org.borealisdb.runtime.net.NetworkException if that is not possible
     */
    synchronized void listen(HostPort place) {
        if (leaving) {
            return;
        }
        SessionServer server = new SessionServer(
                world.tasks(),
                world.clock(),
                streams,
                place,
                new StartingProtocol(world.tasks(), LIMITS, security.tls(), world.clock(), world.metrics()),
                LIMITS,
                world.metrics());
        servers.add(server);
        protocol.ifPresent(server::serve);
    }

    /** Has clients that come from now on taken by {@code next}. */
    synchronized void serve(ProtocolHandler next) {
        protocol = Optional.of(next);
        servers.forEach(server -> server.serve(next));
    }

    private synchronized List<SessionServer> servers() {
        return List.copyOf(servers);
    }

    private synchronized List<SessionServer> leave() {
        leaving = true;
        return List.copyOf(servers);
    }

    /** How clients are received. */
    ClientSecurity security() {
        return security;
    }

    /** Where it listens, in the order in which it began to: the ports that were asked for, or those that the system chose. */
    List<HostPort> places() {
        return servers().stream().map(SessionServer::place).toList();
    }

    /** Clients connected now. */
    int connections() {
        return servers().stream().mapToInt(SessionServer::connections).sum();
    }

    /** Ends all sessions, telling their clients why; returns when they have ended, after {@code grace} for each place at the latest. Nobody listens afterwards. */
    void sayGoodBye(Duration grace, SqlException reason) {
        leave().forEach(server -> server.sayGoodBye(grace, reason));
    }

    /** Ends the sessions that are left, after {@code grace} without waiting for clients, and listens no more. */
    void stop(Duration grace) {
        leave().forEach(server -> server.stop(grace));
        streams.close();
    }

    /** The same with a grace of some seconds. */
    @Override
    public void close() {
        leave().forEach(SessionServer::close);
        streams.close();
    }
}
