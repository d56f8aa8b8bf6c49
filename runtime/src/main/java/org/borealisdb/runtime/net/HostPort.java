package org.borealisdb.runtime.net;

/**
 * A place that connections come from or go to, or where a node or a client's front listens.
 *
 * @param host a name or a numeric address; of a peer always numeric
 * @param port 0 to 65535; 0 only when listening, where it lets the system choose
 */
public record HostPort(String host, int port) {
    public HostPort {
        if (host.isBlank()) {
            throw new IllegalArgumentException("host must not be empty");
        }
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("port " + port + " is not between 0 and 65535");
        }
    }

    /** A port of this machine that other machines do not reach. */
    public static HostPort loopback(int port) {
        return new HostPort("127.0.0.1", port);
    }

    @Override
    public String toString() {
        return host.indexOf(':') >= 0 ? "[" + host + "]:" + port : host + ":" + port;
    }
}
