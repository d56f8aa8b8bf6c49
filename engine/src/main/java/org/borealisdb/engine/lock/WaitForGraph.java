package org.borealisdb.engine.lock;

import java.util.ArrayDeque;

/**
 * Finds cycles among waiting owner groups. A group waits for at most one request at a time, so the edges of a node are: every holder that
 * conflicts with its request, and every conflicting waiter ahead of it. Called under the lock table's monitor whenever edges of waiting
 * nodes appear: when a request begins to wait, and when a waiting owner gets a lock behind which others queue. Hence a cycle
 * is found by the step that closes it.
 */
final class WaitForGraph {
    private long searches;

    /** True if {@code start} waits, directly or not, for itself. */
    boolean cycleThrough(LockOwner start) {
        long search = ++searches;
        ArrayDeque<LockOwner> frontier = new ArrayDeque<>();
        frontier.add(start.group());
        while (!frontier.isEmpty()) {
            LockRequest request = frontier.removeLast().waiting;
            if (request == null) {
                continue;
            }
            for (LockHold hold : request.entry.holds) {
                if (blocks(request, hold.owner, hold.mode) && reached(hold.owner, start, search, frontier)) {
                    return true;
                }
            }
            boolean holder = request.entry.heldByGroupOf(request.owner);
            for (LockRequest ahead : request.entry.waiters) {
                if (ahead == request) {
                    break;
                }
                if (!blocks(request, ahead.owner, ahead.mode)) {
                    continue;
                }
                if (ahead.mode == request.mode && !holder) {
                    // It waits for some of those that this request waits for, and for nobody else: they are looked at
                    // already.
                    ahead.owner.group().visitedBy = search;
                }
                if (reached(ahead.owner, start, search, frontier)) {
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean blocks(LockRequest request, LockOwner owner, LockMode mode) {
        return (request.mode.conflicts() & mode.mask()) != 0 && !request.owner.sameGroup(owner);
    }

    private static boolean reached(LockOwner owner, LockOwner start, long search, ArrayDeque<LockOwner> frontier) {
        LockOwner group = owner.group();
        if (group == start.group()) {
            return true;
        }
        if (group.visitedBy != search) {
            group.visitedBy = search;
            frontier.add(group);
        }
        return false;
    }
}
