package org.borealisdb.runtime.real.net;

import java.util.Map;
import java.util.Optional;
import org.borealisdb.runtime.net.Address;
import org.borealisdb.runtime.net.HostPort;

/** Where the nodes of a region are. Asked at every connection attempt, by any task, so it must not wait. */
@FunctionalInterface
public interface NodeDirectory {
    /** Where to reach {@code node}; empty if it is not known. */
    Optional<HostPort> locate(Address node);

    /** Where {@code self} listens, if that is not where others reach it. */
    default Optional<HostPort> listen(Address self) {
        return locate(self);
    }

    /** Where {@code self} is, if its peers have to be told. */
    default Optional<HostPort> announced(Address self) {
        return Optional.empty();
    }

    /** A peer has proven that it belongs to the region, and said where it is. */
    default void learn(Address peer, HostPort place) {}

    /** A directory that never changes. */
    static NodeDirectory of(Map<Address, HostPort> nodes) {
        Map<Address, HostPort> copy = Map.copyOf(nodes);
        return node -> Optional.ofNullable(copy.get(node));
    }
}
