package org.borealisdb.server.role;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.borealisdb.redo.volume.Timeline;
import org.borealisdb.redo.volume.TimelineTree;
import org.borealisdb.server.region.RegionProblemException;
import org.borealisdb.volume.RewindTarget;
import org.borealisdb.volume.history.RewindDesk;
import org.borealisdb.volume.history.RewindRequest;

/**
 * Finds the point that a request to rewind means. Pure.
 *
 * <p>A volume that was rewound has several lines of history. A time means the line that was current at that time; an LSN belongs to one line only.
 *
 * @param timelines all lines
 * @param now       of the current line: its times, ascending, the last of them now
 * @param left      the lines that rewinds have left, from the first, with their times, the last of which is when they were left
 */
record RewindPlan(TimelineTree timelines, List<RewindDesk.Time> now, List<LeftLine> left) {
    RewindPlan {
        now = List.copyOf(now);
        left = List.copyOf(left);
    }

    /** A line of history that a rewind has left. */
    record LeftLine(int timeline, List<RewindDesk.Time> times) {
        LeftLine {
            times = List.copyOf(times);
        }
    }

    /** A point, and when it was. */
    record Landing(RewindTarget target, long millis) {
        /** Where {@code line} branches off. */
        static Landing at(Timeline line, long millis) {
            return new Landing(new RewindTarget(line.parent(), line.branchLsn()), millis);
        }
    }

    /** All lines that were left, with what is known of their times. */
    static List<LeftLine> leftLines(TimelineTree timelines, RewindDesk desk) {
        List<LeftLine> lines = new ArrayList<>();
        for (Timeline each : timelines.timelines()) {
            if (each.rewound()) {
                lines.add(new LeftLine(each.id() - 1, desk.times(each.id() - 1)));
            }
        }
        return lines;
    }

    /**
     * The nearest consistent point at or before the one that was asked for.
     *
     * @throws RegionProblemException if there is none
     */
    Landing find(RewindRequest request) {
        return switch (request.kind()) {
            case TIME -> atTime(request.value());
            case LSN -> atLsn(request.value());
            case UNDO -> beforeTheLast();
        };
    }

    private Landing atTime(long millis) {
        if (millis > now.getLast().millis()) {
            throw new RegionProblemException("that time is in the future");
        }
        for (LeftLine line : left) {
            if (!line.times().isEmpty() && millis <= line.times().getLast().millis()) {
                return nearest(line.timeline(), line.times(), millis, Long.MAX_VALUE);
            }
        }
        return nearest(timelines.current().id(), now, millis, Long.MAX_VALUE);
    }

    private Landing atLsn(long lsn) {
        if (lsn > now.getLast().lsn()) {
            throw new RegionProblemException("LSN " + lsn + " does not exist yet: the database is at LSN "
                    + now.getLast().lsn());
        }
        int owner = timelines.current().id();
        while (timelines.get(owner).firstLsn() >= lsn && timelines.get(owner).parent() > 0) {
            owner--;
        }
        int current = timelines.current().id();
        if (timelines.includes(current, owner, lsn)) {
            return nearest(current, now, Long.MAX_VALUE, lsn);
        }
        for (LeftLine line : left) {
            if (timelines.includes(line.timeline(), owner, lsn)) {
                return nearest(line.timeline(), line.times(), Long.MAX_VALUE, lsn);
            }
        }
        throw new RegionProblemException("LSN " + lsn + " is on no line of history that is kept");
    }

    private Landing beforeTheLast() {
        for (int at = timelines.current().id(); at > 0; at = timelines.get(at).parent()) {
            Timeline line = timelines.get(at);
            if (line.rewound()) {
                int leftTimeline = line.id() - 1;
                Optional<LeftLine> known = left.stream()
                        .filter(each -> each.timeline() == leftTimeline)
                        .findFirst();
                long millis = known.filter(each -> !each.times().isEmpty())
                        .map(each -> each.times().getLast().millis())
                        .orElse(0L);
                return new Landing(new RewindTarget(leftTimeline, line.leftLsn()), millis);
            }
        }
        throw new RegionProblemException("the database was not rewound, so there is nothing to undo");
    }

    private static Landing nearest(int timeline, List<RewindDesk.Time> times, long millis, long lsn) {
        RewindDesk.Time found = null;
        for (RewindDesk.Time time : times) {
            if (time.millis() <= millis && time.lsn() <= lsn) {
                found = time;
            }
        }
        if (found == null) {
            throw new RegionProblemException("the history does not go back that far");
        }
        return new Landing(new RewindTarget(timeline, found.lsn()), found.millis());
    }
}
