package org.borealisdb.server.role;

import org.borealisdb.runtime.net.HostPort;

/**
 * A gateway of a region.
 *
 * @param node    the process
 * @param writer  where clients are led to the writer
 * @param readers where they are led to the readers in turn
 */
public record GatewayPlace(ServicePlace node, HostPort writer, HostPort readers) {}
