package org.borealisdb.engine.transaction;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.LongSupplier;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;

/**
 * The LSNs of all read views in use, and the purge horizon below them (R18). Lock-free for views of what is newest.
 *
 * <p>Why no view is missed: a session stores its LSN in its slot (a sequentially consistent store) and then reads the candidate. Whoever
 * raises the horizon stores the candidate and then reads the slots. Of two such pairs at least one sees the other's store: either
 * the session finds a candidate above its LSN and takes a newer LSN, or the scan finds the session's slot. So
 * {@code min(candidate, slots)} is at or below every view that is in use or being taken.
 */
public final class ViewRegistry {
    private static final long FREE = Long.MAX_VALUE;

    private final AtomicLongArray slots;
    private final AtomicLong candidate = new AtomicLong();
    /** At or below all views; what pins are put at. Never below the horizon. */
    private final AtomicLong lowestView = new AtomicLong();

    private final AtomicLong horizon = new AtomicLong();

    /** Views below this LSN are of no use any more, on a reader. */
    private volatile long endedBelow;

    /** Those of them that were too old; at or below {@code endedBelow}. */
    private volatile long tooOldBelow;

    private final AtomicInteger next = new AtomicInteger();

    /** Held while the horizon is raised, and while a view is published beside an older one. */
    private final Object scan = new Object();

    private final long maximumViewNanos;

    /** A registry for at most {@code limit} views at a time. */
    public ViewRegistry(int limit) {
        this(limit, Long.MAX_VALUE);
    }

    /** The same on a reader, where a view is ended when it has been open for {@code maximumViewNanos}. */
    ViewRegistry(int limit, long maximumViewNanos) {
        this.maximumViewNanos = maximumViewNanos;
        slots = new AtomicLongArray(limit);
        for (int slot = 0; slot < limit; slot++) {
            slots.set(slot, FREE);
        }
    }

    /**
     * Takes a slot and publishes a view in it at the newest LSN that {@code newest} answers, which is at or above {@link #endedBelow}.
     *
     * @return the slot, to be given to {@link #lsn} and {@link #withdraw}
     * @throws SqlException 53300 if all slots are taken
     */
    public int publish(LongSupplier newest) {
        int slot = takeSlot(newest.getAsLong());
        long lsn = slots.get(slot);
        while (lsn < candidate.get() || lsn < endedBelow) {
            lsn = newest.getAsLong();
            slots.set(slot, lsn);
        }
        return slot;
    }

    /**
     * Takes a slot and publishes a view in it at the LSN of another, which the caller keeps published meanwhile. A scan for the horizon may have passed the new slot while it was free, and must then still find
     * the other one: so no scan runs while this does.
     *
     * @return the slot
     * @throws SqlException 53300 if all slots are taken
     */
    int publishAt(long lsn) {
        synchronized (scan) {
            return takeSlot(lsn);
        }
    }

    /** The LSN of the view in {@code slot}. */
    public long lsn(int slot) {
        return slots.get(slot);
    }

    /** Ends the view in {@code slot}. */
    public void withdraw(int slot) {
        slots.set(slot, FREE);
    }

    /**
     * Takes a slot for a task that follows versions back to the first one that every view sees, and keeps the horizon from rising
     * meanwhile.
     *
     * @return the slot; its LSN is at or below every view in use or being taken
     */
    public int pinHorizon() {
        int slot = takeSlot(0);
        while (true) {
            long bound = lowestView.get();
            slots.set(slot, bound);
            if (lowestView.get() == bound) {
                return slot;
            }
        }
    }

    /** Raises the horizon as far as views allow, at most to {@code wanted} (at or below VDL), and returns it. One task at a time. */
    public long raise(long wanted) {
        synchronized (scan) {
            if (wanted > candidate.get()) {
                candidate.set(wanted);
            }
            long bound = lowestSlot(candidate.get());
            if (bound > lowestView.get()) {
                lowestView.set(bound);
            }
            // Pins taken before lowestView rose are found here; those taken later have seen it.
            long now = lowestSlot(lowestView.get());
            if (now > horizon.get()) {
                horizon.set(now);
            }
            return horizon.get();
        }
    }

    private long lowestSlot(long from) {
        long lowest = from;
        long ended = endedBelow;
        for (int slot = 0; slot < slots.length(); slot++) {
            long lsn = slots.get(slot);
            if (lsn >= ended) {
                lowest = Math.min(lowest, lsn);
            }
        }
        return lowest;
    }

    /**
     * Ends all views below {@code lsn}, on a reader: what is read with them from now on is not used (R18). Called before anything is changed that they rely on; whoever reads looks
     * here after it has read ({@link #ended}), and so either has read before the change, or finds itself ended.
     */
    public synchronized void endBelow(long lsn) {
        if (lsn > endedBelow) {
            endedBelow = lsn;
        }
    }

    /** Ends all views below {@code lsn} because they are too old. By the one task that {@link #raise}s. */
    public void endTooOld(long lsn) {
        if (lsn > tooOldBelow) {
            tooOldBelow = lsn;
            endBelow(lsn);
        }
    }

    /** No view below this LSN is of use; 0 on a writer. */
    public long endedBelow() {
        return endedBelow;
    }

    /** True if a view at this LSN was ended: nothing that was read with it may be used, unless that was known to be good before. */
    public boolean ended(long lsn) {
        return lsn < endedBelow;
    }

    /** What whoever reads with a view at this LSN is told, which was ended. */
    SqlException endedError(long lsn) {
        SqlException error =
                new SqlException(ErrorCode.SERIALIZATION_FAILURE, "canceling statement due to conflict with recovery");
        return lsn < tooOldBelow
                ? error.withDetail(
                                "The view that it reads with was open for more than " + maximumViewNanos / 1_000_000_000
                                        + " s, the most that a reader allows, and would keep old row versions on the writer.")
                        .withHint("Run it in shorter transactions, or raise the longest time for views of this reader.")
                : error.withDetail("The row versions that its view at LSN " + lsn + " needs were removed.");
    }

    /** No view in use, now or later, and no pin is below this LSN: what only they could need may go. */
    public long horizon() {
        return horizon.get();
    }

    private int takeSlot(long lsn) {
        int length = slots.length();
        int start = Math.floorMod(next.getAndIncrement(), length);
        for (int step = 0; step < length; step++) {
            int slot = start + step < length ? start + step : start + step - length;
            if (slots.get(slot) == FREE && slots.compareAndSet(slot, FREE, lsn)) {
                return slot;
            }
        }
        throw new SqlException(ErrorCode.TOO_MANY_CONNECTIONS, "too many read views: " + length + " are in use");
    }
}
