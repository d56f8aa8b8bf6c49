package org.borealisdb.server.role;

import org.borealisdb.runtime.config.ByteSize;
import org.borealisdb.runtime.net.Address;
import org.borealisdb.runtime.net.HostPort;

/**
 * One compute instance of a region.
 *
 * @param address its name in the region
 * @param zone    its availability zone: it reads from this one first
 * @param place   where storage nodes in other processes reach it; not used while all run in one process
 * @param clients where clients connect
 * @param pool    its page cache
 * @param metricsPort loopback port for its metrics; 0 if it shows none
 */
public record InstancePlace(
        Address address, String zone, HostPort place, HostPort clients, ByteSize pool, int metricsPort) {
    private static final ByteSize LEAST_POOL = ByteSize.ofMebibytes(64);

    /** One that shows no metrics. */
    public InstancePlace(Address address, String zone, HostPort place, HostPort clients, ByteSize pool) {
        this(address, zone, place, clients, pool, 0);
    }

    /** Of a cluster beside the main one, in the same process: a quarter of the page cache, but at least 64 MiB if the main one has as much. */
    InstancePlace ofCluster(String name, HostPort at) {
        long bytes = Math.max(pool.bytes() / 4, Math.min(pool.bytes(), LEAST_POOL.bytes()));
        return new InstancePlace(new Address(address.name() + "-" + name), zone, place, at, new ByteSize(bytes), 0);
    }
}
