package org.borealisdb.runtime.real.net;

/**
 * Where a node listens. Port 0 asks the system for a free one.
 *
 * @param host a name or an address, such as {@code 127.0.0.1}
 */
public record HostPort(String host, int port) {
    public HostPort {
        if (host.isBlank()) {
            throw new IllegalArgumentException("a host is needed with port " + port);
        }
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("a port is between 0 and 65535: " + port);
        }
    }

    /** A port of this machine that other machines do not reach. */
    public static HostPort loopback(int port) {
        return new HostPort("127.0.0.1", port);
    }

    @Override
    public String toString() {
        return host.indexOf(':') < 0 ? host + ":" + port : "[" + host + "]:" + port;
    }
}
