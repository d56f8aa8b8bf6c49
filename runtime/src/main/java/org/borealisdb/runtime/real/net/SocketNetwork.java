package org.borealisdb.runtime.real.net;

import java.nio.ByteBuffer;
import java.util.Optional;
import org.borealisdb.runtime.metric.Metrics;
import org.borealisdb.runtime.net.Address;
import org.borealisdb.runtime.net.HostPort;
import org.borealisdb.runtime.net.MessageHandler;
import org.borealisdb.runtime.net.Network;
import org.borealisdb.runtime.net.NetworkException;
import org.borealisdb.runtime.random.RandomSource;
import org.borealisdb.runtime.task.Tasks;
import org.borealisdb.runtime.time.Clock;

/** The network of nodes in different processes: framed TCP between holders of the region key; see the package. */
public final class SocketNetwork implements Network {
    private final LinkEnvironment environment;

    public SocketNetwork(
            NodeDirectory directory,
            RegionKey key,
            LinkLimits limits,
            Tasks tasks,
            Clock clock,
            RandomSource random,
            Metrics metrics) {
        this.environment = new LinkEnvironment(
                directory, new Handshake(key, random), limits, tasks, clock, random, LinkCounters.of(metrics));
    }

    /** Listens where the directory says. */
    @Override
    public SocketEndpoint bind(Address self, MessageHandler handler) {
        HostPort place = environment
                .directory()
                .listen(self)
                .orElseThrow(() -> new NetworkException("node " + self + " is not in the region's directory"));
        return new SocketEndpoint(self, Optional.of(place), handler, environment);
    }

    /** An endpoint that nobody can reach, for tools: it sends and calls, and gets answers only. */
    public SocketEndpoint visit(Address self) {
        return new SocketEndpoint(self, Optional.empty(), new Unreachable(), environment);
    }

    /** The handler of a node that does not listen. */
    private static final class Unreachable implements MessageHandler {
        @Override
        public void receive(Address from, ByteBuffer message) {
            throw new IllegalStateException("a message from " + from + " to a node that does not listen");
        }

        @Override
        public ByteBuffer answer(Address from, ByteBuffer request) {
            throw new IllegalStateException("a request from " + from + " to a node that does not listen");
        }
    }
}
