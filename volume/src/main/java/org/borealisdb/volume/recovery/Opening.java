package org.borealisdb.volume.recovery;

import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.BiPredicate;
import java.util.stream.IntStream;
import org.borealisdb.redo.message.Fence;
import org.borealisdb.redo.message.Fenced;
import org.borealisdb.redo.message.Install;
import org.borealisdb.redo.message.StorageMessage;
import org.borealisdb.redo.message.StorageMessages;
import org.borealisdb.redo.volume.Quorum;
import org.borealisdb.redo.volume.Timeline;
import org.borealisdb.redo.volume.VolumeEpoch;
import org.borealisdb.redo.volume.VolumeId;
import org.borealisdb.redo.volume.VolumeMetadata;
import org.borealisdb.runtime.config.PlantedBug;
import org.borealisdb.runtime.metric.Metrics;
import org.borealisdb.runtime.net.Address;
import org.borealisdb.runtime.random.RandomSource;
import org.borealisdb.runtime.task.Tasks;
import org.borealisdb.runtime.time.Clock;
import org.borealisdb.volume.FencedException;
import org.borealisdb.volume.MetadataLogBehindException;
import org.borealisdb.volume.NoSuchVolumeException;
import org.borealisdb.volume.PreviousWriter;
import org.borealisdb.volume.RewindTarget;
import org.borealisdb.volume.VolumeSettings;
import org.borealisdb.volume.VolumeUnavailableException;
import org.borealisdb.volume.geometry.Answers;
import org.borealisdb.volume.geometry.Distribution;
import org.borealisdb.volume.geometry.GroupQuorums;
import org.borealisdb.volume.geometry.NodeCalls;
import org.borealisdb.volume.geometry.VolumeRecord;

/**
 * Opens a volume for writing. Used once, by one task; waits.
 *
 * <p><b>The protocol, and why it is right.</b>
 * <ol>
 *   <li><i>Claim.</i> Compare-and-set of the next volume epoch with a random owner. Of rival openers one wins each version of the
 *       record, so every later decision of a loser fails, being conditional on the version of its own claim (R7).
 *   <li><i>Fence.</i> At least three of six segments of every group durably refuse older epochs, so that no older writer can gather four
 *       acknowledgements, nor four confirmations of its lease, any more. The fence carries the metadata as decided, with its
 *       timelines: a branch that an earlier opener decided, but did not distribute, is thereby finished on the fence
 *       before anything is computed from it (R9). That is enough, for whoever comes later reads that branch in the log too.
 *   <li><i>Compute</i> where the log ends: {@link LogEnd}.
 *   <li><i>Make durable</i> everything up to there on a write quorum: {@link Replenishment}. Until the branch is decided nothing is
 *       discarded, so crashing here and opening again can only find more.
 *   <li><i>Decide the branch</i> by compare-and-set: new timeline at VDL. Its first LSN lies beyond every LSN that the old timeline can
 *       have used: the old writer never ran further than the allocation limit ahead of its VDL (or of its own first LSN), and that VDL is at most ours.
 *   <li><i>Distribute</i> the branch to a write quorum of every group ({@link Install}); nodes then discard what it cut off.
 *   <li><i>Wait the old lease out</i>, counted from the fence: a lease is valid for its length from when its confirmation was asked, and
 *       none asked after the fence can be confirmed. (The clock may stand still while a machine is suspended; then our wait only gets longer.)
 * </ol>
 *
 * <p><b>Changes of membership</b> go on meanwhile (R14). Whoever carries one out decides it by compare-and-set on the same record, under our epoch: then a node
 * rejects our fence, or our branch is refused, and we go back to the fence with the newer set. Nothing has been discarded until then.
 *
 * <p><b>Rewinding</b> is an opening whose branch lies further back, at a point that the caller chose ({@link BranchPoint}). Everything else is the same: what was written after that point
 * is made durable first, and folded into layers, so that one can go there again. It follows an ordinary opening, so that the log ends where all segments know that it does.
 *
 * <p><b>Three of six.</b> If after some patience a group has only three complete segments, opening goes on with these (R7a): all of them get everything at or
 * below VDL before the branch is decided. If they are lost afterwards and the other three return, the next opening sees from the
 * branch's group tails what it lacks, and reports that; it cannot pick a lower VDL. Writes wait by themselves until a fourth segment acknowledges.
 */
