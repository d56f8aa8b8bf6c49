package org.borealisdb.engine.transaction;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.LongSupplier;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;

/**
 * The LSNs of all read views in use, and the purge horizon below them (R18). Lock-free.
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
    private final AtomicLong horizon = new AtomicLong();
    private final AtomicInteger next = new AtomicInteger();

    /** A registry for at most {@code limit} views at a time. */
    public ViewRegistry(int limit) {
        slots = new AtomicLongArray(limit);
        for (int slot = 0; slot < limit; slot++) {
            slots.set(slot, FREE);
        }
    }

    /**
     * Takes a slot and publishes a view in it at the newest LSN that {@code newest} answers.
     *
     * @return the slot, to be given to {@link #lsn} and {@link #withdraw}
     * @throws SqlException 53300 if all slots are taken
     */
    public int publish(LongSupplier newest) {
        int slot = takeSlot(newest.getAsLong());
        long lsn = slots.get(slot);
        while (lsn < candidate.get()) {
            lsn = newest.getAsLong();
            slots.set(slot, lsn);
        }
        return slot;
    }

    /** The LSN of the view in {@code slot}. */
    public long lsn(int slot) {
        return slots.get(slot);
    }

    /** Ends the view in {@code slot}. */
    public void withdraw(int slot) {
        slots.set(slot, FREE);
    }

    /** Raises the horizon as far as views allow, at most to {@code wanted} (at or below VDL), and returns it. One task at a time. */
    public long raise(long wanted) {
        if (wanted > candidate.get()) {
            candidate.set(wanted);
        }
        long lowest = candidate.get();
        for (int slot = 0; slot < slots.length(); slot++) {
            lowest = Math.min(lowest, slots.get(slot));
        }
        if (lowest > horizon.get()) {
            horizon.set(lowest);
        }
        return horizon.get();
    }

    /** No view in use, now or later, is below this LSN. */
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
