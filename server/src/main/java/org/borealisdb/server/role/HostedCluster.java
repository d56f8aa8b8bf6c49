package org.borealisdb.server.role;

import java.util.Optional;
import org.borealisdb.runtime.net.HostPort;
import org.borealisdb.server.cluster.ClusterRecord;

/**
 * A cluster or snapshot beside the main one, and how it is served here.
 *
 * @param record  what is decided of it
 * @param clients where clients connect; empty if it is not served
 * @param trouble why not, if it should be
 */
public record HostedCluster(ClusterRecord record, Optional<HostPort> clients, String trouble) {
    /** How a state begins that is a trouble. */
    public static final String NOT_SERVED = "not served: ";

    /** In a word or a line. */
    public String state() {
        boolean waits = record.state() == ClusterRecord.State.AVAILABLE && record.isCluster() && clients.isEmpty();
        if (!trouble.isEmpty()) {
            return NOT_SERVED + trouble;
        }
        return waits ? "starting" : record.state().toString();
    }
}