public final class Opening {
    private static final int MOST_CLAIMS = 16;
    private static final int MOST_FENCES = 3;

    private final VolumeId volume;
    private final Tasks tasks;
    private final Clock clock;
    private final RandomSource random;
    private final Metrics metrics;
    private final VolumeSettings settings;
    private final NodeCalls calls;
    private final VolumeRecord record;
    private final Optional<RewindTarget> target;

    private long fencedAt;
    private long confirmedAt = Long.MIN_VALUE;

    public Opening(
            VolumeId volume,
            Tasks tasks,
            Clock clock,
            RandomSource random,
            Metrics metrics,
            VolumeSettings settings,
            NodeCalls calls,
            VolumeRecord record,
            Optional<RewindTarget> target) {
        this.volume = volume;
        this.tasks = tasks;
        this.clock = clock;
        this.random = random;
        this.metrics = metrics;
        this.settings = settings;
        this.calls = calls;
        this.record = record;
        this.target = target;
    }

    /**
     * Opens.
     *
     * @throws NoSuchVolumeException      if the volume was not created
     * @throws VolumeUnavailableException if too few segments answer, or none of them has what is needed; the message says which
     * @throws FencedException            if a rival opener came later
     * @throws MetadataLogBehindException if a node knows newer metadata than the log
     */
    public OpenedVolume open(PreviousWriter previous) {
        VolumeRecord.Version before = record.existing();
        return open(before, previous.mayAnswer(before.metadata().epoch()));
    }

    /**
     * Opens once more what was just opened as {@code before} by ourselves, who did not write: only if somebody else has opened it since may there be a writer.
     *
     * @throws NoSuchVolumeException and the others as {@link #open(PreviousWriter)} does
     */
    public OpenedVolume openAgain(OpenedVolume before) {
        VolumeRecord.Version now = record.existing();
        return open(
                now, !now.metadata().epoch().equals(before.version().metadata().epoch()));
    }

    private OpenedVolume open(VolumeRecord.Version before, boolean mayHaveWriter) {
        long deadline = clock.nanoTime() + settings.openTimeoutNanos();
        VolumeRecord.Version claimed = claim(before);
        Optional<VolumeRecord.Version> branched = Optional.empty();
        while (branched.isEmpty()) {
            try {
                branched = Optional.of(recover(claimed, deadline));
            } catch (MetadataMovedException moved) {
                claimed = follow(claimed, moved.newer());
            }
        }
        OpenedVolume opened = distribute(branched.get(), deadline);
        if (mayHaveWriter) {
            waitLeaseOut();
        }
        metrics.count("volume.opening.opened");
        return opened;
    }

    /** From the fence to the branch. */
    private VolumeRecord.Version recover(VolumeRecord.Version claimed, long deadline) {
        try (Answers<Fenced> fence = fence(claimed.metadata(), deadline)) {
            LogEnd end = LogEnd.of(claimed.metadata(), fence.soFar().values());
            if (PlantedBug.BRANCH_BEFORE_DURABLE.planted()) {
                metrics.count("volume.opening.branched-early");
            } else {
                new Replenishment(tasks, clock, metrics, settings, calls, claimed.metadata(), end, fence).run(deadline);
            }
            if (target.isPresent()) {
                // What is about to be left stays in layers: so one can go there again.
                new SettledLog(clock, calls, claimed.metadata(), end).await(0, deadline);
            }
            BranchPoint point = target.isPresent()
                    ? BranchPoint.rewound(claimed.metadata(), end, fence.soFar(), target.get())
                    : BranchPoint.end(claimed.metadata(), end);
            return branch(claimed, end, point);
        }
    }

    /**
     * What the log has decided since, if it is still ours to go on with.
     *
     * @throws FencedException            if a rival opened later
     * @throws MetadataLogBehindException if a node knows {@code newer} metadata than the log
     */
    private VolumeRecord.Version follow(VolumeRecord.Version known, VolumeMetadata newer) {
        VolumeRecord.Version decided = record.existing();
        if (newer.newerThan(decided.metadata())) {
            metrics.count("volume.opening.metadata-log-behind");
            throw new MetadataLogBehindException("the metadata log has " + volume + " at revision "
                    + decided.metadata().revision() + ", but a storage node was told of revision " + newer.revision()
                    + ": rebuild the log before opening");
        }
        if (!decided.metadata().epoch().equals(known.metadata().epoch())) {
            metrics.count("volume.opening.overtaken");
            throw new FencedException("the opening of " + volume + " was overtaken: "
                    + decided.metadata().epoch() + " has opened it later");
        }
        metrics.count("volume.opening.followed-memberships");
        return decided;
    }

