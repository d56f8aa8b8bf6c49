package org.borealisdb.server.role;

import java.util.Optional;
import org.borealisdb.runtime.net.HostPort;

/**
 * Where the endpoints of a region in one process are.
 *
 * @param addresses each but the cluster's has one of these, and the cluster's port; empty: they have ports of their own instead
 * @param names     where their names are answered; empty if they are not
 */
public record EndpointPlan(Optional<AddressRange> addresses, Optional<HostPort> names) {
    /** Ports, and no names. */
    public static final EndpointPlan NONE = new EndpointPlan(Optional.empty(), Optional.empty());
}
