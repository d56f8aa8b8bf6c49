package org.borealisdb.proxy.gateway;

import java.nio.ByteBuffer;
import java.util.List;
import org.borealisdb.proxy.endpoint.Endpoint;
import org.borealisdb.proxy.endpoint.EndpointChoice;
import org.borealisdb.proxy.endpoint.Instance;
import org.borealisdb.runtime.error.OperationException;
import org.borealisdb.runtime.net.StreamConnection;
import org.borealisdb.runtime.task.Task;
import org.borealisdb.runtime.task.TaskKind;

/**
 * Passes requests to cancel on. The number and secret in one say which session it means, and not at which instance that is; so every
 * instance that the session may be at gets it, and those that do not know the two ignore it.
 */
final class Cancels {
    private static final System.Logger LOG = System.getLogger(Cancels.class.getName());

    private final GatewayParts parts;

    Cancels(GatewayParts parts) {
        this.parts = parts;
    }

    /** Passes a request on, and returns when all have taken it, after a bounded time at the latest: clients take that as a sign that it was heard. */
    void relay(Endpoint endpoint, ByteBuffer request) {
        parts.counters().cancels().increment();
        List<Task> senders = EndpointChoice.everyone(endpoint, parts.topology().current()).stream()
                .map(instance -> parts.tasks()
                        .start("cancel-" + instance.name(), TaskKind.SESSION, () -> send(instance, request)))
                .toList();
        senders.forEach(Task::join);
    }

    private void send(Instance instance, ByteBuffer request) {
        long deadline =
                parts.clock().nanoTime() + parts.limits().cancelTimeout().toNanos();
        try (StreamConnection stream = parts.streams().connect(instance.address(), left(deadline))) {
            stream.write(request.duplicate(), left(deadline));
            // It answers nothing, and closes when it is done.
            ByteBuffer nothing = ByteBuffer.allocate(1);
            int count = stream.read(nothing, left(deadline));
            if (count >= 0) {
                LOG.log(System.Logger.Level.DEBUG, "instance {0} answers a request to cancel", instance.name());
            }
        } catch (OperationException unheard) {
            LOG.log(
                    System.Logger.Level.DEBUG,
                    "a request to cancel did not reach {0}: {1}",
                    instance.name(),
                    unheard.getMessage());
        }
    }

    /** What is left until then, and never none: that would stand for ever. */
    private long left(long deadline) {
        return Math.max(1, deadline - parts.clock().nanoTime());
    }
}
