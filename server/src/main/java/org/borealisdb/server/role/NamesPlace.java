package org.borealisdb.server.role;

import org.borealisdb.runtime.net.HostPort;

/** Reads where names are asked for. */
public final class NamesPlace {
    private static final int LAST_PORT = 65_535;

    private NamesPlace() {}

    /**
     * Reads {@code [ADDRESS:]PORT}.
     *
     * @param standard the address if there is none
     * @throws IllegalArgumentException if it is no such thing
     */
    public static HostPort parse(String text, String standard) {
        int colon = text.lastIndexOf(':');
        String address = colon < 0 ? standard : text.substring(0, colon);
        String port = text.substring(colon + 1);
        boolean bracketed = address.startsWith("[") && address.endsWith("]");
        String host = bracketed ? address.substring(1, address.length() - 1) : address;
        if (!port.matches("[0-9]{1,5}")
                || Integer.parseInt(port) > LAST_PORT
                || host.isBlank()
                || (!bracketed && colon >= 0 && host.contains(":"))) {
            throw new IllegalArgumentException("is a port, such as 5354 or 127.0.0.1:5354, not " + text);
        }
        return new HostPort(host, Integer.parseInt(port));
    }
}
