package org.borealisdb.runtime.real.net;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.borealisdb.runtime.net.Address;
import org.borealisdb.runtime.net.HostPort;

/** A directory of nodes that were always known, and of others that are learned of. Safe for use by all tasks. */
public final class KnownNodes implements NodeDirectory {
    /** Far more than a region has; what is learned beyond is forgotten. */
    private static final int MOST_LEARNED = 1_000;

    private final Map<Address, HostPort> fixed;
    private final Map<Address, HostPort> learned = new ConcurrentHashMap<>();

    /** A directory of nodes whose places never change. */
    public KnownNodes(Map<Address, HostPort> fixed) {
        this.fixed = Map.copyOf(fixed);
    }

    /** A node is there now, unless it was always known. */
    @Override
    public void learn(Address node, HostPort place) {
        if (place.port() != 0
                && !fixed.containsKey(node)
                && (learned.size() < MOST_LEARNED || learned.containsKey(node))) {
            learned.put(node, place);
        }
    }

    /** Whoever is not always known says where it is. */
    @Override
    public Optional<HostPort> announced(Address self) {
        return fixed.containsKey(self) ? Optional.empty() : Optional.ofNullable(learned.get(self));
    }

    @Override
    public Optional<HostPort> locate(Address node) {
        return Optional.ofNullable(fixed.get(node)).or(() -> Optional.ofNullable(learned.get(node)));
    }
}
