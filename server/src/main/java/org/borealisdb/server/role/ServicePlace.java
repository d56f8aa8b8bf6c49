package org.borealisdb.server.role;

import java.nio.file.Path;
import java.util.Optional;
import org.borealisdb.runtime.net.Address;
import org.borealisdb.runtime.net.HostPort;

/**
 * A node of a region that holds no data and runs no SQL.
 *
 * @param address its name in the region
 * @param zone    its availability zone
 * @param place   where other processes reach it
 * @param metricsPort loopback port for its metrics; 0 if it shows none
 * @param folder  where it keeps its copy of the metadata log, absolute; empty if it keeps none
 */
public record ServicePlace(Address address, String zone, HostPort place, int metricsPort, Optional<Path> folder) {}
