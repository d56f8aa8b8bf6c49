package org.borealisdb.storage.segment;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.borealisdb.runtime.metric.Metrics;
import org.borealisdb.runtime.task.Condition;
import org.borealisdb.runtime.task.Lock;
import org.borealisdb.runtime.task.Tasks;
import org.borealisdb.runtime.time.Clock;

/**
 * Indexes log before it is read. A writer that has fenced a volume reads its first pages as soon as it has opened it, one after the other, from whichever nodes; it would wait in each of them until all log that is in memory was indexed.
 * So would whoever reads first from a node that has just been started, and whoever reads from a segment that is asked now and then while much is written. What is not indexed by then is by the read. {@link #run} is for one task, the rest for all.
 */
public final class EarlyIndex {
    /** Log that is to be acknowledged waits for no more. */
    private static final int RECORDS_AT_A_TIME = 2048;
    /** How often log of segments that are read from is indexed: a read finds so much not indexed at most, as a rule. */
    private static final long PAUSE_NANOS = 20_000_000;

    private final Tasks tasks;
    private final Clock clock;
    private final Metrics metrics;
    private final Supplier<Collection<VolumeReplica>> volumes;
    private final Lock lock;
    private final Condition changed;

    /** Guarded by {@code lock}. */
    private final Set<VolumeReplica> wanted = new LinkedHashSet<>();

    private volatile boolean closed;

    /** One of a node that has so many volumes as {@code volumes} says at each time. */
    public EarlyIndex(Tasks tasks, Clock clock, Metrics metrics, Supplier<Collection<VolumeReplica>> volumes) {
        this.tasks = tasks;
        this.clock = clock;
        this.metrics = metrics;
        this.volumes = volumes;
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
        boolean read = false;
        while (pause(read)) {
            for (Optional<VolumeReplica> next = next(); next.isPresent(); next = next()) {
                next.get().segmentsNow().forEach(index(next.get()));
                metrics.count("storage.index.early");
            }
            read = indexWhatIsRead();
        }
    }

    private Optional<VolumeReplica> next() {
        lock.lock();
        try {
            Optional<VolumeReplica> next = wanted.stream().findFirst();
            next.ifPresent(wanted::remove);
            return next;
        } finally {
            lock.unlock();
        }
    }

    /** Waits until there is something to do, or, while somebody reads, for a moment; false if this closes. */
    private boolean pause(boolean read) {
        lock.lock();
        try {
            if (read && wanted.isEmpty() && !closed) {
                changed.await(PAUSE_NANOS);
            }
            while (!read && wanted.isEmpty() && !closed) {
                changed.await();
            }
            return !closed;
        } finally {
            lock.unlock();
        }
    }

    /** True if anybody reads from any segment. */
    private boolean indexWhatIsRead() {
        boolean any = false;
        long now = clock.nanoTime();
        for (VolumeReplica volume : volumes.get()) {
            List<Segment> read;
            volume.lock().lock();
            try {
                read = volume.segments().stream()
                        .filter(segment -> segment.work().readLately(now))
                        .toList();
            } finally {
                volume.lock().unlock();
            }
            read.forEach(index(volume));
            any |= !read.isEmpty();
        }
        return any;
    }

    private Consumer<Segment> index(VolumeReplica volume) {
        return segment -> {
            while (!closed && !indexed(volume, segment)) {
                tasks.giveWay();
            }
        };
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
