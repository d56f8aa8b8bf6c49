package org.borealisdb.volume.writer;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.borealisdb.redo.record.RedoRecord;
import org.borealisdb.runtime.task.Parker;

/**
 * Where mini-transactions get their LSNs, and wait to be sent (R1). Sessions admit and append; one task at a time takes.
 *
 * <p><b>Invariants.</b> Under this object's monitor an append reserves the next LSNs and copies its records in one step, so the
 * stream is dense, everything in the buffer is filled, and all of it ends at a CPL. Credits are bytes that were admitted and not appended yet; always
 * <ul>
 *   <li>active bytes + credits &lt;= capacity, so that an append never finds the buffer full, and
 *   <li>appended LSN + credits &lt;= max(VDL, first LSN) + allocation limit, so that no LSN beyond that is ever used: the next
 *       opening relies on it to choose LSNs that were never used (R9).
 * </ul>
 * Admission is first come, first served: while anyone waits, nobody overtakes.
 *
 * <p>There are two halves of memory outside the heap. Appends fill the active one; the taker, when it has sent all of the other one, exchanges them. That
 * keeps records contiguous, without wrapping around.
 */
final class LogBuffer {
    private final int capacity;
    private final long allocationLimit;

    @GuardedBy("this")
    private MemorySegment active;

    @GuardedBy("this")
    private long activeStart;

    @GuardedBy("this")
    private int activeLength;

    @GuardedBy("this")
    private long credits;

    @GuardedBy("this")
    private long limitBase;

    @GuardedBy("this")
    private final ArrayDeque<Admission> waiting = new ArrayDeque<>();

    private volatile long appendedLsn;

    // Owned by whoever takes, one task at a time.
    private MemorySegment draining;
    private long drainingStart;
    private int drainingLength;
    private int drained;

    /**
     * An empty buffer.
     *
     * @param branchLsn what counts as appended so far
     * @param firstLsn  LSNs handed out begin after it
     */
    LogBuffer(int capacity, long allocationLimit, long branchLsn, long firstLsn) {
        this.capacity = capacity;
        this.allocationLimit = allocationLimit;
        this.active = Arena.ofAuto().allocate(capacity, 64);
        this.draining = Arena.ofAuto().allocate(capacity, 64);
        this.activeStart = firstLsn;
        this.limitBase = firstLsn;
        this.appendedLsn = branchLsn;
    }

    /** LSN of the last record appended. */
    long appendedLsn() {
        return appendedLsn;
    }

    /**
     * Takes credits for {@code bytes}, or gets in line for them.
     *
     * @return empty if the credits were taken; otherwise what to wait for
     */
    Optional<Admission> admit(int bytes, Supplier<Parker> parker) {
        synchronized (this) {
            if (waiting.isEmpty() && fits(bytes)) {
                credits += bytes;
                return Optional.empty();
            }
        }
        Admission admission = new Admission(bytes, parker.get());
        synchronized (this) {
            waiting.addLast(admission);
            grant();
        }
        return Optional.of(admission);
    }

    synchronized void giveBack(int bytes) {
        checkCredits(bytes);
        credits -= bytes;
        grant();
    }

    /** Appends a whole mini-transaction, using up as many credits; returns the LSN before its first record. */
    synchronized long append(MemorySegment records, int length) {
        checkCredits(length);
        credits -= length;
        long start = activeStart + activeLength;
        MemorySegment.copy(records, 0, active, activeLength, length);
        activeLength += length;
        appendedLsn = start + length;
        return start;
    }

    /** Bytes appended and not taken, roughly. */
    synchronized int pendingBytes() {
        return activeLength;
    }

    /** VDL has reached {@code vdl}: those who wait may find room. */
    synchronized void durableUpTo(long vdl) {
        limitBase = Math.max(limitBase, vdl);
        grant();
    }

    /** Wakes all who wait for room, since there will never be any. */
    void wakeAll() {
        List<Admission> all;
        synchronized (this) {
            all = new ArrayList<>(waiting);
        }
        all.forEach(Admission::wake);
    }

    /**
     * Takes mini-transactions to send, up to {@code maxBytes}, but at least one; empty if there is nothing. One task at a time. What was taken
     * before is gone.
     */
    Optional<LogSpan> take(int maxBytes) {
        if (drained == drainingLength && !exchange()) {
            return Optional.empty();
        }
        int from = drained;
        int at = from;
        int end = from;
        while (at < drainingLength) {
            int length = RedoRecord.length(draining, at);
            if (at + length - from > maxBytes && end > from) {
                break;
            }
            boolean last = RedoRecord.consistencyPoint(draining, at);
            at += length;
            if (last) {
                end = at;
            }
        }
        drained = end;
        return Optional.of(new LogSpan(draining, from, end - from, drainingStart + from));
    }

    private synchronized boolean exchange() {
        if (activeLength == 0) {
            return false;
        }
        MemorySegment empty = draining;
        draining = active;
        drainingStart = activeStart;
        drainingLength = activeLength;
        drained = 0;
        active = empty;
        activeStart += activeLength;
        activeLength = 0;
        grant();
        return true;
    }

    private synchronized boolean fits(int bytes) {
        return activeLength + credits + bytes <= capacity
                && activeStart + activeLength + credits + bytes <= limitBase + allocationLimit;
    }

    private synchronized void grant() {
        while (!waiting.isEmpty() && fits(waiting.getFirst().bytes())) {
            Admission next = waiting.removeFirst();
            credits += next.bytes();
            next.grant();
        }
    }

    private synchronized void checkCredits(int bytes) {
        if (bytes < 0 || bytes > credits) {
            throw new IllegalStateException(bytes + " bytes of log were not admitted: " + credits + " are");
        }
    }
}
