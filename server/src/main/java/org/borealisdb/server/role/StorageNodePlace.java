package org.borealisdb.server.role;

import java.nio.file.Path;
import org.borealisdb.runtime.net.Address;
import org.borealisdb.runtime.net.HostPort;

/**
 * One storage node of a region.
 *
 * @param address its name in the region
 * @param zone    its availability zone
 * @param place   where other processes reach it; not used while all run in one process
 * @param folder  its files, absolute
 * @param metricsPort loopback port for its metrics; 0 if it shows none
 */
public record StorageNodePlace(Address address, String zone, HostPort place, Path folder, int metricsPort) {
    public StorageNodePlace {
        if (!folder.isAbsolute()) {
            throw new IllegalArgumentException("the folder of " + address + " must be absolute: " + folder);
        }
    }

    /** One that shows no metrics. */
    public StorageNodePlace(Address address, String zone, HostPort place, Path folder) {
        this(address, zone, place, folder, 0);
    }
}
