package org.borealisdb.storage.segment;

import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import org.borealisdb.runtime.metric.Metrics;
import org.borealisdb.runtime.task.Condition;
import org.borealisdb.runtime.task.Lock;
import org.borealisdb.runtime.task.Tasks;

/**
 * Indexes the log of volumes that are about to be read from. A writer that has fenced a volume reads its first pages as soon as it has opened it, one after the other, from whichever nodes; it would wait in
 * each of them until all log that is in memory was indexed. So would whoever reads first from a node that has just been started. What is not indexed by then is by the first read. {@link #run} is for one task, the rest for all.
 */
public final class EarlyIndex {
    /** Log that is to be acknowledged waits for no more. */
    private static final int RECORDS_AT_A_TIME = 2048;

    private final Tasks tasks;
    private final Metrics metrics;
    private final Lock lock;
    private final Condition changed;

    /** Guarded by {@code lock}. */
    private final Set<VolumeReplica> wanted = new LinkedHashSet<>();

    private volatile boolean closed;

    public EarlyIndex(Tasks tasks, Metrics metrics) {
        this.tasks = tasks;
        this.metrics = metrics;
        this.lock = tasks.lock("early index");
        this.changed = lock.condition();
    }

    /** Has all of the volume's log indexed soon. */
    public void want(VolumeReplica volume) {
        lock.lock();
        try {
            wanted.add(volume);
            changed.signal();
        } finally {
            lock.unlock();
        }
    }

    /** The task's body. */
    public void run() {
        for (Optional<VolumeReplica> next = next(); next.isPresent(); next = next()) {
            for (Segment segment : next.get().segmentsNow()) {
                while (!closed && !indexed(next.get(), segment)) {
                    tasks.giveWay();
                }
            }
            metrics.count("storage.index.early");
        }
    }

    private Optional<VolumeReplica> next() {
        lock.lock();
        try {
            while (wanted.isEmpty() && !closed) {
                changed.await();
            }
            Optional<VolumeReplica> next =
                    closed ? Optional.empty() : wanted.stream().findFirst();
            next.ifPresent(wanted::remove);
            return next;
        } finally {
            lock.unlock();
        }
    }

    /** Indexes some more; true if there is nothing left to do. */
    private static boolean indexed(VolumeReplica volume, Segment segment) {
        volume.lock().lock();
        try {
            return segment.tail() || !segment.healthy() || segment.index(RECORDS_AT_A_TIME, volume.lowestReadLsn());
        } finally {
            volume.lock().unlock();
        }
    }

    public void close() {
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
