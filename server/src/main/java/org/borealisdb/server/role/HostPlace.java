package org.borealisdb.server.role;

import org.borealisdb.runtime.net.Address;
import org.borealisdb.runtime.net.HostPort;

/**
 * A machine of a region, whose agent runs the nodes that the region's file has there: those of the same host and zone.
 *
 * @param agent       name of the agent
 * @param zone        the machine's availability zone
 * @param host        where others reach it
 * @param firstPort   of those that the agent may give to instances that are not in the file; 0 if it runs none
 * @param lastPort    the last of these
 * @param metricsPort loopback port for the agent's metrics; 0 if it shows none
 */
public record HostPlace(Address agent, String zone, String host, int firstPort, int lastPort, int metricsPort) {
    /** Whether it runs instances that are not in the region's file. */
    public boolean runsMore() {
        return firstPort != 0;
    }

    /** Whether a node that is reached at {@code place}, in a zone, is to run here. */
    public boolean has(String where, HostPort place) {
        return where.equals(zone) && place.host().equals(host);
    }
}
