package org.borealisdb.server.role;

import java.util.List;
import org.borealisdb.runtime.net.HostPort;
import org.borealisdb.server.cluster.ClusterRegistry;
import org.borealisdb.server.region.PortOwner;
import org.borealisdb.server.region.RegionProblemException;

/** Which ports clusters and readers get: the next free one behind the main cluster's, which they keep. */
public final class ClusterPorts {
    private static final int MOST_TRIES = 2 * ClusterRegistry.MOST;
    private static final int LARGEST_PORT = 65_535;

    private final String host;

    /** Ports of a host. */
    public ClusterPorts(String host) {
        this.host = host;
    }

    /**
     * A port for one.
     *
     * @param kept   the one that it had, if it is free; 0 if it had none
     * @param behind the main cluster's
     * @param taken  those of others, which are not to be taken, whether they listen now or not
     * @throws RegionProblemException if there is none
     */
    public HostPort choose(int kept, int behind, List<Integer> taken) {
        if (kept != 0 && PortOwner.isFree(host, kept)) {
            return new HostPort(host, kept);
        }
        for (int port = behind + 1; port <= Math.min(LARGEST_PORT, behind + MOST_TRIES); port++) {
            if (!taken.contains(port) && PortOwner.isFree(host, port)) {
                return new HostPort(host, port);
            }
        }
        throw new RegionProblemException("no port behind " + behind + " is free");
    }
}
