package org.borealisdb.engine.lock;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The state of one locked or wanted key: who holds it, and who waits, first come first. Guarded by the lock table's monitor. */
final class LockEntry {
    final LockKey key;
    final List<LockHold> holds = new ArrayList<>(2);
    final List<LockRequest> waiters = new ArrayList<>(0);

    LockEntry(LockKey key) {
        this.key = key;
    }

    @Nullable
    LockHold holdOf(LockOwner owner, LockMode mode) {
        for (LockHold hold : holds) {
            if (hold.owner == owner && hold.mode == mode) {
                return hold;
            }
        }
        return null;
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
        if (!heldByGroupOf(owner)) {
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
