package org.borealisdb.runtime.real.net;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.borealisdb.runtime.net.Address;
import org.borealisdb.runtime.task.Condition;
import org.borealisdb.runtime.task.Lock;
import org.borealisdb.runtime.task.TaskKind;

/**
 * Knows all connections of one endpoint and closes those on which nothing arrives, be it that the peer's machine is gone, the peer is
 * stopped, or a stranger connects and waits. Closing is what frees a task that is blocked on such a connection.
 */
final class ConnectionWatch {
    private static final System.Logger LOG = System.getLogger(ConnectionWatch.class.getName());

    private final Address self;
    private final LinkEnvironment environment;

    /** Guards what follows. */
    private final Lock lock;

    private final Condition closing;
    private final Set<FrameChannel> connections = new LinkedHashSet<>();
    private boolean closed;

    ConnectionWatch(Address self, LinkEnvironment environment) {
        this.self = self;
        this.environment = environment;
        this.lock = environment.tasks().lock("connections of " + self);
        this.closing = lock.condition();
    }

    void start() {
        environment.tasks().start("watch of " + self, TaskKind.PROTOCOL, this::watch);
    }

    /** Watches {@code connection}; if the endpoint is closed, closes it instead and answers false. */
    boolean add(FrameChannel connection) {
        lock.lock();
        try {
            if (!closed) {
                connections.add(connection);
                return true;
            }
        } finally {
            lock.unlock();
        }
        connection.close();
        return false;
    }

    /** Closes {@code connection} and forgets it. */
    void remove(FrameChannel connection) {
        lock.lock();
        try {
            connections.remove(connection);
        } finally {
            lock.unlock();
        }
        connection.close();
    }

    /** Closes all connections, now and later. */
    void close() {
        List<FrameChannel> all;
        lock.lock();
        try {
            closed = true;
            all = List.copyOf(connections);
            connections.clear();
            closing.signalAll();
        } finally {
            lock.unlock();
        }
        all.forEach(FrameChannel::close);
    }

    private void watch() {
        LinkLimits limits = environment.limits();
        long interval =
                Math.min(limits.connectTimeout().toNanos(), limits.silence().toNanos()) / 4;
        while (true) {
            List<FrameChannel> all;
            lock.lock();
            try {
                if (!closed) {
                    closing.await(interval);
                }
                if (closed) {
                    return;
                }
                all = List.copyOf(connections);
            } finally {
                lock.unlock();
            }
            long now = environment.clock().nanoTime();
            for (FrameChannel connection : all) {
                if (connection.overdue(now, limits)) {
                    environment.counters().silences().increment();
                    LOG.log(System.Logger.Level.WARNING, "node {0} closes a connection on which nothing arrives", self);
                    remove(connection);
                }
            }
        }
    }
}
