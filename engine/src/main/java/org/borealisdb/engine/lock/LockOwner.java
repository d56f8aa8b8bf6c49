package org.borealisdb.engine.lock;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who holds locks: a transaction, or a session (for advisory locks that outlive transactions). Owners of one group (a session and its
 * transactions) never conflict with one another and are one node of the wait-for graph. All state is guarded by the lock table's
 * monitor.
 */
public final class LockOwner {
    private final String name;
    private final LockOwner group;
    private final int process;

    /** What was acquired, oldest first: a lock with several modes appears once per mode. */
    final List<LockHold> holds = new ArrayList<>();
    /** In the group's root only: the request that its task is waiting for. */
    @Nullable
    LockRequest waiting;
    /** In the group's root only: the search that visited it last. */
    long visitedBy;
    /** In the group's root only: the request by which that search came to it. */
    @Nullable
    LockRequest reachedFrom;
    /** In the group's root only: the waiter of its own that this request stands behind; null if it holds what is asked for. */
    @Nullable
    LockRequest reachedAhead;
    /** In the group's root only: a cancel request that has not been answered yet. */
    boolean cancelled;
    /** In the group's root only: how many deadlocks its own requests had to give way in. Its task alone looks at this. */
    int deadlocks;
    /** Set once the locks were released for good: nobody may be queued behind this owner any more. */
    boolean ended;

    /** An owner that is its own group; {@code name} names it in error details. */
    public LockOwner(String name) {
        this.name = name;
        this.group = this;
        this.process = 0;
    }

    /** The session of a number, which is its own group. */
    public LockOwner(int process) {
        this.name = "process " + process;
        this.group = this;
        this.process = process;
    }

    /** An owner in the group of {@code session}. */
    public LockOwner(String name, LockOwner session) {
        this.name = name;
        this.group = session.group;
        this.process = session.process;
    }

    LockOwner group() {
        return group;
    }

    /** Returns how many deadlocks its requests had to give way in since this was asked last, by its task. */
    public int takeDeadlocks() {
        int found = group.deadlocks;
        group.deadlocks = 0;
        return found;
    }

    /** Returns the number of its session, 0 if it has none. */
    int process() {
        return process;
    }

    boolean sameGroup(LockOwner other) {
        return group == other.group;
    }

    @Override
    public String toString() {
        return name;
    }
}
