package org.borealisdb.runtime.real.net;

import java.nio.ByteBuffer;
import org.borealisdb.runtime.net.Address;
import org.borealisdb.runtime.net.Endpoint;
import org.borealisdb.runtime.net.Inquiry;
import org.borealisdb.runtime.net.MessageHandler;
import org.borealisdb.runtime.net.Network;

/** Nodes in this process by direct calls, all others over sockets; for a process with several nodes of a larger region. */
public final class CompositeNetwork implements Network {
    private final LocalNetwork local;
    private final SocketNetwork sockets;

    public CompositeNetwork(LocalNetwork local, SocketNetwork sockets) {
        this.local = local;
        this.sockets = sockets;
    }

    /** Makes {@code self} reachable for nodes in this process and, at its place in the directory, for all others. */
    @Override
    public Endpoint bind(Address self, MessageHandler handler) {
        Endpoint within = local.bind(self, handler);
        boolean bound = false;
        try {
            Endpoint endpoint = new CompositeEndpoint(within, sockets.bind(self, handler));
            bound = true;
            return endpoint;
        } finally {
            if (!bound) {
                within.close();
            }
        }
    }

    /** One node's two ways to its peers. */
    private final class CompositeEndpoint implements Endpoint {
        private final Endpoint within;
        private final Endpoint beyond;

        CompositeEndpoint(Endpoint within, Endpoint beyond) {
            this.within = within;
            this.beyond = beyond;
        }

        @Override
        public Address self() {
            return within.self();
        }

        @Override
        public void send(Address to, ByteBuffer message) {
            towards(to).send(to, message);
        }

        @Override
        public ByteBuffer call(Address to, ByteBuffer request, long timeoutNanos) {
            return towards(to).call(to, request, timeoutNanos);
        }

        @Override
        public Inquiry inquire(Address first, ByteBuffer request, long timeoutNanos) {
            return towards(first).inquire(first, request, timeoutNanos);
        }

        @Override
        public void close() {
            beyond.close();
            within.close();
        }

        private Endpoint towards(Address to) {
            return local.reaches(to) ? within : beyond;
        }
    }
}
