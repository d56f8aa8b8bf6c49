package org.borealisdb.runtime.real.datagram;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.DatagramChannel;
import org.borealisdb.runtime.net.Datagram;
import org.borealisdb.runtime.net.DatagramPort;
import org.borealisdb.runtime.net.HostPort;
import org.borealisdb.runtime.net.NetworkException;
import org.borealisdb.runtime.net.StreamClosedException;

/** A UDP socket. */
final class SocketDatagramPort implements DatagramPort {
    private final DatagramChannel channel;
    private final HostPort place;

    SocketDatagramPort(DatagramChannel channel, HostPort place) {
        this.channel = channel;
        this.place = place;
    }

    @Override
    public HostPort place() {
        return place;
    }

    @Override
    public Datagram receive(int maximumBytes) {
        ByteBuffer content = ByteBuffer.allocate(maximumBytes);
        try {
            InetSocketAddress sender = (InetSocketAddress) channel.receive(content);
            return new Datagram(new HostPort(sender.getAddress().getHostAddress(), sender.getPort()), content.flip());
        } catch (ClosedChannelException closed) {
            throw closed();
        } catch (IOException failure) {
            if (!channel.isOpen()) {
                throw closed();
            }
            throw new NetworkException("receiving at " + place + " failed: " + failure.getMessage(), failure);
        }
    }

    private StreamClosedException closed() {
        return new StreamClosedException("the port for packets at " + place + " was closed");
    }

    @Override
    public void send(ByteBuffer content, HostPort receiver) {
        try {
            channel.send(content, new InetSocketAddress(InetAddress.getByName(receiver.host()), receiver.port()));
        } catch (IOException failure) {
            throw new NetworkException("sending to " + receiver + " failed: " + failure.getMessage(), failure);
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException failure) {
            throw new NetworkException("the port for packets at " + place + " could not be closed", failure);
        }
    }
}
