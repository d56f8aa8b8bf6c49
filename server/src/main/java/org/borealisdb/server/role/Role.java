package org.borealisdb.server.role;

import java.util.List;
import org.borealisdb.server.region.NodeHealth;
import org.borealisdb.server.region.VolumeReport;

/** What one node of a region does, and how it is. Any task may ask. */
public sealed interface Role extends AutoCloseable permits ClusterHost, ControlPlaneRole, GatewayRole, StorageNodeRole {
    /** How it is. */
    NodeHealth health();

    /** Volume durable LSN; 0 if it does not know it. */
    long vdl();

    /** What there is to be said of the whole region, a line each; empty if all is well, or the role does not know. */
    List<String> notes();

    /** The volume that it has open for writing, or none. */
    List<VolumeReport> volumes();

    /** Clients connected now. */
    int clients();

    /** How the data it has open is encrypted, in words; empty if it has none open. */
    String encryption();

    /** Ends it in order. */
    @Override
    void close();
}
