package org.borealisdb.controlplane.store;

import io.microraft.RaftEndpoint;
import org.borealisdb.runtime.net.Address;

/** A member as MicroRaft names it. */
record MemberEndpoint(Address address) implements RaftEndpoint {
    @Override
    public Object getId() {
        return address.name();
    }
}
