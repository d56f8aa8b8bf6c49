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
 * @param reader  true if it follows the first instance of the region that is none, instead of writing itself; where there is a control plane, that decides
 * @param tier    0 to 15: those of a lower one are promoted first
 */
public record InstancePlace(
        Address address,
        String zone,
        HostPort place,
        HostPort clients,
        ByteSize pool,
        int metricsPort,
        boolean reader,
        int tier) {
    /** Of one of whom nobody has said another. */
    public static final int STANDARD_TIER = 1;

    private static final ByteSize LEAST_POOL = ByteSize.ofMebibytes(64);
    private static final int CLUSTER_PART = 4;
    private static final int READER_PART = 8;

    /** A writer that shows no metrics. */
    public InstancePlace(Address address, String zone, HostPort place, HostPort clients, ByteSize pool) {
        this(address, zone, place, clients, pool, 0, false, STANDARD_TIER);
    }

    /** Of a cluster beside the main one, in the same process: a quarter of the page cache, but at least 64 MiB if the main one has as much. */
    InstancePlace ofCluster(String name, HostPort at) {
        return new InstancePlace(
                new Address(address.name() + "-" + name),
                zone,
                place,
                at,
                partOfPool(CLUSTER_PART),
                0,
                false,
                STANDARD_TIER);
    }

    /** Of a reader of the main cluster, in the same process: an eighth, so that fifteen of them take about twice what the writer does. */
    InstancePlace ofReader(String name, String where, long poolBytes) {
        ByteSize cache = poolBytes == 0 ? partOfPool(READER_PART) : new ByteSize(poolBytes);
        return new InstancePlace(
                new Address(name), where.isEmpty() ? zone : where, place, clients, cache, 0, true, STANDARD_TIER);
    }

    private ByteSize partOfPool(int part) {
        return new ByteSize(Math.max(pool.bytes() / part, Math.min(pool.bytes(), LEAST_POOL.bytes())));
    }
}
