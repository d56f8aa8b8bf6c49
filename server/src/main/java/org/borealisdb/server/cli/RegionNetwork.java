package org.borealisdb.server.cli;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.borealisdb.controlplane.fleet.InstanceReport;
import org.borealisdb.runtime.net.Address;
import org.borealisdb.runtime.net.HostPort;
import org.borealisdb.runtime.real.net.KnownNodes;
import org.borealisdb.runtime.real.net.LinkLimits;
import org.borealisdb.runtime.real.net.SocketNetwork;
import org.borealisdb.server.role.RealWorld;
import org.borealisdb.server.role.RegionPlan;

/**
 * The network between the processes of a region.
 *
 * @param network in which this process has nothing yet
 * @param nodes   whom it finds: those of the region's file, and who is learned of
 */
record RegionNetwork(SocketNetwork network, KnownNodes nodes) {
    /** Where an instance is that says so itself. */
    void learn(InstanceReport report) {
        nodes.learn(new Address(report.name()), report.node());
    }

    /**
     * The network that a region's file describes.
     *
     * @throws org.borealisdb.server.region.RegionProblemException if there is no key to it
     */
    static RegionNetwork of(RegionPlan plan, RealWorld world) throws IOException {
        Map<Address, HostPort> places = new HashMap<>();
        plan.storageNodes().forEach(place -> places.put(place.address(), place.place()));
        plan.instances().forEach(place -> places.put(place.address(), place.place()));
        plan.services().nodes().forEach(place -> places.put(place.address(), place.place()));
        KnownNodes nodes = new KnownNodes(places);
        SocketNetwork network = new SocketNetwork(
                nodes,
                RegionOption.key(plan),
                LinkLimits.standard(),
                world.tasks(),
                world.clock(),
                world.random(),
                world.metrics());
        return new RegionNetwork(network, nodes);
    }
}
