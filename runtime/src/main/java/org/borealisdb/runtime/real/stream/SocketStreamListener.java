package org.borealisdb.runtime.real.stream;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import org.borealisdb.runtime.net.HostPort;
import org.borealisdb.runtime.net.NetworkException;
import org.borealisdb.runtime.net.StreamClosedException;
import org.borealisdb.runtime.net.StreamConnection;
import org.borealisdb.runtime.net.StreamListener;

/** A listening socket. */
final class SocketStreamListener implements StreamListener {
    private final SocketStreams streams;
    private final ServerSocketChannel channel;
    private final HostPort place;

    SocketStreamListener(SocketStreams streams, ServerSocketChannel channel, HostPort place) {
        this.streams = streams;
        this.channel = channel;
        this.place = place;
    }

    @Override
    public HostPort place() {
        return place;
    }

    @Override
    public StreamConnection accept() {
        try {
            return adopt(channel.accept());
        } catch (ClosedChannelException closed) {
            throw closed();
        } catch (IOException failure) {
            if (!channel.isOpen()) {
                throw closed();
            }
            throw new NetworkException(
                    "a client's connection to " + place + " failed: " + failure.getMessage(), failure);
        }
    }

    private StreamConnection adopt(SocketChannel client) throws IOException {
        boolean adopted = false;
        try {
            InetSocketAddress remote = (InetSocketAddress) client.getRemoteAddress();
            StreamConnection connection =
                    streams.adopt(client, new HostPort(remote.getAddress().getHostAddress(), remote.getPort()));
            adopted = true;
            return connection;
        } finally {
            if (!adopted) {
                client.close();
            }
        }
    }

    private StreamClosedException closed() {
        return new StreamClosedException("the listener on " + place + " was closed");
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException failure) {
            throw new NetworkException("the listener on " + place + " could not be closed", failure);
        }
    }
}
