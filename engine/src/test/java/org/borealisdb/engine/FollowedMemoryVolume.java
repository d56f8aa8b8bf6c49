package org.borealisdb.engine;

import java.lang.foreign.MemorySegment;
import java.util.concurrent.TimeUnit;
import org.borealisdb.engine.buffer.PageWitness;
import org.borealisdb.redo.page.Page;
import org.borealisdb.redo.volume.Geometry;
import org.borealisdb.volume.DurabilityListener;
import org.borealisdb.volume.Volume;
import org.borealisdb.volume.VolumeUnavailableException;
import org.borealisdb.volume.status.VolumeStatus;
import org.borealisdb.volume.stream.LogFollower;
import org.jspecify.annotations.Nullable;

/**
 * The volume of a reader, for tests: follows a {@link MemoryVolume} as far and as fast as the test says. Keeps a copy of the log, and reads pages from it. As a {@link PageWitness} it looks
 * that each page that leaves the pool is what its log says, and as new as what was applied.
 */
public final class FollowedMemoryVolume implements Volume, PageWitness {
    /** Longest wait for the log; then the test has forgotten to apply it. */
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(20);

    private final MemoryVolume source;
    private final MemoryVolume copy;
    private @Nullable LogFollower follower;
    private volatile Runnable beforeArrival = () -> {};
    private volatile Runnable beforeApplying = () -> {};
    private volatile long readPoint;
    private long vdl;

    /** A volume that is where {@code source} is now. */
    public FollowedMemoryVolume(MemoryVolume source) {
        this.source = source;
        this.copy = new MemoryVolume(source.geometry(), true);
        copyTo(source.vdl());
        this.readPoint = source.vdl();
        this.vdl = readPoint;
    }

    private void copyTo(long lsn) {
        while (copy.appendedLsn() < lsn) {
            byte[] log = source.logAfter(copy.appendedLsn(), lsn - copy.appendedLsn());
            copy.growTo(source.groups());
            copy.append(MemorySegment.ofArray(log), log.length);
        }
    }

    /** Names the one that is given the log. */
    public void follow(LogFollower by) {
        follower = by;
    }

    private LogFollower follower() {
        LogFollower known = follower;
        if (known == null) {
            throw new IllegalStateException("nobody follows this volume");
        }
        return known;
    }

    /** What is done between the moment at which a page is read and the one at which it arrives. */
    public void beforeArrival(Runnable action) {
        beforeArrival = action;
    }

    /** What is done when pages are read as of the end of some log already that is about to be applied. */
    public void beforeApplying(Runnable action) {
        beforeApplying = action;
    }

    /** Has the next durable log applied, about {@code bytes} of it; false if there is none. By one task. */
    public boolean apply(long bytes) {
        long from = vdl();
        byte[] log = source.logAfter(from, bytes);
        if (log.length == 0) {
            return false;
        }
        applyLog(log, from);
        return true;
    }

    /** The same with log that the test has made. */
    public void applyLog(byte[] log, long from) {
        copy.growTo(source.groups());
        copy.append(MemorySegment.ofArray(log), log.length);
        readPoint = from + log.length;
        beforeApplying.run();
        follower().apply(MemorySegment.ofArray(log), log.length, from);
        reached(from + log.length);
    }

    /** Has all durable log applied. */
    public void applyAll() {
        while (apply(1 << 16)) {
            // Once more.
        }
    }

    /** Leaves log out, and goes on at the newest LSN. */
    public void restart() {
        long lsn = source.vdl();
        copyTo(lsn);
        follower().restart(lsn);
        readPoint = lsn;
        reached(lsn);
    }

    private synchronized void reached(long lsn) {
        vdl = lsn;
        notifyAll();
    }

    @Override
    public synchronized long vdl() {
        return vdl;
    }

    @Override
    @SuppressWarnings("WaitNotInLoop") // It is in one.
    public synchronized void awaitDurable(long lsn) {
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        while (vdl < lsn) {
            long left = deadline - System.nanoTime();
            if (left <= 0) {
                throw new VolumeUnavailableException("nobody applied the log up to " + lsn);
            }
            try {
                TimeUnit.NANOSECONDS.timedWait(this, left);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    @Override
    public boolean readPage(long pageNumber, MemorySegment target, long offset) {
        long lsn = readPoint;
        boolean present = copy.readHistory(pageNumber, lsn, target, offset);
        beforeArrival.run();
        return present;
    }

    @Override
    public void leaving(long pageNumber, MemorySegment memory, long offset) {
        copy.leaving(pageNumber, memory, offset);
        long applied = vdl();
        MemorySegment newest = MemorySegment.ofArray(new byte[Page.BYTES]);
        copy.readHistory(pageNumber, applied, newest, 0);
        if (Page.lsn(memory, offset) < Page.lsn(newest, 0)) {
            throw new AssertionError("page " + pageNumber + " is at LSN " + Page.lsn(memory, offset)
                    + ", but what was applied to " + applied + " brought it to " + Page.lsn(newest, 0));
        }
    }

    /** Pages that were compared when they left a pool. */
    public long witnessed() {
        return copy.witnessed();
    }

    /** The end of the log that reads may be as of. */
    @Override
    public long appendedLsn() {
        return readPoint;
    }

    @Override
    public Geometry geometry() {
        return source.geometry();
    }

    @Override
    public int groups() {
        return source.groups();
    }

    @Override
    public void growTo(int count) {
        throw readOnly();
    }

    @Override
    public long openedAt() {
        throw readOnly();
    }

    @Override
    public void admit(int maxBytes) {
        throw readOnly();
    }

    @Override
    public void giveBack(int bytes) {}

    @Override
    public long append(MemorySegment records, int length) {
        throw readOnly();
    }

    private static UnsupportedOperationException readOnly() {
        return new UnsupportedOperationException("a followed volume is written elsewhere");
    }

    @Override
    public void onDurable(DurabilityListener listener) {
        throw readOnly();
    }

    @Override
    public boolean readPage(long pageNumber, long readLsn, MemorySegment target, long offset) {
        return copy.readHistory(pageNumber, readLsn, target, offset);
    }

    @Override
    public boolean readHistory(long pageNumber, long readLsn, MemorySegment target, long offset) {
        return copy.readHistory(pageNumber, readLsn, target, offset);
    }

    @Override
    public void raiseLowestReadLsn(long lsn) {}

    @Override
    public long oldestViewOfReaders() {
        return Long.MAX_VALUE;
    }

    @Override
    public long historyStart() {
        return 0;
    }

    @Override
    public void confirmLease() {}

    @Override
    public VolumeStatus status() {
        return source.status();
    }

    @Override
    public void abandon() {}

    @Override
    public void close() {}
}
