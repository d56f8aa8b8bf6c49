package org.borealisdb.volume.writer;

import java.util.List;
import java.util.Optional;
import org.borealisdb.redo.volume.Geometry;
import org.borealisdb.redo.volume.Member;
import org.borealisdb.redo.volume.Membership;
import org.borealisdb.redo.volume.Quorum;
import org.borealisdb.redo.volume.VolumeMetadata;
import org.borealisdb.runtime.codec.MalformedException;
import org.borealisdb.runtime.error.OperationException;
import org.borealisdb.runtime.metric.Metrics;
import org.borealisdb.runtime.net.Address;
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
        long deadline = clock.nanoTime() + settings.openTimeoutNanos();
        boolean added = false;
        while (!added) {
            added = tryToAdd(index, deadline);
        }
    }

    /** False if the metadata changed meanwhile. */
    private boolean tryToAdd(int index, long deadline) {
        try {
            if (!recordGroup(index)) {
                return false;
            }
        } catch (FencedException | MalformedException e) {
            throw e;
        } catch (OperationException e) {
            throw new VolumeUnavailableException(
                    "cannot record group " + index + " of " + metadata.id() + ": " + e.getMessage());
        }
        distribution.close();
        distribution = new Distribution(calls, metadata);
        boolean formatted = distribution.await(List.of(index), Quorum.WRITE, deadline);
        if (distribution.newer().isPresent()) {
            // A rival's, which the next look at the log tells, or a change of membership.
            metrics.count("volume.growth.again");
            return false;
        }
        if (!formatted) {
            throw new VolumeUnavailableException("cannot format group " + index + " of " + metadata.id() + ": "
                    + distribution.missing(Quorum.WRITE));
        }
        tracker.addGroup(metadata.group(index), 0);
        metrics.count("volume.grown");
        return true;
    }

    /** Makes sure that the group is in the metadata log, whatever became of earlier attempts; false if the record changed at the same time. */
    private boolean recordGroup(int index) {
        VolumeRecord.Version current = record.read()
                .orElseThrow(() -> new VolumeUnavailableException(metadata.id() + " is gone from the metadata log"));
        checkOwned(current.metadata());
        if (current.metadata().groups().size() <= index) {
            List<Member> members = settings.placement().membersOf(index);
            Membership first = Membership.initial(members, current.metadata().mix());
            if (!first.spreadsFull()) {
                throw new VolumeUnavailableException("cannot add group " + index + " to " + metadata.id()
                        + ": two of its full segments would be in one zone: " + members);
            }
            introduce(current.metadata(), members);
            VolumeMetadata next = current.metadata().withGroup(first);
            Optional<VolumeRecord.Version> decided = record.decide(current.number(), next);
            if (decided.isEmpty()) {
                metrics.count("volume.growth.again");
                return false;
            }
            current = decided.get();
        }
        metadata = current.metadata();
        return true;
    }

    /**
     * Lets the nodes that are to hold a new group know the volume before: who hears of a volume for the first time and is a member already can't
     * know whether it has forgotten something (R14). Those who can't be reached now will begin like such: by what at least three others say. So will those that are in doubt
     * about other segments of the volume, which may have been members of this group too, for all they know. So a write quorum must be in no doubt.
     */
    private void introduce(VolumeMetadata known, List<Member> members) {
        List<Address> nodes = members.stream().map(Member::node).toList();
        try (Distribution introduction = new Distribution(calls, known, nodes)) {
            long deadline = clock.nanoTime() + settings.callTimeoutNanos();
            introduction.await(nodes.size(), deadline);
            if (!introduction.awaitSound(Membership.initial(members, known.mix()), deadline)) {
                throw new VolumeUnavailableException("cannot add a group to " + known.id()
                        + ": too few of the nodes that are to hold it can be reached and are sure of what they hold: "
                        + nodes);
            }
        }
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
