package org.borealisdb.controlplane.fleet;

import java.util.Optional;
import org.borealisdb.runtime.error.OperationException;
import org.borealisdb.runtime.net.Address;
import org.borealisdb.runtime.net.Endpoint;
import org.borealisdb.runtime.task.Tasks;

/** The way from an instance, or a gateway, to one node of the control plane. For one task, which asks all the time. */
public final class FleetLink {
    /** The node holds a question back for {@code ControlPlaneNode.HOLD_NANOS} at most. */
    private static final long TIMEOUT_NANOS = 1_000_000_000L;

    /** A node that cannot be asked is asked again after so long. */
    private static final long PAUSE_NANOS = 100_000_000L;

    private final Endpoint own;
    private final Address node;
    private final Tasks tasks;
    private long incarnation;
    private long version;

    /**
     * A link that has not been used.
     *
     * @param own  what asks
     * @param node which is asked
     */
    public FleetLink(Endpoint own, Address node, Tasks tasks) {
        this.own = own;
        this.node = node;
        this.tasks = tasks;
    }

    /** Says how an instance is, if the asker is one, and answers how the cluster is; empty, after a pause, if the node cannot be asked. Waits until there is something new, a moment at most. */
    public Optional<FleetView> ask(Optional<InstanceReport> report) {
        try {
            FleetView view = FleetMessages.view(
                    own.call(node, FleetMessages.encode(new Beat(report, incarnation, version)), TIMEOUT_NANOS));
            incarnation = view.incarnation();
            version = view.version();
            return Optional.of(view);
        } catch (OperationException unreachable) {
            incarnation = 0;
            tasks.sleep(PAUSE_NANOS);
            return Optional.empty();
        }
    }
}
