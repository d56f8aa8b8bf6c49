package org.borealisdb.storage.segment;

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
        long limit = Long.MAX_VALUE;
        int one = timelines.current().id();
        int other = timeline;
        while (one != other) {
            Timeline line = timelines.get(Math.max(one, other));
            limit = Math.min(limit, line.groupTail(group));
            one = one > other ? line.parent() : one;
            other = line.id() == other ? line.parent() : other;
        }
        return limit;
    }
}
