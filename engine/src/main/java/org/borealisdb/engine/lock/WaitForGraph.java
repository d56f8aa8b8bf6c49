package org.borealisdb.engine.lock;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Finds cycles among waiting owner groups. A group waits for at most one request at a time, so the edges of a node are: every holder that
 * conflicts with its request, and every conflicting waiter ahead of it. Called under the lock table's monitor whenever edges of waiting
 * nodes appear: when a request begins to wait, when a waiting owner gets a lock behind which others queue, and when queues are to be put
 * into another order. Hence a cycle is found by the step that closes it.
 */
final class WaitForGraph {
    private long searches;

    /** A wait for nothing but one's place in a queue: {@code request} stands behind {@code ahead}, which has nothing yet. */
    record Place(LockRequest request, LockRequest ahead) {}

    /** Returns whether {@code start} waits, directly or not, for itself. */
    boolean cycleThrough(LockOwner start) {
        return cycle(start, QueueOrders.AS_THEY_ARE).isPresent();
    }

    /** Returns a cycle through {@code start} if there is one: the edges of it that another order of queues would take away, none if that cannot help. */
    Optional<List<Place>> cycle(LockOwner start, QueueOrders orders) {
        long search = ++searches;
        ArrayDeque<LockOwner> frontier = new ArrayDeque<>();
        frontier.add(start.group());
        while (!frontier.isEmpty()) {
            LockOwner group = frontier.removeLast();
            LockRequest request = group.waiting;
            if (request == null) {
                continue;
            }
            for (LockHold hold : request.entry.holds) {
                if (blocks(request, hold.owner, hold.mode)
                        && reached(hold.owner, start, search, frontier, request, null)) {
                    return Optional.of(places(start, request, null));
                }
            }
            boolean holder = request.entry.heldByGroupOf(request.owner);
            for (LockRequest ahead : orders.waiters(request.entry)) {
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
                if (reached(ahead.owner, start, search, frontier, request, ahead)) {
                    return Optional.of(places(start, request, ahead));
                }
            }
        }
        return Optional.empty();
    }

    private static boolean blocks(LockRequest request, LockOwner owner, LockMode mode) {
        return (request.mode.conflicts() & mode.mask()) != 0 && !request.owner.sameGroup(owner);
    }

    private static boolean reached(
            LockOwner owner,
            LockOwner start,
            long search,
            ArrayDeque<LockOwner> frontier,
            LockRequest from,
            @Nullable LockRequest ahead) {
        LockOwner group = owner.group();
        if (group == start.group()) {
            return true;
        }
        if (group.visitedBy != search) {
            group.visitedBy = search;
            group.reachedFrom = from;
            group.reachedAhead = ahead;
            frontier.add(group);
        }
        return false;
    }

    /** Goes back from the last edge of a cycle to its start. */
    private static List<Place> places(LockOwner start, LockRequest last, @Nullable LockRequest lastAhead) {
        List<Place> places = new ArrayList<>();
        LockRequest request = last;
        LockRequest ahead = lastAhead;
        while (true) {
            if (ahead != null) {
                places.add(new Place(request, ahead));
            }
            LockOwner group = request.owner.group();
            if (group == start.group()) {
                return places;
            }
            request = Objects.requireNonNull(group.reachedFrom);
            ahead = group.reachedAhead;
        }
    }
}
