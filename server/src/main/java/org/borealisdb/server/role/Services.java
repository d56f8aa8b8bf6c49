package org.borealisdb.server.role;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.borealisdb.controlplane.store.MetadataGroup;
import org.borealisdb.runtime.net.Address;

/**
 * What a region of processes has beside storage nodes and instances.
 *
 * @param controlPlane nodes of the control plane; none: every instance does for ever what the region's file says
 * @param gateways     what leads clients to instances
 * @param hosts        machines with an agent that runs their nodes
 */
public record Services(List<ServicePlace> controlPlane, List<GatewayPlace> gateways, List<HostPlace> hosts) {
    /** Nothing. */
    public static final Services NONE = new Services(List.of(), List.of(), List.of());

    public Services {
        controlPlane = List.copyOf(controlPlane);
        gateways = List.copyOf(gateways);
        hosts = List.copyOf(hosts);
    }

    /** The members that keep the metadata log, if the control plane does; in whatever order the file names them, it is the same group. */
    public Optional<MetadataGroup> metadataGroup() {
        List<Address> members = controlPlane.stream()
                .filter(node -> node.folder().isPresent())
                .map(ServicePlace::address)
                .sorted()
                .toList();
        return members.isEmpty() ? Optional.empty() : Optional.of(new MetadataGroup("region", members));
    }

    /** Whether there are machines that run instances which are not in the region's file. */
    public boolean runsMore() {
        return hosts.stream().anyMatch(HostPlace::runsMore);
    }

    /** Gateways that have places for custom endpoints and instances. */
    public List<GatewayPlace> gatewaysWithNumbers() {
        return gateways.stream().filter(each -> each.numbered().count() > 0).toList();
    }

    /** How many custom endpoints and instances can have a place at each of these. */
    public int endpointNumbers() {
        return gatewaysWithNumbers().stream()
                .mapToInt(each -> each.numbered().count())
                .min()
                .orElse(0);
    }

    /** All nodes among them that others reach. */
    public Stream<ServicePlace> nodes() {
        return Stream.concat(controlPlane.stream(), gateways.stream().map(GatewayPlace::node));
    }
}
