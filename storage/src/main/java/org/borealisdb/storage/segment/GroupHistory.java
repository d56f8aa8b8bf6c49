package org.borealisdb.storage.segment;

import java.util.ArrayList;
import java.util.List;
import org.borealisdb.redo.volume.Timeline;
import org.borealisdb.redo.volume.TimelineTree;

/** What the current timeline shares with others, of the log of one group: LSNs of the volume, cut down to the group's own records by the tails that branches have noted. */
final class GroupHistory {
    private GroupHistory() {}

    /** The highest LSN of {@code group} on {@code timeline} that belongs to the current one's history: the lowest of the tails at the branches in between. */
    static long limit(TimelineTree timelines, int timeline, int group) {
        long limit = Long.MAX_VALUE;
        int at = timelines.current().id();
        while (at > timeline) {
            Timeline line = timelines.get(at);
            limit = Math.min(limit, line.groupTail(group));
            at = line.parent();
        }
        return at == timeline && timeline > 0 ? limit : -1;
    }

    /** The highest LSN of {@code group} up to which the histories of {@code timeline} and the current one are the same. */
    static long shared(TimelineTree timelines, int timeline, int group) {
        return shared(timelines, timelines.current().id(), timeline, group);
    }

    /** The highest LSN of {@code group} up to which the histories of two timelines are the same. */
    static long shared(TimelineTree timelines, int first, int second, int group) {
        long limit = Long.MAX_VALUE;
        int one = first;
        int other = second;
        while (one != other) {
            Timeline line = timelines.get(Math.max(one, other));
            limit = Math.min(limit, line.groupTail(group));
            one = one > other ? line.parent() : one;
            other = line.id() == other ? line.parent() : other;
        }
        return limit;
    }

    /** A manifest that was written under an earlier timeline, as it is under the current one: what it says then is durable when it is written next. */
    static Manifest following(TimelineTree timelines, int group, Manifest written) {
        int current = timelines.current().id();
        // A later one is that of a volume which this segment has left meanwhile.
        if (written.timeline() >= current) {
            return written;
        }
        long upTo = Math.min(written.flushed(), shared(timelines, written.timeline(), group));
        List<LineEnd> left = new ArrayList<>();
        for (LineEnd line : written.lines()) {
            upTo = Math.max(upTo, Math.min(line.upTo(), shared(timelines, line.timeline(), group)));
            if (line.timeline() != written.timeline()) {
                left.add(line);
            }
        }
        if (written.flushed() > shared(timelines, written.timeline(), group)) {
            left.add(new LineEnd(written.timeline(), written.flushed()));
        }
        long vdl = Math.clamp(timelines.visibleUpTo(current, written.timeline()), 0, written.vdl());
        return written.following(current, upTo, vdl, left);
    }

    /**
     * The LSN from which on a segment has all history, of lines that were left too. It may be above what was collected: a segment that came to the group after a rewind, and got its log from peers, has nothing
     * of the line that was left then, and a rewind back there must not count on it.
     *
     * @param collected versions below it may be gone
     * @param scl       it has the current line up to there
     * @param lines     how far its layers hold others
     */
    static long floor(TimelineTree timelines, int group, long collected, long scl, List<LineEnd> lines) {
        long floor = collected;
        for (int id = 2; id <= timelines.current().id(); id++) {
            Timeline line = timelines.get(id);
            if (line.rewound()
                    && line.leftLsn() >= floor
                    && held(timelines, group, id - 1, scl, lines) < line.leftTail(group)) {
                floor = line.leftLsn() + 1;
            }
        }
        return floor;
    }

    private static long held(TimelineTree timelines, int group, int timeline, long scl, List<LineEnd> lines) {
        long upTo = Math.min(scl, shared(timelines, timeline, group));
        for (LineEnd line : lines) {
            upTo = Math.max(upTo, Math.min(line.upTo(), shared(timelines, line.timeline(), timeline, group)));
        }
        return upTo;
    }
}
