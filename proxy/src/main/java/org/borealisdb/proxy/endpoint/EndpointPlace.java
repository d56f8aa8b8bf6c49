package org.borealisdb.proxy.endpoint;

import org.borealisdb.runtime.net.HostPort;

/**
 * An endpoint and where a gateway listens for it. On one machine each may have a loopback address of its own (127.0.0.2, 127.0.0.3
 * and so on), so that all can have port 5432 and names alone tell them apart.
 */
public record EndpointPlace(Endpoint endpoint, HostPort place) {}
