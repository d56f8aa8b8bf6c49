package org.borealisdb.storage.segment;

/**
 * How far a segment's layers hold the history of a timeline that a rewind has left, so that the volume can go there again.
 *
 * @param timeline the timeline
 * @param upTo     they hold everything of the group's history there at or below
 */
public record LineEnd(int timeline, long upTo) {
    public LineEnd {
        if (timeline < 1 || upTo < 0) {
            throw new IllegalArgumentException("end of timeline " + timeline + " at " + upTo);
        }
    }
}
