package org.borealisdb.server.region;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.stream.Stream;

/** Finds addresses of hosts. */
public final class HostAddress {
    private HostAddress() {}

    /** An address of IPv4 that a host has, in numbers; empty if it has none, or is not known. */
    public static Optional<String> ofVersion4(String host) {
        try {
            return Stream.of(InetAddress.getAllByName(host))
                    .filter(Inet4Address.class::isInstance)
                    .map(InetAddress::getHostAddress)
                    .findFirst();
        } catch (UnknownHostException unknown) {
            return Optional.empty();
        }
    }
}
