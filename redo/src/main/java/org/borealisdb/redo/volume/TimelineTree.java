package org.borealisdb.redo.volume;

import java.util.ArrayList;
import java.util.List;

/** All timelines of a volume, by id; the last is the current one, where the writer appends. */
public record TimelineTree(List<Timeline> timelines) {
    public static final TimelineTree INITIAL = new TimelineTree(List.of(Timeline.FIRST));

    public TimelineTree {
        timelines = List.copyOf(timelines);
        if (timelines.isEmpty()) {
            throw new IllegalArgumentException("a volume has at least one timeline");
        }
        for (int index = 0; index < timelines.size(); index++) {
            if (timelines.get(index).id() != index + 1) {
                throw new IllegalArgumentException("timelines must be numbered from 1 without gaps");
            }
        }
    }

    public Timeline current() {
        return timelines.getLast();
    }

    /**
     * The timeline of that id.
     *
     * @throws IllegalArgumentException if there is no such timeline
     */
    public Timeline get(int id) {
        if (id < 1 || id > timelines.size()) {
            throw new IllegalArgumentException("no timeline " + id + " among " + timelines.size());
        }
        return timelines.get(id - 1);
    }

    /** This tree with one more timeline, which becomes current. */
    public TimelineTree with(Timeline next) {
        List<Timeline> all = new ArrayList<>(timelines);
        all.add(next);
        return new TimelineTree(all);
    }

    /** True if this is {@code earlier}, or what became of it: timelines are added, and never change. */
    public boolean continues(TimelineTree earlier) {
        int count = earlier.timelines.size();
        return timelines.size() >= count && timelines.subList(0, count).equals(earlier.timelines);
    }

    /**
     * True if a record, image or layer entry of timeline {@code recordTimeline} with {@code lsn} belongs to the history of {@code timeline}:
     * (timeline, LSN) lies on its ancestry path.
     */
    public boolean includes(int timeline, int recordTimeline, long lsn) {
        return lsn <= visibleUpTo(timeline, recordTimeline);
    }

    /** The history of the current timeline. */
    public HistoryPath path() {
        return new HistoryPath(this, current().id());
    }

    /** The highest LSN of {@code ancestor} that belongs to the history of {@code timeline}; -1 if it is no ancestor. */
    public long visibleUpTo(int timeline, int ancestor) {
        long limit = Long.MAX_VALUE;
        int at = timeline;
        while (at > ancestor) {
            Timeline line = get(at);
            limit = Math.min(limit, line.branchLsn());
            at = line.parent();
        }
        return at == ancestor && ancestor > 0 ? limit : -1;
    }

    /** The timeline on the ancestry path of {@code timeline} whose record ends at {@code lsn}, or that the history had reached by then. */
    public int ownerOf(int timeline, long lsn) {
        int at = timeline;
        while (get(at).parent() > 0 && lsn <= get(at).branchLsn()) {
            at = get(at).parent();
        }
        return at;
    }

    /** The highest LSN up to which the histories of two timelines are the same. */
    public long sharedUpTo(int one, int other) {
        for (int ancestor = Math.min(one, other); ancestor > 0; ancestor--) {
            long shared = Math.min(visibleUpTo(one, ancestor), visibleUpTo(other, ancestor));
            if (shared >= 0) {
                return shared;
            }
        }
        return 0;
    }

    /** Bytes of log in {@code (after, upTo]} of the current timeline's history: LSNs count them, but for the range that each branch skips. */
    public long logBytes(long after, long upTo) {
        long bytes = upTo - after;
        Timeline line = current();
        while (line.parent() > 0 && line.branchLsn() >= after) {
            bytes -= Math.max(0, Math.min(line.firstLsn(), upTo) - line.branchLsn());
            line = get(line.parent());
        }
        return bytes;
    }
}
