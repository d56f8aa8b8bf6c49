package org.borealisdb.volume.reader;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.TreeMap;
import java.util.function.LongSupplier;

/**
 * The LSNs of the page reads in flight, and PGMRPL below them (R18): the promise that no page will be asked for below it, on which storage
 * drops older versions. A read chooses its LSN and is counted in one step, and the promise is raised in another, both under one monitor: so
 * no read is below a promise that was given. Safe for use by all tasks; leaf code.
 */
public final class ReadPoints {
    /** How many reads are under way at each LSN. */
    @GuardedBy("this")
    private final TreeMap<Long, Integer> inFlight = new TreeMap<>();

    @GuardedBy("this")
    private long lowest;

    /** No read was ever below {@code lowest}, nor will be. */
    public ReadPoints(long lowest) {
        this.lowest = lowest;
    }

    /** Begins a read at the newest LSN that {@code newest} answers; {@link #end} it with the LSN answered. */
    public synchronized long begin(LongSupplier newest) {
        long lsn = newest.getAsLong();
        inFlight.merge(lsn, 1, Integer::sum);
        return lsn;
    }

    /**
     * Begins a read at {@code lsn}.
     *
     * @throws IllegalArgumentException if that is below what was promised
     */
    public synchronized void beginAt(long lsn) {
        if (lsn < lowest) {
            throw new IllegalArgumentException("LSN " + lsn + " is below the lowest read LSN, " + lowest);
        }
        inFlight.merge(lsn, 1, Integer::sum);
    }

    /** Ends a read that was begun at {@code lsn}. */
    public synchronized void end(long lsn) {
        inFlight.computeIfPresent(lsn, (_, count) -> count == 1 ? null : count - 1);
    }

    /** Raises the promise to {@code wanted}, or as far as the reads in flight allow. */
    public synchronized void raise(long wanted) {
        long allowed = inFlight.isEmpty() ? wanted : Math.min(wanted, inFlight.firstKey());
        lowest = Math.max(lowest, allowed);
    }

    /** PGMRPL. */
    public synchronized long lowest() {
        return lowest;
    }
}
