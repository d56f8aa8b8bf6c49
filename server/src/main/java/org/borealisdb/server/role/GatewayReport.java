package org.borealisdb.server.role;

import java.util.List;
import org.borealisdb.server.region.EndpointReport;

/**
 * What a gateway says of its endpoints.
 *
 * @param dns       where it answers names; empty if it does not
 * @param endpoints all that it listens for, or should
 */
public record GatewayReport(String dns, List<EndpointReport> endpoints) {
    public GatewayReport {
        endpoints = List.copyOf(endpoints);
    }
}