    private VolumeRecord.Version claim(VolumeRecord.Version first) {
        VolumeRecord.Version current = first;
        long owner = random.nextLong() | 1;
        for (int attempt = 0; attempt < MOST_CLAIMS; attempt++) {
            VolumeEpoch next = new VolumeEpoch(current.metadata().epoch().number() + 1, owner);
            Optional<VolumeRecord.Version> claimed =
                    record.decide(current.number(), current.metadata().withEpoch(next));
            if (claimed.isPresent()) {
                return claimed.get();
            }
            VolumeEpoch known = current.metadata().epoch();
            current = record.existing();
            if (known.olderThan(current.metadata().epoch())) {
                metrics.count("volume.opening.rival");
                throw new FencedException(volume + " was opened by another at the same time: "
                        + current.metadata().epoch());
            }
            // The old writer has changed the metadata otherwise, by growing: claim the newer version.
            metrics.count("volume.opening.claimed-again");
        }
        throw new VolumeUnavailableException("the metadata of " + volume
                + " changes faster than it can be claimed: tried " + MOST_CLAIMS + " times");
    }

    private Answers<Fenced> fence(VolumeMetadata metadata, long deadline) {
        for (int attempt = 1; ; attempt++) {
            long asked = clock.nanoTime();
            Answers<Fenced> fence = ask(metadata);
            if (fenceIsComplete(metadata, fence, deadline)) {
                fencedAt = clock.nanoTime();
                if (GroupQuorums.reached(metadata, 0, Quorum.WRITE, answeredBy(fence))) {
                    confirmedAt = asked;
                }
                return fence;
            }
            fence.close();
            if (attempt < MOST_FENCES && formatNewGroups(metadata, fence.soFar())) {
                continue;
            }
            metrics.count("volume.opening.no-fence");
            throw new VolumeUnavailableException("cannot open " + volume + ": "
                    + GroupQuorums.lacking(metadata, Quorum.READ, answeredBy(fence)) + ": "
                    + fence.troubles());
        }
    }

    private boolean fenceIsComplete(VolumeMetadata metadata, Answers<Fenced> fence, long deadline) {
        long patience = Math.min(deadline, clock.nanoTime() + settings.patienceNanos());
        // All nodes may have answered, and yet lack segments of a group that was recorded but never formatted.
        int nodes = GroupQuorums.nodesOf(metadata).size();
        fence.await(answers -> answers.size() == nodes || isFence(metadata, Quorum.WRITE, answers), patience);
        boolean complete = fence.await(
                answers -> isFence(metadata, Quorum.READ, answers),
                unformattedGroups(metadata).isEmpty() ? deadline : Math.min(deadline, patience + 1));
        fence.rejection().ifPresent(rejection -> {
            throw new MetadataMovedException(rejection.newest());
        });
        return complete;
    }

    private static boolean isFence(VolumeMetadata metadata, Quorum quorum, SortedMap<Address, Fenced> answers) {
        if (PlantedBug.FENCE_OF_TWO.planted()) {
            return IntStream.range(0, metadata.groups().size())
                    .allMatch(group -> GroupQuorums.slots(metadata, group, has(answers)) >= 2);
        }
        if (PlantedBug.FENCE_OF_TAILS.planted()) {
            return IntStream.range(0, metadata.groups().size())
                    .allMatch(group -> GroupQuorums.slots(metadata, group, has(answers)) >= 3);
        }
        return GroupQuorums.everyGroup(metadata, quorum, has(answers));
    }

    private Answers<Fenced> ask(VolumeMetadata metadata) {
        metrics.count("volume.opening.fences");
        return calls.ask(
                "fence",
                GroupQuorums.nodesOf(metadata),
                StorageMessages.encode(new Fence(metadata)),
                message -> accept(message));
    }

    private Optional<Fenced> accept(StorageMessage message) {
        return message instanceof Fenced fenced && fenced.volume().equals(volume)
                ? Optional.of(fenced)
                : Optional.empty();
    }

