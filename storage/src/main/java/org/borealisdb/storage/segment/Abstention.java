package org.borealisdb.storage.segment;

import org.borealisdb.redo.volume.TimelineTree;

/**
 * How far a segment that may have forgotten what it acknowledged must have come before it votes and serves again (R14).
 *
 * <p>Each record that it helped to make durable is on at least three other slots of its group, and any three of them meet those three: so one of any three SCLs told
 * after the damage was found is at or above that record.
 *
 * @param below    the SCL that it must have reached; 0 if it need not abstain
 * @param timeline the timeline that {@code below} was told on
 */
public record Abstention(long below, int timeline) {
    /** Of a segment that has forgotten nothing. */
    public static final Abstention NONE = new Abstention(0, 1);

    public Abstention {
        if (below < 0 || timeline < 1) {
            throw new IllegalArgumentException("abstention below " + below + " of timeline " + timeline);
        }
    }

    /** The same under {@code timelines}: what a later branch has cut off can't be reached. */
    long under(TimelineTree timelines, int group) {
        if (below == 0) {
            return 0;
        }
        long limit = GroupHistory.limit(timelines, timeline, group);
        // A timeline that is no ancestor of the current one shares with it what the current one began with.
        return limit < 0 ? timelines.current().groupTail(group) : Math.min(below, limit);
    }

    /** The one that demands more under {@code timelines}. */
    Abstention or(Abstention other, TimelineTree timelines, int group) {
        return other.under(timelines, group) > under(timelines, group) ? other : this;
    }
}
