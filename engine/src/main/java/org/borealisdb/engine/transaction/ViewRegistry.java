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
    /** At or below all views; what pins are put at. Never below the horizon. */
    private final AtomicLong lowestView = new AtomicLong();

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

    private long lowestSlot(long from) {
        long lowest = from;
        for (int slot = 0; slot < slots.length(); slot++) {
            lowest = Math.min(lowest, slots.get(slot));
        }
        return lowest;
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
