package org.borealisdb.volume.writer;

import java.util.List;
import java.util.Optional;
import org.borealisdb.redo.volume.Geometry;
import org.borealisdb.redo.volume.Membership;
import org.borealisdb.redo.volume.VolumeMetadata;
import org.borealisdb.runtime.codec.MalformedException;
import org.borealisdb.runtime.error.OperationException;
import org.borealisdb.runtime.metric.Metrics;
import org.borealisdb.runtime.task.Lock;
import org.borealisdb.runtime.task.Tasks;
import org.borealisdb.runtime.time.Clock;
import org.borealisdb.volume.FencedException;
import org.borealisdb.volume.VolumeSettings;
import org.borealisdb.volume.VolumeUnavailableException;
import org.borealisdb.volume.geometry.Distribution;
import org.borealisdb.volume.geometry.NodeCalls;
import org.borealisdb.volume.geometry.VolumeRecord;
import org.borealisdb.volume.quorum.QuorumTracker;

/**
 * Adds protection groups (R13): recorded in the metadata log first, so that nodes never know more than the log; then formatted on a write quorum; only
 * then used. A group that was recorded and not formatted, because of a crash or a lost quorum, is formatted by the next attempt or the next opening.
 */
final class Growth implements AutoCloseable {
    private final VolumeRecord record;
    private final NodeCalls calls;
    private final QuorumTracker tracker;
    private final Clock clock;
    private final Metrics metrics;
    private final VolumeSettings settings;

    /** One growth at a time; held across waits. */
    private final Lock lock;

    // Guarded by the lock, like what follows (the checker for @GuardedBy knows only monitors and JDK locks).
    private VolumeMetadata metadata;

    private Distribution distribution;

    Growth(
            VolumeRecord record,
            NodeCalls calls,
            QuorumTracker tracker,
            Tasks tasks,
            Clock clock,
            Metrics metrics,
            VolumeSettings settings,
            VolumeMetadata metadata,
            Distribution distribution) {
        this.record = record;
        this.calls = calls;
        this.tracker = tracker;
        this.clock = clock;
        this.metrics = metrics;
        this.settings = settings;
        this.lock = tasks.lock("growth of " + metadata.id());
        this.metadata = metadata;
        this.distribution = distribution;
    }

    void growTo(int count) {
        if (count > Geometry.MAX_GROUPS) {
            throw new IllegalArgumentException("a volume has at most " + Geometry.MAX_GROUPS + " groups, not " + count);
        }
        lock.lock();
        try {
            while (tracker.memberships().size() < count) {
                add(tracker.memberships().size());
            }
        } finally {
            lock.unlock();
        }
    }

    private void add(int index) {
        try {
            recordGroup(index);
        } catch (FencedException | MalformedException e) {
            throw e;
        } catch (OperationException e) {
            throw new VolumeUnavailableException(
                    "cannot record group " + index + " of " + metadata.id() + ": " + e.getMessage());
        }
        distribution.close();
        distribution = new Distribution(calls, metadata);
        boolean formatted = distribution.await(
                List.of(index), Membership.WRITE_QUORUM, clock.nanoTime() + settings.openTimeoutNanos());
        if (distribution.newer().isPresent()) {
            throw new FencedException(
                    "fenced while growing: " + distribution.newer().get().epoch());
        }
        if (!formatted) {
            throw new VolumeUnavailableException("cannot format group " + index + " of " + metadata.id() + ": "
                    + distribution.missing(Membership.WRITE_QUORUM));
        }
        tracker.addGroup(metadata.group(index), 0);
        metrics.count("volume.grown");
    }

    /** Makes sure that the group is in the metadata log, whatever became of earlier attempts. */
    private void recordGroup(int index) {
        VolumeRecord.Version current = record.read()
                .orElseThrow(() -> new VolumeUnavailableException(metadata.id() + " is gone from the metadata log"));
        checkOwned(current.metadata());
        if (current.metadata().groups().size() <= index) {
            VolumeMetadata next = current.metadata()
                    .withGroup(new Membership(1, settings.placement().membersOf(index)));
            Optional<VolumeRecord.Version> decided = record.decide(current.number(), next);
            if (decided.isEmpty()) {
                checkOwned(record.read().orElse(current).metadata());
                throw new VolumeUnavailableException("the metadata of " + metadata.id() + " changed meanwhile");
            }
            current = decided.get();
        }
        metadata = current.metadata();
    }

    private void checkOwned(VolumeMetadata found) {
        if (!found.epoch().equals(metadata.epoch())) {
            throw new FencedException(metadata.id() + " was opened by another: " + found.epoch());
        }
    }

    /** Ends what goes on in the background. */
    @Override
    public void close() {
        lock.lock();
        try {
            distribution.close();
        } finally {
            lock.unlock();
        }
    }
}
