package org.borealisdb.redo.message;

/**
 * A range of the stream, {@code (start, end]}, of which a segment has its group's part without gaps in between.
 *
 * @param lastConsistencyPoint LSN of the last CPL record within, 0 if there is none
 */
public record LogRange(long start, long end, long lastConsistencyPoint) {
    public LogRange {
        if (start < 0 || end <= start || lastConsistencyPoint < 0 || lastConsistencyPoint > end) {
            throw new IllegalArgumentException("log range (" + start + ", " + end + "], CPL " + lastConsistencyPoint);
        }
    }
}
