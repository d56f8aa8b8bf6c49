package org.borealisdb.server.role;

import org.borealisdb.proxy.endpoint.Instance;
import org.borealisdb.proxy.endpoint.InstanceRole;
import org.borealisdb.runtime.net.HostPort;
import org.borealisdb.server.region.NodeHealth;

/** What an instance is to those who choose one for a client, by what it says of itself. */
public final class InstanceHealth {
    /** Who chooses for a client does not look at it. */
    private static final int TIER = 1;

    private InstanceHealth() {}

    /** The instance, of the main cluster, that said so; {@code clients} is where it is reached. */
    public static Instance instance(NodeHealth said, HostPort clients) {
        InstanceRole role = said.role().equals("writer") ? InstanceRole.WRITER : InstanceRole.READER;
        return new Instance(said.name(), clients, role, said.state().equals("running"), TIER);
    }
}
