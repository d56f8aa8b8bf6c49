package org.borealisdb.engine.lock;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.concurrent.atomic.AtomicInteger;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.runtime.task.Parker;
import org.borealisdb.runtime.task.Tasks;
import org.borealisdb.runtime.time.Clock;
import org.jspecify.annotations.Nullable;

/**
 * All explicit locks of an instance and all waits for locks. Safe for use by all tasks; see the package description for its rules.
 *
 * <p>Grants are first come, first served: a request waits behind conflicting holders and behind conflicting waiters ahead of it, except
 * that a group which already holds the key goes before those it holds back (they can't be served before it anyway). As in PostgreSQL a
 * lock on a row is given past all that wait for it if no holder stands against it, so that who refers to a row does not wait with one
 * who is to delete it. Whoever would wait for himself only because of places in queues gets them changed ({@link QueueOrders}).
 *
 * <p>Two who hold what conflicts are possible in one case: a row was written beside a lock, as an insert does, and the writer's lock was made explicit since. Then either waits for the other to end
 * as soon as it asks again.
 */
public final class LockTable {
    private final Tasks tasks;
    private final Clock clock;
    private final int maximumLocks;
    private final Object monitor = new Object();

    @GuardedBy("monitor")
    private final Map<LockKey, LockEntry> entries = new HashMap<>();

    @GuardedBy("monitor")
    private final WaitForGraph graph = new WaitForGraph();

    @GuardedBy("monitor")
    private int locks;

    /** Holds and waits on rows. Read without the monitor by those who hold the latch of the row's leaf. */
    private final AtomicInteger rowLocks = new AtomicInteger();

    /** A table for at most {@code maximumLocks} locks held or waited for at a time. */
    public LockTable(Tasks tasks, Clock clock, int maximumLocks) {
        this.tasks = tasks;
        this.clock = clock;
        this.maximumLocks = maximumLocks;
    }

    /**
     * Takes a lock if that needs no waiting; true also if the owner has it already.
     *
     * @throws SqlException 53200 if there are too many locks
     */
    public boolean tryAcquire(LockOwner owner, LockKey key, LockMode mode) {
        synchronized (monitor) {
            return grantedAtOnce(owner, key, mode);
        }
    }

    /**
     * Takes a lock, waiting for it at most as long as {@code wait} says. Called without any latch.
     *
     * @throws SqlException 40P01 if waiting would never end, 55P03 if the time ran out, 57014 if the statement was cancelled or its time is over, 53200 if there
     *     are too many locks
     */
    public void acquire(LockOwner owner, LockKey key, LockMode mode, LockWait wait) {
        LockRequest request;
        synchronized (monitor) {
            if (grantedAtOnce(owner, key, mode)) {
                return;
            }
            request = enqueue(owner, entryOf(key), mode, wait);
        }
        await(request, wait);
    }

    /**
     * Waits behind a lock that {@code holder} has without being in this table: first makes it explicit, then takes {@code mode}.
     *
     * @return false, without waiting, if the holder has ended: the caller must look again
     */
    public boolean acquireBehind(
            LockOwner owner, LockKey key, LockMode mode, LockOwner holder, LockMode held, LockWait wait) {
        LockRequest request;
        synchronized (monitor) {
            if (holder.ended) {
                return false;
            }
            LockEntry entry = entryOf(key);
            if (entry.holdOf(holder, held) == null) {
                grant(holder, entry, held);
                breakCycleOf(holder);
            }
            if (grantedAtOnce(owner, key, mode)) {
                return true;
            }
            request = enqueue(owner, entry, mode, wait);
        }
        await(request, wait);
        return true;
    }

    /**
     * Waits until each owner outside of {@code owner}'s group has ended that holds now what conflicts with {@code mode}; those who take such a lock meanwhile are not waited for.
     *
     * @throws SqlException as {@link #acquire}
     */
    public void awaitHolders(LockOwner owner, LockKey key, LockMode mode, LockWait wait) {
        List<LockOwner> holders = new ArrayList<>();
        synchronized (monitor) {
            LockEntry entry = entries.get(key);
            for (LockHold hold : entry == null ? List.<LockHold>of() : entry.holds) {
                if ((mode.conflicts() & hold.mode.mask()) != 0 && !hold.owner.sameGroup(owner)) {
                    holders.add(hold.owner);
                }
            }
        }
        for (LockOwner holder : holders) {
            LockKey end = new LockKey.OfOwner(holder);
            if (acquireBehind(owner, end, AdvisoryLockMode.SHARED, holder, AdvisoryLockMode.EXCLUSIVE, wait)) {
                release(owner, end, AdvisoryLockMode.SHARED);
            }
        }
    }

