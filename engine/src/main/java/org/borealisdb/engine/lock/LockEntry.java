package org.borealisdb.engine.lock;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The state of one locked or wanted key: who holds it, in no order, and who waits, first come first. Guarded by the lock table's monitor.
 *
 * <p>A table that a thousand transactions change at a time has as many holds: what a statement asks of such an entry does not go through them.
 */
final class LockEntry {
    private static final int MOST_MODES = 8;

    final LockKey key;
    final List<LockHold> holds = new ArrayList<>(2);
    final List<LockRequest> waiters = new ArrayList<>(0);
    /** How many holds there are of each mode. */
    private final int[] counts = new int[MOST_MODES];
    /** Mask of the modes that are held. */
    private int heldModes;

    LockEntry(LockKey key) {
        this.key = key;
    }

    @Nullable
    LockHold holdOf(LockOwner owner, LockMode mode) {
        if ((heldModes & mode.mask()) == 0) {
            return null;
        }
        for (LockHold hold : owner.holds.size() < holds.size() ? owner.holds : holds) {
            if (hold.entry == this && hold.owner == owner && hold.mode == mode) {
                return hold;
            }
        }
        return null;
    }

    void add(LockHold hold) {
        hold.place = holds.size();
        holds.add(hold);
        counts[hold.mode.ordinal()]++;
        heldModes |= hold.mode.mask();
    }

    void remove(LockHold hold) {
        LockHold last = holds.removeLast();
        if (last != hold) {
            holds.set(hold.place, last);
            last.place = hold.place;
        }
        if (--counts[hold.mode.ordinal()] == 0) {
            heldModes &= ~hold.mode.mask();
        }
    }

    /** True if somebody of {@code owner}'s group holds this key in any mode. */
    boolean heldByGroupOf(LockOwner owner) {
        for (LockHold hold : holds) {
            if (hold.owner.sameGroup(owner)) {
                return true;
            }
        }
        return false;
    }

    boolean conflictsWithHolds(LockOwner owner, LockMode mode) {
        if ((mode.conflicts() & heldModes) == 0) {
            return false;
        }
        for (LockHold hold : holds) {
            if ((mode.conflicts() & hold.mode.mask()) != 0 && !hold.owner.sameGroup(owner)) {
                return true;
            }
        }
        return false;
    }

    /** True if one of the first {@code count} waiters wants what conflicts with {@code mode}. */
    boolean conflictsWithWaiters(LockOwner owner, LockMode mode, int count) {
        for (int index = 0; index < count; index++) {
            LockRequest ahead = waiters.get(index);
            if ((mode.conflicts() & ahead.mode.mask()) != 0 && !ahead.owner.sameGroup(owner)) {
                return true;
            }
        }
        return false;
    }

    /** Where a new waiter queues: at the end, unless its group holds the key already; then before those that it holds back. */
    int placeFor(LockOwner owner) {
        if (waiters.isEmpty() || !heldByGroupOf(owner)) {
            return waiters.size();
        }
        int place = 0;
        while (place < waiters.size() && heldByGroupOf(waiters.get(place).owner)) {
            place++;
        }
        return place;
    }

    boolean unused() {
        return holds.isEmpty() && waiters.isEmpty();
    }
}
