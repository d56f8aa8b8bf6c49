package org.borealisdb.server.role;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.borealisdb.redo.volume.Timeline;
import org.borealisdb.redo.volume.TimelineTree;
import org.borealisdb.runtime.error.OperationException;
import org.borealisdb.runtime.time.Clock;
import org.borealisdb.server.cluster.BranchRequest;
import org.borealisdb.server.region.RegionProblemException;
import org.borealisdb.volume.FencedException;
import org.borealisdb.volume.RewindTarget;
import org.borealisdb.volume.history.RewindDesk;
import org.borealisdb.volume.history.RewindOutcome;
import org.borealisdb.volume.history.RewindRequest;

/** Carries out what is asked for at the {@link RewindDesk}. Used by an instance's guard alone. */
final class Rewinding {
    private static final System.Logger LOG = System.getLogger(Rewinding.class.getName());
    private static final long MICROS_PER_MILLI = 1_000;
    private static final long NANOS_PER_MICRO = 1_000;

    private final RewindDesk desk;
    private final Clock clock;

    Rewinding(RewindDesk desk, Clock clock) {
        this.desk = desk;
        this.clock = clock;
    }

    /** Rewinds {@code instance} if somebody has asked for it. */
    void attend(WriterRole instance) {
        Optional<RewindRequest> asked;
        try {
            asked = desk.open();
        } catch (OperationException unreachable) {
            // Whoever asks waits.
            return;
        }
        if (asked.isPresent()) {
            RewindOutcome outcome = carryOut(asked.get(), instance);
            LOG.log(System.Logger.Level.INFO, "asked for {0}: {1}", asked.get(), outcome);
            desk.tell(outcome);
        }
    }

    private RewindOutcome carryOut(RewindRequest request, WriterRole instance) {
        try {
            TimelineTree before = instance.metadata().timelines();
            List<RewindDesk.Time> times = times(instance);
            long leftMillis = times.getLast().millis();
            RewindPlan plan = new RewindPlan(before, times, RewindPlan.leftLines(before, desk));
            RewindPlan.Landing landing = plan.find(request);
            checkKept(instance, landing);
            // Before the line is left: afterwards nobody could tell its times any more. The rewind opens the volume
            // first,
            // so it is one timeline further on that it leaves.
            desk.keepTimes(before.current().id() + 1, times);
            long pause = instance.rewind(landing.target());
            TimelineTree after = instance.metadata().timelines();
            Timeline current = after.current();
            times.add(new RewindDesk.Time(leftMillis, current.leftLsn()));
            desk.keepTimes(current.id() - 1, times);
            forgetOld(after, instance);
            return new RewindOutcome(
                    request.id(),
                    "",
                    landing.millis(),
                    current.branchLsn(),
                    leftMillis,
                    current.leftLsn(),
                    setAside(after),
                    pause / NANOS_PER_MICRO);
        } catch (FencedException fenced) {
            throw fenced;
        } catch (OperationException refused) {
            return RewindOutcome.refused(request.id(), String.valueOf(refused.getMessage()));
        }
    }

    /** The times of the current line, the last of them now. */
    private List<RewindDesk.Time> times(WriterRole instance) {
        List<RewindDesk.Time> times = new ArrayList<>();
        instance.database()
                .times()
                .points()
                .forEach(point -> times.add(new RewindDesk.Time(point.millis(), point.lsn())));
        times.add(new RewindDesk.Time(
                clock.wallMicros() / MICROS_PER_MILLI, instance.openVolume().vdl()));
        return times;
    }

    /**
     * The nearest consistent point at or before the one that is meant.
     *
     * @throws RegionProblemException if there is none, or its history is not kept
     */
    RewindPlan.Landing landing(WriterRole instance, BranchRequest.Kind kind, long value) {
        TimelineTree timelines = instance.metadata().timelines();
        List<RewindDesk.Time> times = times(instance);
        RewindDesk.Time now = times.getLast();
        if (kind == BranchRequest.Kind.NOW) {
            return new RewindPlan.Landing(new RewindTarget(timelines.current().id(), now.lsn()), now.millis());
        }
        RewindRequest.Kind same = kind == BranchRequest.Kind.TIME ? RewindRequest.Kind.TIME : RewindRequest.Kind.LSN;
        RewindPlan.Landing landing = new RewindPlan(timelines, times, RewindPlan.leftLines(timelines, desk))
                .find(new RewindRequest(0, same, value));
        checkKept(instance, landing);
        return landing;
    }

    /** Bytes of log that belong to the line that was just left, and not to the one that goes on. */
    private static long setAside(TimelineTree timelines) {
        Timeline current = timelines.current();
        int left = current.id() - 1;
        TimelineTree before = new TimelineTree(timelines.timelines().subList(0, left));
        return before.logBytes(
                Math.min(timelines.sharedUpTo(current.id(), left), current.leftLsn()), current.leftLsn());
    }

    /** Asks before anybody is thrown out: storage would refuse it too. */
    private static void checkKept(WriterRole instance, RewindPlan.Landing landing) {
        if (landing.target().lsn() < instance.openVolume().historyStart()) {
            throw new RegionProblemException("the history goes back to LSN "
                    + instance.openVolume().historyStart() + " only: it is kept for a time and up to a size");
        }
    }

    /** Lines that nobody can go to any more need no times. */
    private void forgetOld(TimelineTree timelines, WriterRole instance) {
        long start = instance.openVolume().historyStart();
        for (Timeline line : timelines.timelines()) {
            if (line.rewound()
                    && line.leftLsn() < start
                    && !desk.times(line.id() - 1).isEmpty()) {
                desk.keepTimes(line.id() - 1, List.of());
            }
        }
    }
}
