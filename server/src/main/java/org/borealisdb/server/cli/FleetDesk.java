package org.borealisdb.server.cli;

import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.borealisdb.controlplane.fleet.FleetLink;
import org.borealisdb.controlplane.fleet.FleetView;
import org.borealisdb.controlplane.fleet.WriterRecord;
import org.borealisdb.runtime.net.Address;
import org.borealisdb.runtime.net.Endpoint;
import org.borealisdb.server.role.RealWorld;
import org.borealisdb.server.role.RegionPlan;
import org.borealisdb.server.role.ServicePlace;

/** Where a command asks the control plane of a region of processes how its instances are. Closed when done. */
final class FleetDesk implements AutoCloseable {
    private final Endpoint endpoint;
    private final List<FleetLink> links;

    /**
     * A desk of a region whose file names a control plane.
     *
     * @throws org.borealisdb.server.region.RegionProblemException if there is no region key
     */
    FleetDesk(RegionPlan plan, RealWorld world) throws IOException {
        this.endpoint = RegionNetwork.of(plan, world)
                .network()
                .visit(new Address("visitor-" + Long.toHexString(world.random().nextLong())));
        this.links = plan.services().controlPlane().stream()
                .map(ServicePlace::address)
                .map(node -> new FleetLink(endpoint, node, world.tasks()))
                .toList();
    }

    /** How the instances are, as those say that know the last decision; empty if nobody answers. Waits a moment if nothing is new. */
    Optional<FleetView> view() {
        return links.stream()
                .flatMap(link -> link.ask(Optional.empty()).stream())
                .max(Comparator.comparing(
                        view -> view.writer().map(WriterRecord::term).orElse(0L)));
    }

    @Override
    public void close() {
        endpoint.close();
    }
}
