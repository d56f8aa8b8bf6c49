package org.borealisdb.proxy.endpoint;

import org.borealisdb.runtime.task.Condition;
import org.borealisdb.runtime.task.Lock;
import org.borealisdb.runtime.task.Tasks;
import org.borealisdb.runtime.time.Clock;

/**
 * What a cluster is, as far as it is known here: whoever knows publishes, gateways look and wait. Publishing waits for nobody. Safe for use by
 * all tasks.
 */
public final class Topology {
    private final Clock clock;
    private final Lock lock;
    private final Condition changed;

    // Changed under the lock alone.
    private volatile TopologyView view;

    /** A topology that begins as {@code first}. */
    public Topology(Tasks tasks, Clock clock, TopologyView first) {
        this.clock = clock;
        this.lock = tasks.lock("topology-" + first.cluster());
        this.changed = lock.condition();
        this.view = first;
    }

    /** What was published last. */
    public TopologyView current() {
        return view;
    }

    /**
     * Replaces what is known by what is newer.
     *
     * @return false, with nothing changed, if {@code next} is not newer than what is known
     */
    public boolean publish(TopologyView next) {
        lock.lock();
        try {
            if (!next.cluster().equals(view.cluster())) {
                throw new IllegalArgumentException(
                        "a view of cluster " + next.cluster() + " is none of cluster " + view.cluster());
            }
            if (next.version() <= view.version()) {
                return false;
            }
            view = next;
            changed.signalAll();
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Waits for a view that is newer than {@code known}, at most {@code timeoutNanos}, and answers the newest there is. */
    public TopologyView awaitNewer(long known, long timeoutNanos) {
        long deadline = clock.nanoTime() + timeoutNanos;
        lock.lock();
        try {
            while (view.version() <= known) {
                long left = deadline - clock.nanoTime();
                if (left <= 0) {
                    break;
                }
                changed.await(left);
            }
            return view;
        } finally {
            lock.unlock();
        }
    }
}
