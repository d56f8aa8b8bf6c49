package org.borealisdb.volume.writer;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.ArrayDeque;
import org.borealisdb.redo.volume.TimelineTree;

/**
 * How far back the versions of pages are kept for going back in history: for a time, but for no more bytes of log than a budget. When the budget is full the window shrinks;
 * commits never wait for history. Guarded by its monitor; leaf code.
 *
 * <p>What was before the opening is kept until the window has passed once, for nobody knows when that was written.
 */
final class HistoryWindow {
    /** Points kept: the window moves in steps of this part of it. */
    private static final int STEPS = 512;

    private record Point(long nanos, long lsn) {}

    private final TimelineTree timelines;
    private final long windowNanos;
    private final long budgetBytes;

    @GuardedBy("this")
    private final ArrayDeque<Point> points = new ArrayDeque<>();

    @GuardedBy("this")
    private long start;

    /**
     * A window that begins to move now.
     *
     * @param windowNanos how long versions are kept; 0 keeps none
     * @param budgetBytes most bytes of log that are kept, about
     * @param openedAt    VDL at {@code now}
     */
    HistoryWindow(TimelineTree timelines, long windowNanos, long budgetBytes, long openedAt, long now) {
        this.timelines = timelines;
        this.windowNanos = windowNanos;
        this.budgetBytes = budgetBytes;
        this.points.addLast(new Point(now, openedAt));
    }

    /** Where the window begins now, if VDL is {@code vdl}: versions below it need not be kept. Never goes back. 0 if that is not known yet. */
    synchronized long start(long vdl, long now) {
        if (windowNanos == 0) {
            return vdl;
        }
        Point last = points.getLast();
        if (now - last.nanos() >= windowNanos / STEPS && vdl > last.lsn()) {
            points.addLast(new Point(now, vdl));
        }
        while (points.size() > 1 && leaves(vdl, now)) {
            start = points.removeFirst().lsn();
        }
        Point only = points.getFirst();
        if (points.size() == 1 && only.lsn() == vdl && now - only.nanos() > windowNanos) {
            // Nobody has written anything for as long as history is kept: there is none any more.
            start = vdl;
        }
        return start;
    }

    /** True if the oldest point is not needed: the one after it is out of the window too, or the log since it is over budget. */
    @GuardedBy("this")
    private boolean leaves(long vdl, long now) {
        Point first = points.removeFirst();
        Point second = points.getFirst();
        points.addFirst(first);
        return now - second.nanos() > windowNanos || timelines.logBytes(first.lsn(), vdl) > budgetBytes;
    }
}
