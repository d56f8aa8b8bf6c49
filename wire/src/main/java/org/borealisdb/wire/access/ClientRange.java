package org.borealisdb.wire.access;

import java.util.Optional;
import org.borealisdb.expr.network.NetworkAddress;

/**
 * From where clients come.
 *
 * @param network empty for anywhere
 */
record ClientRange(Optional<NetworkAddress> network) {
    static final ClientRange ANYWHERE = new ClientRange(Optional.empty());

    boolean has(NetworkAddress client) {
        return network.isEmpty() || network.get().contains(client);
    }
}
