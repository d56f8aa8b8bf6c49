package org.borealisdb.server.cluster;

import org.borealisdb.runtime.net.HostPort;

/**
 * Where an instance runs that is not in the region's file.
 *
 * @param agent    name of the host agent that runs it; empty: none does
 * @param host     where others reach it, nodes and clients
 * @param nodePort at which nodes do
 */
public record InstanceHome(String agent, String host, int nodePort) {
    /** No agent runs it. */
    public static final InstanceHome NONE = new InstanceHome("", "", 0);

    /** Where nodes reach it. */
    public HostPort place() {
        return new HostPort(host, nodePort);
    }
}