    /** Groups that were added after the last branch: only these can have been recorded without being formatted (R13). */
    private static List<Integer> unformattedGroups(VolumeMetadata metadata) {
        int existed = metadata.timelines().current().groupTails().size();
        return IntStream.range(existed, metadata.groups().size()).boxed().toList();
    }

    /** Finishes the formatting of groups whose creator crashed after recording them; false if there is nothing to finish. */
    private boolean formatNewGroups(VolumeMetadata metadata, SortedMap<Address, Fenced> answers) {
        List<Integer> unformatted = unformattedGroups(metadata).stream()
                .filter(group -> !GroupQuorums.reached(metadata, group, Quorum.READ, has(answers)))
                .toList();
        if (unformatted.isEmpty()) {
            return false;
        }
        metrics.count("volume.opening.formatted-groups");
        try (Distribution distribution = new Distribution(calls, metadata)) {
            distribution.await(unformatted, Quorum.WRITE, clock.nanoTime() + settings.callTimeoutNanos());
        }
        return true;
    }

    private VolumeRecord.Version branch(VolumeRecord.Version claimed, LogEnd end, BranchPoint point) {
        VolumeMetadata metadata = claimed.metadata();
        Timeline last = metadata.timelines().current();
        // LSNs of the last timeline reach at most LAL beyond its VDL, or beyond its first LSN if it never published
        // one of its own; no other has reached as far.
        long first = PlantedBug.REUSE_LSNS_AFTER_OPENING.planted()
                ? end.vdl()
                : Math.max(end.vdl(), last.firstLsn()) + metadata.allocationLimit();
        Timeline next;
        if (target.isPresent()) {
            metrics.count("volume.opening.rewound");
            next = new Timeline(
                    last.id() + 1, point.parent(), point.lsn(), first, point.tails(), end.vdl(), end.groupTails());
        } else {
            metrics.count(end.vdl() < end.vcl() ? "volume.opening.branch-cut" : "volume.opening.branch-clean");
            next = new Timeline(last.id() + 1, point.parent(), point.lsn(), first, point.tails());
        }
        return record.decide(claimed.number(), metadata.withTimeline(next))
                .orElseThrow(() -> new MetadataMovedException(metadata));
    }

    /** Brings the branch to a quorum of every group, with whatever memberships they have by then. */
    private OpenedVolume distribute(VolumeRecord.Version branched, long deadline) {
        VolumeRecord.Version version = branched;
        while (true) {
            Distribution distribution = new Distribution(calls, version.metadata());
            try {
                Optional<VolumeMetadata> newer = installed(distribution, version.metadata(), deadline);
                if (newer.isEmpty()) {
                    return new OpenedVolume(version, distribution.progress(), distribution, confirmedAt);
                }
                version = follow(version, newer.get());
                distribution.close();
            } catch (RuntimeException e) {
                distribution.close();
                throw e;
            }
        }
    }

    /** Waits until a quorum of each group has installed it; the metadata that a node has instead, if they are newer. */
    private Optional<VolumeMetadata> installed(Distribution distribution, VolumeMetadata metadata, long deadline) {
        List<Integer> groups =
                IntStream.range(0, metadata.groups().size()).boxed().toList();
        long patience = Math.min(deadline, clock.nanoTime() + settings.patienceNanos());
        boolean installed = distribution.await(groups, Quorum.WRITE, patience);
        if (!installed && distribution.newer().isEmpty()) {
            installed = distribution.await(groups, Quorum.READ, deadline);
            metrics.count("volume.opening.three-of-six");
        }
        if (!installed && distribution.newer().isEmpty()) {
            throw new VolumeUnavailableException(
                    "cannot distribute the branch of " + volume + ": " + distribution.missing(Quorum.READ));
        }
        return distribution.newer();
    }

    private void waitLeaseOut() {
        // A tenth more than the lease: clocks of two machines do not run at exactly the same speed.
        long until = fencedAt + settings.leaseNanos() + settings.leaseNanos() / 10;
        long left = until - clock.nanoTime();
        if (left > 0) {
            metrics.count("volume.opening.lease-waits");
            tasks.sleep(left);
        }
    }

    private static BiPredicate<Address, Integer> answeredBy(Answers<Fenced> fence) {
        return has(fence.soFar());
    }

    static BiPredicate<Address, Integer> has(SortedMap<Address, Fenced> answers) {
        return (node, group) -> {
            Fenced answer = answers.get(node);
            return answer != null && answer.segment(group).isPresent();
        };
    }
}
