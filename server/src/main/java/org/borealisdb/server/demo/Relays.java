package org.borealisdb.server.demo;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The links between all processes of a region: one relay for each that connects to another. */
public final class Relays implements AutoCloseable {
    private record Pair(String from, String to) {}

    private final Map<Pair, Relay> relays = new HashMap<>();
    private final List<String> names;

    /** Links of a region whose processes have not been started yet. */
    public Relays(RegionOfProcesses region) throws IOException {
        this.names = region.nodes().stream().map(ProcessNode::name).toList();
        for (String from : names) {
            for (String to : names) {
                if (!from.equals(to)) {
                    relays.put(new Pair(from, to), new Relay(region.port(to)));
                }
            }
        }
        for (String from : names) {
            region.reach(
                    from,
                    to -> Optional.ofNullable(relays.get(new Pair(from, to)))
                            .map(Relay::port)
                            .orElseGet(() -> region.port(to)));
        }
    }

    private Relay relay(String from, String to) {
        return Optional.ofNullable(relays.get(new Pair(from, to))).orElseThrow();
    }

    /** Nothing that one says arrives at the other, nor the other way round unless that is to go on. */
    public void cut(String from, String to, boolean bothWays) {
        relay(from, to).cut(true, bothWays);
        relay(to, from).cut(bothWays, true);
    }

    /** Cuts a node off from all others. */
    public void isolate(String node) {
        names.stream().filter(other -> !other.equals(node)).forEach(other -> cut(node, other, true));
    }

    /** Everything arrives again. */
    public void heal() {
        relays.values().forEach(relay -> relay.cut(false, false));
    }

    @Override
    public void close() throws IOException {
        for (Relay relay : relays.values()) {
            relay.close();
        }
    }
}
