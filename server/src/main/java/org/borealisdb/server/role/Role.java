package org.borealisdb.server.role;

import org.borealisdb.server.region.NodeHealth;

/** What one node of a region does, and how it is. Any task may ask. */
public sealed interface Role extends AutoCloseable permits InstanceRole, StorageNodeRole {
    /** How it is. */
    NodeHealth health();

    /** Volume durable LSN; 0 if it does not know it. */
    long vdl();

    /** Clients connected now. */
    int clients();

    /** Ends it in order. */
    @Override
    void close();
}
