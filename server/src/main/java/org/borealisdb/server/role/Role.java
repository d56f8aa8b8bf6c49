package org.borealisdb.server.role;

import java.util.List;
import org.borealisdb.server.region.EndpointReport;
import org.borealisdb.server.region.NodeHealth;
import org.borealisdb.server.region.VolumeReport;

/** What one node of a region does, and how it is. Any task may ask. */
public interface Role extends AutoCloseable {
    /** How it is. */
    NodeHealth health();

    /** Volume durable LSN; 0 if it does not know it. */
    default long vdl() {
        return 0;
    }

    /** What there is to be said of the whole region, a line each; empty if all is well, or the role does not know. */
    default List<String> notes() {
        return List.of();
    }

    /** The volume that it has open for writing, or none. */
    default List<VolumeReport> volumes() {
        return List.of();
    }

    /** Clients connected now. */
    default int clients() {
        return 0;
    }

    /** How the data it has open is encrypted, in words; empty if it has none open. */
    default String encryption() {
        return "";
    }

    /** The certificate that its clients are to trust, as a file; empty if it shows none of its own. */
    default String caFile() {
        return "";
    }

    /** The endpoints that it listens for, or should. */
    default List<EndpointReport> endpoints() {
        return List.of();
    }

    /** Where it answers names; empty if it does not. */
    default String dns() {
        return "";
    }

    /** Ends it in order. */
    @Override
    void close();
}
