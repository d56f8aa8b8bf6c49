package org.borealisdb.wire.access;

import java.util.Optional;
import org.borealisdb.expr.network.NetworkAddress;

/**
 * From where clients come.
 *
 * @param network with bits of an address within it, if some were given; empty for anywhere
 */
record ClientRange(Optional<NetworkAddress> network) {
    static final ClientRange ANYWHERE = new ClientRange(Optional.empty());

    /** Returns the address as it was given, or the word for anywhere. */
    String address() {
        return network.map(NetworkAddress::host).orElse("all");
    }

    /** Returns which bits of the address count. */
    Optional<String> mask() {
        return network.map(given -> given.networkMask().host());
    }

    boolean has(NetworkAddress client) {
        return network.isEmpty() || network.get().contains(client);
    }
}
