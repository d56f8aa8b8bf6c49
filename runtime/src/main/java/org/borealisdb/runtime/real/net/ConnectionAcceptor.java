package org.borealisdb.runtime.real.net;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.borealisdb.runtime.net.Address;
import org.borealisdb.runtime.net.HostPort;
import org.borealisdb.runtime.net.MessageHandler;
import org.borealisdb.runtime.net.NetworkException;
import org.borealisdb.runtime.task.Task;
import org.borealisdb.runtime.task.TaskKind;

/** Listens for one node and runs a task for each connection it takes, with bounds on all of them and on those not authenticated. */
final class ConnectionAcceptor {
    private static final System.Logger LOG = System.getLogger(ConnectionAcceptor.class.getName());

    /** Connections that the kernel holds until they are accepted. */
    private static final int BACKLOG = 128;

    /** Pause after a failed accept, which is what running out of file descriptors looks like. */
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final Address self;
    private final ServerSocketChannel server;
    private final int port;
    private final MessageHandler handler;
    private final RequestWorkers workers;
    private final ConnectionWatch watch;
    private final LinkEnvironment environment;
    private final AtomicInteger connections = new AtomicInteger();
    private final AtomicInteger strangers = new AtomicInteger();
    private volatile Optional<Task> accepting = Optional.empty();

    /** @throws NetworkException if {@code place} cannot be listened on */
    ConnectionAcceptor(
            Address self,
            HostPort place,
            MessageHandler handler,
            RequestWorkers workers,
            ConnectionWatch watch,
            LinkEnvironment environment) {
        this.self = self;
        this.handler = handler;
        this.workers = workers;
        this.watch = watch;
        this.environment = environment;
        InetSocketAddress address = new InetSocketAddress(place.host(), place.port());
        if (address.isUnresolved()) {
            throw new NetworkException("node " + self + " cannot listen on " + place + ": the host is unknown");
        }
        try {
            this.server = listen(address);
            this.port = server.socket().getLocalPort();
        } catch (IOException failure) {
            throw new NetworkException(
                    "node " + self + " cannot listen on " + place + ": " + failure.getMessage(), failure);
        }
    }

    private static ServerSocketChannel listen(InetSocketAddress address) throws IOException {
        ServerSocketChannel server = ServerSocketChannel.open();
        boolean listening = false;
        try {
            // A restarted node gets its port back although connections of its former life linger.
            server.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            server.bind(address, BACKLOG);
            listening = true;
            return server;
        } finally {
            if (!listening) {
                server.close();
            }
        }
    }

    int port() {
        return port;
    }

    void start() {
        accepting = Optional.of(environment.tasks().start("acceptor of " + self, TaskKind.PROTOCOL, this::accept));
    }

    /**
     * Stops listening. The system keeps the port until the accept under way has returned too, so this waits for its task: on return the
     * port is free.
     */
    void close() {
        try {
            server.close();
        } catch (IOException failure) {
            LOG.log(System.Logger.Level.WARNING, "node " + self + " could not close its port " + port, failure);
        }
        accepting.ifPresent(Task::join);
    }

    private void accept() {
        while (server.isOpen()) {
            try {
                take(server.accept());
            } catch (ClosedChannelException _) {
                return;
            } catch (IOException failure) {
                LOG.log(System.Logger.Level.WARNING, "node " + self + " could not accept a connection", failure);
                environment.tasks().sleep(PAUSE_NANOS);
            }
        }
    }

    private void take(SocketChannel socket) throws IOException {
        boolean full = connections.get() >= environment.limits().connections()
                || strangers.get() >= environment.limits().strangers();
        if (full) {
            environment.counters().refusals().increment();
            socket.close();
            return;
        }
        String remote = prepare(socket);
        FrameChannel channel =
                new FrameChannel(socket, environment.tasks(), environment.clock(), environment.counters());
        if (!watch.add(channel)) {
            return;
        }
        connections.incrementAndGet();
        strangers.incrementAndGet();
        AcceptedLink link = new AcceptedLink(self, channel, remote, handler, workers, environment);
        environment.tasks().start("messages " + remote + ">" + self, TaskKind.PROTOCOL, () -> serve(link, channel));
    }

    /** Sets the connection up, closing it if that fails, and says where it comes from. */
    private static String prepare(SocketChannel socket) throws IOException {
        boolean prepared = false;
        try {
            socket.setOption(StandardSocketOptions.TCP_NODELAY, true);
            String remote = String.valueOf(socket.getRemoteAddress());
            prepared = true;
            return remote;
        } finally {
            if (!prepared) {
                socket.close();
            }
        }
    }

    private void serve(AcceptedLink link, FrameChannel channel) {
        try {
            Optional<Address> peer;
            try {
                peer = link.authenticate();
            } finally {
                strangers.decrementAndGet();
            }
            peer.ifPresent(link::serve);
        } finally {
            connections.decrementAndGet();
            watch.remove(channel);
        }
    }
}
