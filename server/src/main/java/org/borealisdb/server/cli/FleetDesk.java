package org.borealisdb.server.cli;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.borealisdb.controlplane.fleet.FleetLink;
import org.borealisdb.controlplane.fleet.FleetView;
import org.borealisdb.controlplane.fleet.FleetViews;
import org.borealisdb.runtime.net.Address;
import org.borealisdb.runtime.net.Endpoint;
import org.borealisdb.server.role.RealWorld;
import org.borealisdb.server.role.RegionPlan;
import org.borealisdb.server.role.ServicePlace;

/** Where a command asks the control plane of a region of processes how its instances are. Closed when done. */
final class FleetDesk implements AutoCloseable {
    private final Endpoint endpoint;
    private final RealWorld world;
    private final Map<Address, FleetLink> links = new LinkedHashMap<>();

    /**
     * A desk of a region whose file names a control plane.
     *
     * @throws org.borealisdb.server.region.RegionProblemException if there is no region key
     */
    FleetDesk(RegionPlan plan, RealWorld world) throws IOException {
        this.endpoint = RegionNetwork.of(plan, world)
                .network()
                .visit(new Address("visitor-" + Long.toHexString(world.random().nextLong())));
        this.world = world;
        plan.services().controlPlane().stream()
                .map(ServicePlace::address)
                .forEach(node -> links.put(node, new FleetLink(endpoint, node, world.tasks())));
    }

    /** How the instances are, as all nodes that answer say together; empty if none does. Waits a moment if nothing is new. */
    Optional<FleetView> view() {
        FleetViews views = new FleetViews();
        links.forEach((node, link) -> link.ask(Optional.empty())
                .ifPresent(view -> views.add(node, view, world.clock().nanoTime())));
        return views.merged(world.clock().nanoTime());
    }

    /** Its way to all nodes of the region. */
    Endpoint endpoint() {
        return endpoint;
    }

    @Override
    public void close() {
        endpoint.close();
    }
}
