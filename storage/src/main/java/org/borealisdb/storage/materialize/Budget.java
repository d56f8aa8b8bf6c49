package org.borealisdb.storage.materialize;

import org.borealisdb.runtime.task.Tasks;
import org.borealisdb.runtime.time.Clock;

/**
 * Makes the background task yield to foreground work: it rests as long as it has worked, so it takes at most half of the time that it is given, and the less the
 * busier the machine is. When the backlog is {@link #urgent}, log arrives faster than it is folded, and resting would only make it grow. Used by
 * that task alone, but for {@link #close}.
 */
final class Budget {
    /** Shorter rests are not worth a change of task. */
    private static final long SHORTEST_NANOS = 200_000;
    /** Longer ones only delay what comes next: the work may have waited for a slow disk. */
    private static final long LONGEST_NANOS = 20_000_000;

    private final Tasks tasks;
    private final Clock clock;
    private long workingSince;
    private boolean urgent;
    private volatile boolean closed;

    Budget(Tasks tasks, Clock clock) {
        this.tasks = tasks;
        this.clock = clock;
        this.workingSince = clock.nanoTime();
    }

    /** Work begins, after a pause that had other reasons. */
    void begin() {
        workingSince = clock.nanoTime();
    }

    /** From now on there is no resting, or there is again. */
    void urgent(boolean now) {
        urgent = now;
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
        if (urgent || worked < SHORTEST_NANOS) {
            tasks.giveWay();
            return;
        }
        tasks.sleep(Math.min(worked, LONGEST_NANOS));
        workingSince = clock.nanoTime();
    }
}
