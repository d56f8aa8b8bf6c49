package org.borealisdb.server.role;

import org.borealisdb.runtime.net.HostPort;
import org.borealisdb.runtime.real.stream.SocketStreams;
import org.borealisdb.wire.postgres.StartingProtocol;
import org.borealisdb.wire.session.SessionLimits;
import org.borealisdb.wire.session.SessionServer;

/** Where the clients of an instance knock. It is there before the volume is open: who comes early is told that the database is starting. */
final class ClientDoor implements AutoCloseable {
    static final SessionLimits LIMITS = SessionLimits.DEFAULT;

    private final SocketStreams streams;
    private final SessionServer sessions;

    /**
     * Listens.
     *
     * @throws org.borealisdb.runtime.net.NetworkException if the place cannot be listened on
     */
    ClientDoor(HostPort clients, RealWorld world) {
        streams = new SocketStreams(world.tasks(), world.clock());
        boolean listening = false;
        try {
            sessions = new SessionServer(
                    world.tasks(),
                    world.clock(),
                    streams,
                    clients,
                    new StartingProtocol(LIMITS, world.clock(), world.metrics()),
                    LIMITS,
                    world.metrics());
            listening = true;
        } finally {
            if (!listening) {
                streams.close();
            }
        }
    }

    SessionServer sessions() {
        return sessions;
    }

    /** Ends the sessions that are left, and listens no more. */
    @Override
    public void close() {
        sessions.close();
        streams.close();
    }
}
