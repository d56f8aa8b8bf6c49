package org.borealisdb.server.role;

import java.util.List;
import java.util.stream.Stream;

/**
 * What a region of processes has beside storage nodes and instances.
 *
 * @param controlPlane nodes of the control plane; none: every instance does for ever what the region's file says
 * @param gateways     what leads clients to instances
 */
public record Services(List<ServicePlace> controlPlane, List<GatewayPlace> gateways) {
    /** Nothing. */
    public static final Services NONE = new Services(List.of(), List.of());

    public Services {
        controlPlane = List.copyOf(controlPlane);
        gateways = List.copyOf(gateways);
    }

    /** All of them. */
    public Stream<ServicePlace> nodes() {
        return Stream.concat(controlPlane.stream(), gateways.stream().map(GatewayPlace::node));
    }
}