    /** True if somebody outside {@code owner}'s group holds, or waits in line for, what conflicts with {@code mode}. */
    public boolean blocked(LockOwner owner, LockKey key, LockMode mode) {
        synchronized (monitor) {
            LockEntry entry = entries.get(key);
            return entry != null
                    && (entry.conflictsWithHolds(owner, mode)
                            || (entry.conflictsWithWaiters(owner, mode, entry.waiters.size())
                                    && !entry.heldByGroupOf(owner)));
        }
    }

    /** True if any row lock is held or wanted: what a writer asks, under the leaf latch, before it asks for its row. */
    public boolean anyRowLocks() {
        return rowLocks.get() != 0;
    }

    /** True if {@code owner} itself holds the lock in this very mode. */
    public boolean holds(LockOwner owner, LockKey key, LockMode mode) {
        synchronized (monitor) {
            LockEntry entry = entries.get(key);
            return entry != null && entry.holdOf(owner, mode) != null;
        }
    }

    /** How many locks {@code owner} has acquired so far: a mark for {@link #releaseAfter}. */
    public int mark(LockOwner owner) {
        synchronized (monitor) {
            return owner.holds.size();
        }
    }

    /** Releases what was acquired since {@code mark}, newest first (ROLLBACK TO SAVEPOINT). */
    public void releaseAfter(LockOwner owner, int mark) {
        synchronized (monitor) {
            while (owner.holds.size() > mark) {
                release(owner.holds.removeLast());
            }
        }
    }

    /** Releases one acquisition of a lock (advisory locks count); false if the owner does not hold it in this mode. */
    public boolean release(LockOwner owner, LockKey key, LockMode mode) {
        synchronized (monitor) {
            LockEntry entry = entries.get(key);
            LockHold hold = entry == null ? null : entry.holdOf(owner, mode);
            if (hold == null) {
                return false;
            }
            if (--hold.count == 0) {
                owner.holds.remove(hold);
                release(hold);
            }
            return true;
        }
    }

    /** Takes the lock once more if the owner holds it in this mode, so that as many releases are needed; false if it does not. */
    public boolean acquireAgain(LockOwner owner, LockKey key, LockMode mode) {
        synchronized (monitor) {
            LockEntry entry = entries.get(key);
            LockHold hold = entry == null ? null : entry.holdOf(owner, mode);
            if (hold == null) {
                return false;
            }
            hold.count++;
            return true;
        }
    }

    /** Releases everything, hands it to those who wait, and lets nobody queue behind this owner any more. */
    public void end(LockOwner owner) {
        synchronized (monitor) {
            owner.ended = true;
            for (LockHold hold : owner.holds) {
                hold.entry.remove(hold);
                count(hold.entry, -1);
            }
            // Hand on only when all are free, so that a waiter does not see the owner as still holding another one.
            for (LockHold hold : owner.holds) {
                handOn(hold.entry);
            }
            owner.holds.clear();
        }
    }

    /** Makes the owner's present wait, or else its next one, fail with 57014. Called by any task. */
    public void cancel(LockOwner owner) {
        synchronized (monitor) {
            LockOwner group = owner.group();
            group.cancelled = true;
            LockRequest request = group.waiting;
            if (request != null) {
                withdraw(request, LockRequest.Outcome.CANCELLED);
            }
        }
    }

    /** Forgets a cancel request that came too late for the statement it was meant for. */
    public void clearCancel(LockOwner owner) {
        synchronized (monitor) {
            owner.group().cancelled = false;
        }
    }

    /** Locks held or waited for now. */
    public int size() {
        synchronized (monitor) {
            return locks;
        }
    }

    /** Returns all locks that are held or waited for now. */
    public List<LockFact> facts() {
        List<LockFact> facts = new ArrayList<>();
        synchronized (monitor) {
            for (LockEntry entry : List.copyOf(entries.values())) {
                for (LockHold hold : entry.holds) {
                    facts.add(new LockFact(entry.key, hold.mode, true, hold.owner.process()));
                }
                for (LockRequest request : entry.waiters) {
                    facts.add(new LockFact(entry.key, request.mode, false, request.owner.process()));
                }
            }
        }
        return facts;
    }

