package org.borealisdb.server.role;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.borealisdb.cloud.objectstore.ObjectStores;
import org.borealisdb.runtime.error.OperationException;
import org.borealisdb.runtime.task.Condition;
import org.borealisdb.runtime.task.Lock;
import org.borealisdb.runtime.task.Task;
import org.borealisdb.runtime.task.TaskKind;
import org.borealisdb.server.cluster.BackedUpCluster;
import org.borealisdb.server.cluster.ClusterRecord;
import org.borealisdb.server.cluster.ClusterRegistry;

/**
 * Tells the store of the backup what the volumes in it are called, so that a cluster can be restored by its name when nothing is left but the store. A task of its own, for the store
 * may not answer; begun and ended by one task.
 */
final class ClusterNames implements AutoCloseable {
    private static final long PAUSE_NANOS = 2_000_000_000;

    private final RegionPlan plan;
    private final RealWorld world;
    private final ClusterRegistry registry;
    private final ObjectStores stores;
    private final TreeSet<Long> told = new TreeSet<>();
    private final Lock lock;
    private final Condition closed;
    private final List<Task> task = new ArrayList<>();
    private boolean closing;

    ClusterNames(RegionPlan plan, RealWorld world, ClusterRegistry registry, ObjectStores stores) {
        this.plan = plan;
        this.world = world;
        this.registry = registry;
        this.stores = stores;
        this.lock = world.tasks().lock("cluster names");
        this.closed = lock.condition();
    }

    /** Begins, if there is a backup. */
    void start() {
        if (plan.backup().on()) {
            task.add(world.tasks().start("cluster-names", TaskKind.BACKGROUND, this::run));
        }
    }

    private void run() {
        do {
            try {
                for (ClusterRecord record : registry.all()) {
                    if (record.volume() != 0 && !told.contains(record.volume())) {
                        BackedUpCluster.of(record)
                                .tell(stores.open(plan.backup().place()));
                        told.add(record.volume());
                    }
                }
            } catch (OperationException notNow) {
                // The metadata log or the store can't be reached: the next time.
                world.metrics().count("clusters.names-untold");
            }
        } while (pause());
    }

    private boolean pause() {
        lock.lock();
        try {
            if (!closing) {
                closed.await(PAUSE_NANOS);
            }
            return !closing;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            closing = true;
            closed.signalAll();
        } finally {
            lock.unlock();
        }
        task.forEach(Task::join);
    }
}
