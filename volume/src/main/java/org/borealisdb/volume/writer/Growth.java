package org.borealisdb.volume.writer;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.IntStream;
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
 * then used. Several at once are one version of the metadata, which has all groups. A group that was recorded and not formatted, because of a crash or a lost quorum, is formatted by the next attempt or the next opening.
 */
final class Growth implements AutoCloseable {
    /** Groups that are recorded in one version of the metadata; each takes some 250 bytes of it. */
    private static final int MOST_AT_ONCE = 256;

    private final VolumeRecord record;
    private final NodeCalls calls;
    private final QuorumTracker tracker;
    private final Clock clock;
    private final Metrics metrics;
    private final VolumeSettings settings;
    private final Consumer<VolumeMetadata> grown;

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
            Distribution distribution,
            Consumer<VolumeMetadata> grown) {
        this.record = record;
        this.calls = calls;
        this.tracker = tracker;
        this.clock = clock;
        this.metrics = metrics;
        this.settings = settings;
        this.grown = grown;
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
                int from = tracker.memberships().size();
                add(from, Math.min(count, from + MOST_AT_ONCE));
            }
        } finally {
            lock.unlock();
        }
    }

    /** Adds the groups from {@code from} to below {@code to}. */
    private void add(int from, int to) {
        long deadline = clock.nanoTime() + settings.openTimeoutNanos();
        boolean added = false;
        while (!added) {
            added = tryToAdd(from, to, deadline);
        }
    }

    /** False if the metadata changed meanwhile. */
    private boolean tryToAdd(int from, int to, long deadline) {
        try {
            if (!recordGroups(to)) {
                return false;
            }
        } catch (FencedException | MalformedException e) {
            throw e;
        } catch (OperationException e) {
            throw new VolumeUnavailableException(
                    "cannot record group " + (to - 1) + " of " + metadata.id() + ": " + e.getMessage());
        }
        distribution.close();
        distribution = new Distribution(calls, metadata);
        boolean formatted = distribution.await(IntStream.range(from, to).boxed().toList(), Quorum.WRITE, deadline);
        if (distribution.newer().isPresent()) {
            // A rival's, which the next look at the log tells, or a change of membership.
            metrics.count("volume.growth.again");
            return false;
        }
        if (!formatted) {
            throw new VolumeUnavailableException("cannot format group " + (to - 1) + " of " + metadata.id() + ": "
                    + distribution.missing(Quorum.WRITE));
        }
        tracker.addGroups(metadata.groups().subList(from, to));
        grown.accept(metadata);
        metrics.count("volume.grown");
        return true;
    }

    /** Makes sure that {@code count} groups are in the metadata log, whatever became of earlier attempts; false if the record changed at the same time. */
    private boolean recordGroups(int count) {
        VolumeRecord.Version current = record.read()
                .orElseThrow(() -> new VolumeUnavailableException(metadata.id() + " is gone from the metadata log"));
        checkOwned(current.metadata());
        int known = current.metadata().groups().size();
        if (known < count) {
            List<Membership> added = IntStream.range(known, count)
                    .mapToObj(group -> placed(group, current.metadata()))
                    .toList();
            introduce(current.metadata(), added);
            Optional<VolumeRecord.Version> decided =
                    record.decide(current.number(), current.metadata().withGroups(added));
            if (decided.isEmpty()) {
                metrics.count("volume.growth.again");
                return false;
            }
            metadata = decided.get().metadata();
        } else {
            metadata = current.metadata();
        }
        return true;
    }

    private Membership placed(int group, VolumeMetadata known) {
        List<Member> members = settings.placement().membersOf(group);
        Membership first = Membership.initial(members, known.mix());
        if (!first.spreadsFull()) {
            throw new VolumeUnavailableException("cannot add group " + group + " to " + known.id()
                    + ": two of its full segments would be in one zone: " + members);
        }
        return first;
    }

    /**
     * Lets the nodes that are to hold new groups know the volume before: who hears of a volume for the first time and is a member already can't
     * know whether it has forgotten something (R14). Those who can't be reached now will begin like such: by what at least three others say. So will those that are in doubt
     * about other segments of the volume, which may have been members of these groups too, for all they know. So a write quorum of each must be in no doubt.
     */
    private void introduce(VolumeMetadata known, List<Membership> added) {
        List<Address> nodes = added.stream()
                .flatMap(group -> group.members().stream())
                .map(Member::node)
                .distinct()
                .toList();
        try (Distribution introduction = new Distribution(calls, known, nodes)) {
            long deadline = clock.nanoTime() + settings.callTimeoutNanos();
            introduction.await(nodes.size(), deadline);
            for (Membership group : added.stream().distinct().toList()) {
                if (!introduction.awaitSound(group, deadline)) {
                    throw new VolumeUnavailableException("cannot add a group to " + known.id()
                            + ": too few of the nodes that are to hold it can be reached and are sure of what they hold: "
                            + group.members());
                }
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
