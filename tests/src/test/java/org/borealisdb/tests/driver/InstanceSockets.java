package org.borealisdb.tests.driver;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.SocketFactory;

/**
 * The names of instances, without a name server: connections of PostgreSQL's driver to a name that is known here go to a port of this machine. The driver
 * makes one by itself for each connection, by the name of the class, so what names mean is one thing for the whole process.
 */
public final class InstanceSockets extends SocketFactory {
    private static final Map<String, Integer> PORTS = new ConcurrentHashMap<>();

    /** Called by the driver. */
    public InstanceSockets() {}

    /** Has a name lead to a port of this machine, from now on. */
    static void lead(String host, int port) {
        PORTS.put(host, port);
    }

    /** Has a name lead nowhere. */
    static void forget(String host) {
        PORTS.remove(host);
    }

    @Override
    public Socket createSocket() {
        return new Socket() {
            @Override
            public void connect(SocketAddress endpoint, int timeout) throws IOException {
                super.connect(placeOf(endpoint), timeout);
            }
        };
    }

    private static SocketAddress placeOf(SocketAddress endpoint) {
        if (endpoint instanceof InetSocketAddress named) {
            Integer port = PORTS.get(named.getHostString());
            if (port != null) {
                return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
            }
        }
        return endpoint;
    }

    private static UnsupportedOperationException connected() {
        return new UnsupportedOperationException("the driver connects sockets by itself");
    }

    @Override
    public Socket createSocket(String host, int port) {
        throw connected();
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress local, int localPort) {
        throw connected();
    }

    @Override
    public Socket createSocket(InetAddress host, int port) {
        throw connected();
    }

    @Override
    public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort) {
        throw connected();
    }
}
