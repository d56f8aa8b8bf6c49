package org.borealisdb.runtime.real.net;

import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.borealisdb.runtime.net.Address;
import org.borealisdb.runtime.net.Endpoint;
import org.borealisdb.runtime.net.HostPort;
import org.borealisdb.runtime.net.Inquiry;
import org.borealisdb.runtime.net.MessageHandler;
import org.borealisdb.runtime.net.NetworkException;
import org.borealisdb.runtime.task.Lock;

/**
 * One node's access to its peers over TCP. {@link #close()} does not wait for the endpoint's tasks, which may be in a handler: closing
 * the process's tasks does.
 */
public final class SocketEndpoint implements Endpoint {
    private final Address self;
    private final LinkEnvironment environment;
    private final ConnectionWatch watch;
    private final RequestWorkers workers;
    private final Optional<ConnectionAcceptor> acceptor;

    private final Map<Address, PeerLink> links = new ConcurrentHashMap<>();

    /** Guards {@link #closed}, and {@link #links} against additions. */
    private final Lock lock;

    private boolean closed;

    /** An endpoint that listens at {@code place}, or, without one, only opens connections. */
    SocketEndpoint(Address self, Optional<HostPort> place, MessageHandler handler, LinkEnvironment environment) {
        this.self = self;
        this.environment = environment;
        this.lock = environment.tasks().lock("endpoint " + self);
        this.watch = new ConnectionWatch(self, environment);
        this.workers = new RequestWorkers(self, environment);
        this.acceptor = place.map(at -> new ConnectionAcceptor(self, at, handler, workers, watch, environment));
        watch.start();
        acceptor.ifPresent(ConnectionAcceptor::start);
    }

    @Override
    public Address self() {
        return self;
    }

    /** The port that this node listens on; empty if it does not. */
    public Optional<Integer> port() {
        return acceptor.map(ConnectionAcceptor::port);
    }

    @Override
    public void send(Address to, ByteBuffer message) {
        MessageLength.check(message);
        Optional<PeerLink> link = link(to);
        if (link.isPresent()) {
            link.get().send(message);
        } else {
            environment.counters().droppedUnreachable().increment();
        }
    }

    @Override
    public ByteBuffer call(Address to, ByteBuffer request, long timeoutNanos) {
        MessageLength.check(request);
        return existingLink(to).call(request, timeoutNanos);
    }

    @Override
    public Inquiry inquire(Address first, ByteBuffer request, long timeoutNanos) {
        SocketInquiry inquiry = new SocketInquiry(environment, timeoutNanos, this::existingLink);
        inquiry.ask(first, request);
        return inquiry;
    }

    private PeerLink existingLink(Address to) {
        return link(to).orElseThrow(() -> new NetworkException(
                "node " + to + " cannot be reached from " + self + ": it is not known, or this node has left"));
    }

    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            links.values().forEach(PeerLink::close);
        } finally {
            lock.unlock();
        }
        acceptor.ifPresent(ConnectionAcceptor::close);
        workers.close();
        watch.close();
    }

    /** The link to {@code peer}; empty if the directory does not know it, or this endpoint is closed. */
    private Optional<PeerLink> link(Address peer) {
        PeerLink known = links.get(peer);
        return known == null ? newLink(peer) : Optional.of(known);
    }

    private Optional<PeerLink> newLink(Address peer) {
        lock.lock();
        try {
            PeerLink known = links.get(peer);
            if (known != null || closed || environment.directory().locate(peer).isEmpty()) {
                return Optional.ofNullable(known);
            }
            PeerLink link = new PeerLink(self, peer, environment, watch);
            links.put(peer, link);
            link.start();
            return Optional.of(link);
        } finally {
            lock.unlock();
        }
    }
}