    /** Returns the numbers of the sessions that keep one from the lock that it waits for: those that hold what conflicts, and those ahead of it that want it. */
    public List<Integer> blockersOf(int process) {
        SequencedSet<Integer> blockers = new LinkedHashSet<>();
        synchronized (monitor) {
            for (LockEntry entry : List.copyOf(entries.values())) {
                for (int place = 0; place < entry.waiters.size(); place++) {
                    LockRequest request = entry.waiters.get(place);
                    if (request.owner.process() != process) {
                        continue;
                    }
                    for (LockHold hold : entry.holds) {
                        if (stands(hold.owner, hold.mode, request)) {
                            blockers.add(hold.owner.process());
                        }
                    }
                    for (LockRequest ahead : entry.waiters.subList(0, place)) {
                        if (stands(ahead.owner, ahead.mode, request)) {
                            blockers.add(ahead.owner.process());
                        }
                    }
                }
            }
        }
        return List.copyOf(blockers);
    }

    private static boolean stands(LockOwner owner, LockMode mode, LockRequest against) {
        return (against.mode.conflicts() & mode.mask()) != 0 && !owner.sameGroup(against.owner);
    }

    /** Keys known now; none once all owners have ended. */
    int keys() {
        synchronized (monitor) {
            return entries.size();
        }
    }

    /** True if anybody waits for this lock. */
    public boolean awaited(LockKey key) {
        synchronized (monitor) {
            LockEntry entry = entries.get(key);
            return entry != null && !entry.waiters.isEmpty();
        }
    }

    /** Requests that wait now. */
    public int waiting() {
        synchronized (monitor) {
            int count = 0;
            for (LockEntry entry : List.copyOf(entries.values())) {
                count += entry.waiters.size();
            }
            return count;
        }
    }

    @GuardedBy("monitor")
    private boolean grantedAtOnce(LockOwner owner, LockKey key, LockMode mode) {
        LockEntry entry = entries.get(key);
        if (entry != null) {
            // First the others: a writer's lock that was made explicit may stand beside one that the owner has.
            if (entry.conflictsWithHolds(owner, mode)) {
                return false;
            }
            if (entry.holdOf(owner, mode) != null) {
                return true;
            }
            if (!(key instanceof RowKey) && entry.conflictsWithWaiters(owner, mode, entry.placeFor(owner))) {
                return false;
            }
        }
        checkRoom();
        grant(owner, entry == null ? entryOf(key) : entry, mode);
        return true;
    }

    @GuardedBy("monitor")
    private LockRequest enqueue(LockOwner owner, LockEntry entry, LockMode mode, LockWait wait) {
        try {
            if (wait.nanos() == 0) {
                throw notAvailable();
            }
            if (owner.group().cancelled) {
                owner.group().cancelled = false;
                throw cancelled();
            }
            checkRoom();
        } catch (SqlException refused) {
            forget(entry);
            throw refused;
        }
        if (owner.group().waiting != null) {
            throw new IllegalStateException(owner + " waits for two locks at a time");
        }
        LockRequest request = new LockRequest(owner, entry, mode, tasks.parker());
        entry.waiters.add(entry.placeFor(owner), request);
        owner.group().waiting = request;
        count(entry, 1);
        if (graph.cycleThrough(owner) && !reordered(owner)) {
            withdraw(request, LockRequest.Outcome.DEADLOCK);
        }
        return request;
    }

    private void await(LockRequest request, LockWait wait) {
        Parker parker = request.parker;
        long began = clock.nanoTime();
        while (request.outcome == LockRequest.Outcome.WAITING) {
            if (wait.nanos() == Long.MAX_VALUE && wait.until() == 0) {
                parker.park();
                continue;
            }
            long now = clock.nanoTime();
            long left = wait.nanos() == Long.MAX_VALUE ? Long.MAX_VALUE : began + wait.nanos() - now;
            long leftOfStatement = wait.until() == 0 ? Long.MAX_VALUE : wait.until() - now;
            if (left > 0 && leftOfStatement > 0) {
                parker.park(Math.min(left, leftOfStatement));
                continue;
            }
            synchronized (monitor) {
                if (request.outcome == LockRequest.Outcome.WAITING) {
                    withdraw(request, LockRequest.Outcome.WAITING);
                    throw leftOfStatement > 0 ? tooLong() : statementTooLong();
                }
            }
        }
        switch (request.outcome) {
            case GRANTED -> {}
            case DEADLOCK -> {
                request.owner.group().deadlocks++;
                throw new SqlException(ErrorCode.DEADLOCK_DETECTED, "deadlock detected")
                        .withDetail(request.owner + " waits for " + request.mode + " on " + request.entry.key
                                + ", held back by transactions that wait for it")
                        .withHint("Run the transaction again.");
            }
            case CANCELLED -> {
                clearCancel(request.owner);
                throw cancelled();
            }
            case WAITING -> throw new IllegalStateException("a lock request ended without an outcome");
        }
    }

