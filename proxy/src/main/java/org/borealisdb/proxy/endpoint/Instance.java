package org.borealisdb.proxy.endpoint;

import org.borealisdb.runtime.net.HostPort;

/**
 * An instance as a cluster sees it at a moment.
 *
 * @param name unique in its cluster
 * @param address where it takes clients
 * @param healthy whether it is thought to serve
 * @param tier 0 to 15: in which order readers are promoted
 */
public record Instance(String name, HostPort address, InstanceRole role, boolean healthy, int tier) {
    /** The tier that is promoted last. */
    public static final int LAST_TIER = 15;

    public Instance {
        if (name.isBlank()) {
            throw new IllegalArgumentException("an instance needs a name");
        }
        if (address.port() == 0) {
            throw new IllegalArgumentException("instance " + name + " needs a port");
        }
        if (tier < 0 || tier > LAST_TIER) {
            throw new IllegalArgumentException(
                    "tier " + tier + " of instance " + name + " is not between 0 and " + LAST_TIER);
        }
    }

    boolean healthyWriter() {
        return healthy && role == InstanceRole.WRITER;
    }

    boolean healthyReader() {
        return healthy && role == InstanceRole.READER;
    }
}
