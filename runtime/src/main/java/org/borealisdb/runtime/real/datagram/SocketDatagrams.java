package org.borealisdb.runtime.real.datagram;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.channels.DatagramChannel;
import org.borealisdb.runtime.net.DatagramPort;
import org.borealisdb.runtime.net.Datagrams;
import org.borealisdb.runtime.net.HostPort;
import org.borealisdb.runtime.net.NetworkException;

/** Packets over UDP sockets; see the package's description. */
public final class SocketDatagrams implements Datagrams {
    @Override
    public DatagramPort bind(HostPort place) {
        try {
            return bind(place, new InetSocketAddress(InetAddress.getByName(place.host()), place.port()));
        } catch (UnknownHostException unknown) {
            throw new NetworkException("cannot take packets at " + place + ": no such host", unknown);
        } catch (BindException refused) {
            throw new NetworkException("cannot take packets at " + place + ": " + refused.getMessage(), refused);
        } catch (IOException failure) {
            throw new NetworkException("cannot take packets at " + place, failure);
        }
    }

    private static DatagramPort bind(HostPort place, InetSocketAddress address) throws IOException {
        DatagramChannel channel = DatagramChannel.open();
        boolean bound = false;
        try {
            channel.bind(address);
            int port = ((InetSocketAddress) channel.getLocalAddress()).getPort();
            bound = true;
            return new SocketDatagramPort(channel, new HostPort(place.host(), port));
        } finally {
            if (!bound) {
                channel.close();
            }
        }
    }
}
