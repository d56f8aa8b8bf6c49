package org.borealisdb.runtime.real.stream;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.net.UnknownHostException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.borealisdb.runtime.net.HostPort;
import org.borealisdb.runtime.net.NetworkException;
import org.borealisdb.runtime.net.StreamConnection;
import org.borealisdb.runtime.net.StreamListener;
import org.borealisdb.runtime.net.Streams;
import org.borealisdb.runtime.task.Task;
import org.borealisdb.runtime.task.TaskKind;
import org.borealisdb.runtime.task.Tasks;
import org.borealisdb.runtime.time.Clock;

/** Byte streams over TCP sockets; see the package's description. */
public final class SocketStreams implements Streams, AutoCloseable {
    /** How often overdue waits are looked for; time-outs are late by at most this much. */
    private static final Duration WATCH_INTERVAL = Duration.ofMillis(100);

    /** Connections that the kernel keeps for us until they are accepted. */
    private static final int BACKLOG = 1024;

    private final Tasks tasks;
    private final Clock clock;
    private final Set<SocketStreamConnection> open = ConcurrentHashMap.newKeySet();
    private final Task watcher;
    private volatile boolean closed;

    public SocketStreams(Tasks tasks, Clock clock) {
        this.tasks = tasks;
        this.clock = clock;
        this.watcher = tasks.start("stream-timeouts", TaskKind.PROTOCOL, this::watch);
    }

    @Override
    public StreamListener listen(HostPort place) {
        try {
            return listen(place, new InetSocketAddress(InetAddress.getByName(place.host()), place.port()));
        } catch (UnknownHostException unknown) {
            throw new NetworkException("cannot listen on " + place + ": no such host", unknown);
        } catch (BindException refused) {
            throw new NetworkException("cannot listen on " + place + ": " + refused.getMessage(), refused);
        } catch (IOException failure) {
            throw new NetworkException("cannot listen on " + place, failure);
        }
    }

    private StreamListener listen(HostPort place, InetSocketAddress address) throws IOException {
        ServerSocketChannel channel = ServerSocketChannel.open();
        boolean bound = false;
        try {
            // A restart must not wait for the connections of the last run to be forgotten by the kernel.
            channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            channel.bind(address, BACKLOG);
            int port = ((InetSocketAddress) channel.getLocalAddress()).getPort();
            bound = true;
            return new SocketStreamListener(this, channel, new HostPort(place.host(), port));
        } finally {
            if (!bound) {
                channel.close();
            }
        }
    }

    @Override
    public StreamConnection connect(HostPort place, long timeoutNanos) {
        try {
            InetSocketAddress address = new InetSocketAddress(InetAddress.getByName(place.host()), place.port());
            SocketStreamConnection connection = adopt(SocketChannel.open(), place);
            boolean connected = false;
            try {
                connection.connect(address, timeoutNanos);
                connected = true;
            } finally {
                if (!connected) {
                    connection.close();
                }
            }
            return connection;
        } catch (UnknownHostException unknown) {
            throw new NetworkException("cannot connect to " + place + ": no such host", unknown);
        } catch (IOException failure) {
            throw new NetworkException("cannot connect to " + place + ": " + failure.getMessage(), failure);
        }
    }

    /** Puts a channel under the watcher's eyes. */
    SocketStreamConnection adopt(SocketChannel channel, HostPort peer) throws IOException {
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        // Finds peers that vanished without a word, which no time-out of ours would notice while a session is rightly
        // idle.
        channel.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
        SocketStreamConnection connection = new SocketStreamConnection(this, channel, peer, clock);
        open.add(connection);
        // After the connection was added, so that a concurrent close either sees it or is seen here.
        if (closed) {
            connection.close();
            throw new IOException("the streams of this process are closed");
        }
        return connection;
    }

    void forget(SocketStreamConnection connection) {
        open.remove(connection);
    }

    private void watch() {
        while (!closed) {
            tasks.sleep(WATCH_INTERVAL.toNanos());
            long now = clock.nanoTime();
            for (SocketStreamConnection connection : open) {
                connection.endOverdue(now);
            }
        }
    }

    /** Number of connections that are not closed. */
    public int openConnections() {
        return open.size();
    }

    /** Closes all connections and ends the watching; listeners are their owners' to close. */
    @Override
    public void close() {
        closed = true;
        for (SocketStreamConnection connection : open) {
            connection.close();
        }
        watcher.join();
    }
}
