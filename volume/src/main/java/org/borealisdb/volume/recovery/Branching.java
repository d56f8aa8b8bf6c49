package org.borealisdb.volume.recovery;

import java.util.List;
import java.util.Optional;
import org.borealisdb.redo.volume.Quorum;
import org.borealisdb.redo.volume.Timeline;
import org.borealisdb.redo.volume.VolumeId;
import org.borealisdb.redo.volume.VolumeMetadata;
import org.borealisdb.redo.volume.WrappedKey;
import org.borealisdb.runtime.metric.Metrics;
import org.borealisdb.runtime.random.RandomSource;
import org.borealisdb.runtime.time.Clock;
import org.borealisdb.volume.FencedException;
import org.borealisdb.volume.RewindTarget;
import org.borealisdb.volume.VolumeUnavailableException;
import org.borealisdb.volume.geometry.Distribution;
import org.borealisdb.volume.geometry.NodeCalls;
import org.borealisdb.volume.geometry.VolumeRecord;
import org.borealisdb.volume.quorum.DurablePoint;

/**
 * Branches a new volume off another one, at the end or at any point of the history that is kept: a clone or a snapshot. Nothing is copied: each node gives the new segment the
 * layers of the old one, which never change, under second names. Both go on independently, and either may be deleted first.
 *
 * <p><b>Steps.</b> What is in memory and journals only is folded into layers on a write quorum ({@link SettledLog}). Then the new volume is decided in the metadata log: its history is the
 * source's up to the point, and a timeline of its own there, which no one has written. Then it is installed on a write quorum of every group, each of which must
 * have everything up to the point; a node that has not, because it lags or was away, begins empty and gets it from the others as any copy that
 * lags does. If there are fewer than four, because the source moved on to another timeline meanwhile or no longer keeps the history, the new volume is deleted again.
 *
 * <p><b>Why timelines suffice to tell whose records they are.</b> The layers may hold more of the source's history than the branch shares: it lies on timelines of the source that the branch's
 * path leaves at the point. The branch's own timelines have numbers that the source had not used when the layers were given, for nodes give only
 * those of the timeline that was current when the branch was decided.
 */
public final class Branching {
    /** A node whose log is not in layers when the branch is made has to get it from peers, who look for it in theirs: that is worth a little patience, once there are enough of the others. */
    private static final long PATIENCE_NANOS = 200_000_000;

    private final Clock clock;
    private final VolumeRecord source;
    private final VolumeRecord branch;
    private final NodeCalls calls;
    private final RandomSource random;
    private final Metrics metrics;

    /**
     * How far the source was written, as its writer knows.
     *
     * @param timeline the timeline that it writes
     * @param point    VDL, and the tails of the groups there
     */
    public record Written(int timeline, DurablePoint point) {}

    /** Branches {@code branch} off {@code source}. */
    public Branching(
            Clock clock,
            VolumeRecord source,
            VolumeRecord branch,
            NodeCalls calls,
            RandomSource random,
            Metrics metrics) {
        this.clock = clock;
        this.source = source;
        this.branch = branch;
        this.calls = calls;
        this.random = random;
        this.metrics = metrics;
    }

    /**
     * Branches.
     *
     * @param written  where the source's log ends; empty if nobody ever opened the source: it ends where its timeline branched off
     * @param target   the point; empty for the end
     * @param keys     data keys of its own, beside those of the source: see {@link VolumeMetadata#branched(VolumeId, Timeline, long, List)}
     * @param deadline when to give up
     * @return what was decided
     * @throws VolumeUnavailableException                 if too few segments have what is needed
     * @throws org.borealisdb.volume.HistoryGoneException if there is no such point
     * @throws FencedException                            if another one has opened the source
     * @throws IllegalStateException                      if the new volume exists
     */
    public VolumeMetadata run(
            Optional<Written> written, Optional<RewindTarget> target, List<WrappedKey> keys, long deadline) {
        VolumeMetadata metadata = source.existing().metadata();
        Timeline last = metadata.timelines().current();
        LogEnd whole = end(metadata, written);
        BranchPoint point = target.map(wanted -> BranchPoint.past(metadata, whole, wanted))
                .orElseGet(() -> BranchPoint.end(metadata, whole));
        try {
            new SettledLog(clock, calls, metadata, whole).await(PATIENCE_NANOS, deadline);
        } catch (MetadataMovedException moved) {
            throw new VolumeUnavailableException(metadata.id() + " has changed meanwhile; try again");
        }
        long first = Math.max(whole.vdl(), last.firstLsn()) + metadata.allocationLimit();
        Timeline line = new Timeline(last.id() + 1, point.parent(), point.lsn(), first, point.tails());
        VolumeMetadata next = metadata.branched(branch.id(), line, random.nextLong(), keys);
        VolumeRecord.Version decided =
                branch.decide(0, next).orElseThrow(() -> new IllegalStateException(branch.id() + " exists already"));
        try (Distribution distribution = new Distribution(calls, next)) {
            if (!distribution.awaitComplete(deadline)) {
                String missing = distribution.missing(Quorum.WRITE);
                new Deletion(branch, calls).run(decided);
                throw new VolumeUnavailableException("too few nodes have " + metadata.id() + " at LSN " + point.lsn()
                        + " to branch it off there; try again, or a later point: " + missing);
            }
        }
        metrics.count("volume.branched");
        return next;
    }

    private static LogEnd end(VolumeMetadata metadata, Optional<Written> written) {
        if (written.isEmpty() && metadata.epoch().number() == 0) {
            return LogEnd.unwritten(metadata);
        }
        // Where the log of another writer ends is known to that one only.
        Written known = written.filter(each ->
                        each.timeline() == metadata.timelines().current().id())
                .orElseThrow(() -> new FencedException(metadata.id() + " is written by another: " + metadata.epoch()
                        + " is decided in the metadata log"));
        return LogEnd.at(metadata, known.point().vdl(), known.point().groupTails());
    }
}
