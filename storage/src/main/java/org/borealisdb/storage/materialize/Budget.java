package org.borealisdb.storage.materialize;

import java.util.List;
import org.borealisdb.runtime.task.Tasks;
import org.borealisdb.runtime.time.Clock;
import org.borealisdb.storage.pace.ForegroundLatency;

/**
 * Makes the background task yield to foreground work. Having worked, it rests: for as long if nobody wanted anything of the node meanwhile, and else for several times as long, so that what is to be
 * folded is spread over the time in which it arrives, instead of taking the cores whenever enough has gathered. The larger the backlog, the shorter the rest ({@link #backlog}): log that arrives faster is folded
 * faster, and there is no rest at the limit, nor while somebody waits for what is folded ({@link #hurry}). Used by that task alone, but for {@link #close}.
 */
final class Budget {
    /** Shorter rests are not worth a change of task. */
    private static final long SHORTEST_NANOS = 200_000;
    /** Longer ones only delay what comes next: the work may have waited for a slow disk. */
    private static final long LONGEST_NANOS = 20_000_000;
    /** At most it rests so many times as long as it worked. */
    private static final double LONGEST_REST = 4;

    private final Tasks tasks;
    private final Clock clock;
    private final List<ForegroundLatency> foreground;
    private long workingSince;
    private long servedBefore;
    private double rest = LONGEST_REST;
    private boolean hurried;
    private volatile boolean closed;

    /** A budget of a node whose foreground work is counted in {@code foreground}. */
    Budget(Tasks tasks, Clock clock, List<ForegroundLatency> foreground) {
        this.tasks = tasks;
        this.clock = clock;
        this.foreground = List.copyOf(foreground);
        begin();
    }

    /** Work begins, after a pause that had other reasons. */
    void begin() {
        workingSince = clock.nanoTime();
        servedBefore = served();
    }

    /** So many bytes are to be folded: up to {@code usual} there is no hurry, from {@code most} on no rest. */
    void backlog(long bytes, long usual, long most) {
        rest = bytes <= usual ? LONGEST_REST : LONGEST_REST * Math.max(0, most - bytes) / (most - usual);
    }

    /** Whether somebody waits for what is folded, until it is said otherwise: then it goes on. */
    void hurry(boolean awaited) {
        hurried = awaited;
    }

    /** No more work: the task gives up at its next {@link #spent}. */
    void close() {
        closed = true;
    }

    /**
     * Called between pieces of work: gives way, and rests if it is time.
     *
     * @throws WorkAbandonedException if the node closes
     */
    void spent() {
        if (closed) {
            throw new WorkAbandonedException();
        }
        long worked = clock.nanoTime() - workingSince;
        if (hurried) {
            tasks.interleave();
            begin();
            return;
        }
        if (worked < SHORTEST_NANOS) {
            tasks.giveWay();
            return;
        }
        long resting = (long) (worked * (served() == servedBefore ? Math.min(1, rest) : rest));
        if (resting < SHORTEST_NANOS) {
            tasks.giveWay();
        } else {
            tasks.sleep(Math.min(resting, LONGEST_NANOS));
        }
        begin();
    }

    private long served() {
        return foreground.stream().mapToLong(ForegroundLatency::count).sum();
    }
}
