package org.borealisdb.runtime.real.net;

import java.nio.ByteBuffer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.borealisdb.runtime.metric.Metrics;
import org.borealisdb.runtime.net.Address;
import org.borealisdb.runtime.net.Endpoint;
import org.borealisdb.runtime.net.MessageHandler;
import org.borealisdb.runtime.net.Network;
import org.borealisdb.runtime.net.NetworkException;

/**
 * The network of nodes within one process. Sending is calling the receiver's handler on the sender's thread with a view of the
 * sender's bytes: no copy, no hand-over, no queue. A call's time-out is therefore the handler's to keep.
 *
 * <p>An exception that a handler throws at a message is logged and counted, and never reaches the sender; an {@link Error}, which
 * the process is not to survive, passes.
 */
public final class LocalNetwork implements Network {
    private static final System.Logger LOG = System.getLogger(LocalNetwork.class.getName());

    private final Map<Address, LocalEndpoint> endpoints = new ConcurrentHashMap<>();
    private final LongAdder lost;
    private final LongAdder handlerFailures;

    public LocalNetwork(Metrics metrics) {
        this.lost = metrics.counter("net.local.lost");
        this.handlerFailures = metrics.counter("net.local.handler_failures");
    }

    @Override
    public Endpoint bind(Address self, MessageHandler handler) {
        LocalEndpoint endpoint = new LocalEndpoint(self, handler);
        if (endpoints.putIfAbsent(self, endpoint) != null) {
            throw new NetworkException("node " + self + " is in this process already");
        }
        return endpoint;
    }

    /** True if a node of that name is in this process at the moment. */
    public boolean reaches(Address address) {
        return endpoints.containsKey(address);
    }

    /** One node. */
    private final class LocalEndpoint implements Endpoint {
        private final Address self;
        private final MessageHandler handler;
        private volatile boolean closed;

        LocalEndpoint(Address self, MessageHandler handler) {
            this.self = self;
            this.handler = handler;
        }

        @Override
        public Address self() {
            return self;
        }

        @Override
        public void send(Address to, ByteBuffer message) {
            MessageLength.check(message);
            LocalEndpoint target = endpoints.get(to);
            if (closed || target == null) {
                lost.increment();
                return;
            }
            try {
                target.handler.receive(self, message.slice().asReadOnlyBuffer());
            } catch (RuntimeException failure) {
                handlerFailures.increment();
                LOG.log(System.Logger.Level.ERROR, "node " + to + " failed on a message from " + self, failure);
            }
        }

        @Override
        public ByteBuffer call(Address to, ByteBuffer request, long timeoutNanos) {
            MessageLength.check(request);
            LocalEndpoint target = endpoints.get(to);
            checkOpen();
            if (target == null) {
                throw new NetworkException(
                        "node " + to + " cannot be reached from " + self + ": it is not running", true);
            }
            ByteBuffer answer;
            try {
                answer = target.handler.answer(self, request.slice().asReadOnlyBuffer());
                MessageLength.check(answer);
            } catch (RuntimeException failure) {
                throw new NetworkException(
                        "node " + to + " refused a request from " + self + ": " + failure.getMessage(), failure);
            }
            checkOpen();
            if (target.closed) {
                throw new NetworkException("node " + to + " stopped before its answer arrived at " + self);
            }
            return answer.slice().asReadOnlyBuffer();
        }

        @Override
        public void close() {
            closed = true;
            endpoints.remove(self, this);
        }

        private void checkOpen() {
            if (closed) {
                throw new NetworkException("node " + self + " has left the network");
            }
        }
    }
}