    /** Takes a request off its queue; those behind it may get their turn. */
    @GuardedBy("monitor")
    private void withdraw(LockRequest request, LockRequest.Outcome outcome) {
        request.entry.waiters.remove(request);
        count(request.entry, -1);
        request.finish(outcome);
        handOn(request.entry);
    }

    /** A waiting owner has got a lock behind which others queue: if that closed a cycle, its own wait is the one to give up. */
    @GuardedBy("monitor")
    private void breakCycleOf(LockOwner holder) {
        LockRequest request = holder.group().waiting;
        if (request != null && graph.cycleThrough(holder) && !reordered(holder)) {
            withdraw(request, LockRequest.Outcome.DEADLOCK);
        }
    }

    /** Puts queues into an order in which an owner does not wait for itself; false if there is none. */
    @GuardedBy("monitor")
    private boolean reordered(LockOwner owner) {
        Optional<QueueOrders> orders = QueueOrders.without(owner, graph);
        orders.ifPresent(found -> found.apply().forEach(this::handOn));
        return orders.isPresent();
    }

    @GuardedBy("monitor")
    private void release(LockHold hold) {
        hold.entry.remove(hold);
        count(hold.entry, -1);
        handOn(hold.entry);
    }

    /** Grants, in order, every waiter that neither a holder nor a waiter ahead of it stands against. */
    @GuardedBy("monitor")
    private void handOn(LockEntry entry) {
        int index = 0;
        while (index < entry.waiters.size()) {
            LockRequest request = entry.waiters.get(index);
            if (entry.conflictsWithHolds(request.owner, request.mode)
                    || entry.conflictsWithWaiters(request.owner, request.mode, index)) {
                index++;
                continue;
            }
            entry.waiters.remove(index);
            count(entry, -1);
            if (entry.holdOf(request.owner, request.mode) == null) {
                grant(request.owner, entry, request.mode);
            }
            request.finish(LockRequest.Outcome.GRANTED);
        }
        forget(entry);
    }

    @GuardedBy("monitor")
    private void grant(LockOwner owner, LockEntry entry, LockMode mode) {
        LockHold hold = new LockHold(owner, entry, mode);
        entry.add(hold);
        owner.holds.add(hold);
        count(entry, 1);
    }

    @GuardedBy("monitor")
    private LockEntry entryOf(LockKey key) {
        return entries.computeIfAbsent(key, LockEntry::new);
    }

    @GuardedBy("monitor")
    private void forget(LockEntry entry) {
        if (entry.unused()) {
            entries.remove(entry.key, entry);
        }
    }

    @GuardedBy("monitor")
    private void count(LockEntry entry, int difference) {
        locks += difference;
        if (entry.key instanceof RowKey) {
            rowLocks.addAndGet(difference);
        }
    }

    @GuardedBy("monitor")
    private void checkRoom() {
        if (locks >= maximumLocks) {
            throw new SqlException(ErrorCode.OUT_OF_MEMORY, "too many locks: " + locks + " are held or waited for")
                    .withHint("Lock fewer rows in one transaction, or use a table lock.");
        }
    }

    private static SqlException notAvailable() {
        return new SqlException(ErrorCode.LOCK_NOT_AVAILABLE, "could not obtain lock in the time allowed");
    }

    private static SqlException tooLong() {
        return new SqlException(ErrorCode.LOCK_NOT_AVAILABLE, "canceling statement due to lock timeout");
    }

    private static SqlException statementTooLong() {
        return new SqlException(ErrorCode.QUERY_CANCELED, "canceling statement due to statement timeout");
    }

    private static SqlException cancelled() {
        return new SqlException(ErrorCode.QUERY_CANCELED, "canceling statement due to user request");
    }

    /** The holder of {@code key} that keeps {@code owner} from {@code mode}, for messages; null if there is none. */
    @Nullable
    LockOwner blocker(LockOwner owner, LockKey key, LockMode mode) {
        synchronized (monitor) {
            LockEntry entry = entries.get(key);
            if (entry == null) {
                return null;
            }
            for (LockHold hold : entry.holds) {
                if ((mode.conflicts() & hold.mode.mask()) != 0 && !hold.owner.sameGroup(owner)) {
                    return hold.owner;
                }
            }
            return null;
        }
    }
}
