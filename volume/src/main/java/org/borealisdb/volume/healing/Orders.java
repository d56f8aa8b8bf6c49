package org.borealisdb.volume.healing;

import java.util.Optional;
import java.util.Set;
import org.borealisdb.cloud.metadata.MetadataLog;
import org.borealisdb.runtime.error.OperationException;
import org.borealisdb.runtime.net.Address;

/**
 * What an operator decided about the nodes of the region, and healers bring about.
 *
 * @param leaving  nodes that shall hold nothing any more
 * @param lostZone the zone that is lost for long, whose places shall not count until it is back
 */
public record Orders(Set<Address> leaving, Optional<String> lostZone) {
    /** Every node may hold what it holds, and every place counts. */
    public static final Orders NONE = new Orders(Set.of(), Optional.empty());

    public Orders {
        leaving = Set.copyOf(leaving);
    }

    /**
     * Those of the region now. Waits.
     *
     * @throws OperationException if the metadata log can't be reached
     */
    public static Orders of(MetadataLog log) {
        return new Orders(new LeavingNodes(log).read(), new LostZone(log).read());
    }
}
