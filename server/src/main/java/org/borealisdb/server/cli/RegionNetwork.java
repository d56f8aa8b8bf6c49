package org.borealisdb.server.cli;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.borealisdb.runtime.net.Address;
import org.borealisdb.runtime.net.HostPort;
import org.borealisdb.runtime.real.net.LinkLimits;
import org.borealisdb.runtime.real.net.NodeDirectory;
import org.borealisdb.runtime.real.net.SocketNetwork;
import org.borealisdb.server.role.RealWorld;
import org.borealisdb.server.role.RegionPlan;

/** The network between the processes of a region, as its file has it. */
final class RegionNetwork {
    private RegionNetwork() {}

    /**
     * A network in which this process has nothing yet.
     *
     * @throws org.borealisdb.server.region.RegionProblemException if there is no key to it
     */
    static SocketNetwork of(RegionPlan plan, RealWorld world) throws IOException {
        Map<Address, HostPort> places = new HashMap<>();
        plan.storageNodes().forEach(place -> places.put(place.address(), place.place()));
        plan.instances().forEach(place -> places.put(place.address(), place.place()));
        plan.services().nodes().forEach(place -> places.put(place.address(), place.place()));
        return new SocketNetwork(
                NodeDirectory.of(places),
                RegionOption.key(plan),
                LinkLimits.standard(),
                world.tasks(),
                world.clock(),
                world.random(),
                world.metrics());
    }
}
