package org.borealisdb.engine.table;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.borealisdb.redo.page.Page;
import org.borealisdb.redo.record.PageApplier;
import org.borealisdb.redo.record.RedoRecord;
import org.borealisdb.redo.volume.Geometry;
import org.borealisdb.volume.DurabilityListener;
import org.borealisdb.volume.Volume;
import org.borealisdb.volume.VolumeUnavailableException;

/**
 * A volume in memory for crashes: keeps its log, and begins from page images that another one's log was folded into, up to the end of some
 * mini-transaction. What is appended is durable at once.
 */
final class LogVolume implements Volume {
    private static final Geometry GEOMETRY = new Geometry(1 << 16);

    /** A record and its LSN. */
    record Appended(long lsn, long page, MemorySegment record) {}

    /** One mini-transaction's records; the LSN of the last is where it ends. */
    record Boundary(long lsn, List<Appended> records) {}

    private final Map<Long, MemorySegment> base;
    private final Map<Long, List<Appended>> chains = new HashMap<>();
    private final List<Boundary> boundaries = new ArrayList<>();
    private final long openedAt;
    private DurabilityListener listener = any -> {};
    private volatile boolean unreadable;
    private final AtomicInteger failedReads = new AtomicInteger();
    private long appended;
    private int groups = 1;

    /** An empty volume. */
    LogVolume() {
        this(Map.of(), 0);
    }

    /** What an opener finds if the log was cut off behind {@code lsn}, where the pages are as {@code base} has them. */
    LogVolume(Map<Long, MemorySegment> base, long lsn) {
        this.base = base;
        this.openedAt = lsn;
        this.appended = lsn;
    }

    /** From now on no page can be read, as when too few storage nodes are left; or they can again. */
    void unreadable(boolean now) {
        unreadable = now;
    }

    /** Reads that failed because pages could not be read. */
    int failedReads() {
        return failedReads.get();
    }

    /** All mini-transactions so far. */
    synchronized List<Boundary> boundaries() {
        return List.copyOf(boundaries);
    }

    /** Brings page images from one boundary to the next; pages that others may be reading are copied first. */
    static void fold(Map<Long, MemorySegment> pages, Boundary next) {
        for (Appended record : next.records()) {
            MemorySegment page = MemorySegment.ofArray(new byte[Page.BYTES]);
            MemorySegment before = pages.get(record.page());
            if (before != null) {
                page.copyFrom(before);
            }
            PageApplier.apply(page, 0, record.record(), 0, record.lsn());
            pages.put(record.page(), page);
        }
    }

    @Override
    public Geometry geometry() {
        return GEOMETRY;
    }

    @Override
    public synchronized int groups() {
        return groups;
    }

    @Override
    public synchronized void growTo(int count) {
        groups = Math.max(groups, count);
    }

    @Override
    public synchronized long vdl() {
        return appended;
    }

    @Override
    public synchronized long appendedLsn() {
        return appended;
    }

    @Override
    public long openedAt() {
        return openedAt;
    }

    @Override
    public void admit(int maxBytes) {
        // There is room.
    }

    @Override
    public void giveBack(int bytes) {
        // There was room.
    }

    @Override
    public synchronized long append(MemorySegment records, int length) {
        long start = appended;
        MemorySegment copy = MemorySegment.ofArray(new byte[length]).copyFrom(records.asSlice(0, length));
        List<Appended> together = new ArrayList<>();
        int at = 0;
        while (at < length) {
            int size = RedoRecord.check(copy, at, length);
            long page = RedoRecord.pageNumber(copy, at);
            Appended record = new Appended(start + at + size, page, copy.asSlice(at, size));
            chains.computeIfAbsent(page, any -> new ArrayList<>()).add(record);
            together.add(record);
            at += size;
        }
        appended = start + length;
        boundaries.add(new Boundary(appended, together));
        return start;
    }

    @Override
    public void awaitDurable(long lsn) {
        DurabilityListener told;
        long now;
        synchronized (this) {
            now = appended;
            told = listener;
        }
        told.durableUpTo(now);
    }

    @Override
    public synchronized void onDurable(DurabilityListener newListener) {
        listener = newListener;
    }

    @Override
    public boolean readPage(long pageNumber, MemorySegment target, long offset) {
        return readPage(pageNumber, vdl(), target, offset);
    }

    @Override
    public boolean readPage(long pageNumber, long readLsn, MemorySegment target, long offset) {
        if (unreadable) {
            failedReads.incrementAndGet();
            throw new VolumeUnavailableException("page " + pageNumber + " cannot be read");
        }
        List<Appended> chain;
        synchronized (this) {
            chain = List.copyOf(chains.getOrDefault(pageNumber, List.of()));
        }
        MemorySegment image = base.get(pageNumber);
        MemorySegment page = target.asSlice(offset, Page.BYTES);
        if (image == null) {
            page.fill((byte) 0);
        } else {
            page.copyFrom(image);
        }
        for (Appended record : chain) {
            if (record.lsn() <= readLsn) {
                PageApplier.apply(target, offset, record.record(), 0, record.lsn());
            }
        }
        return Page.lsn(target, offset) != 0;
    }

    @Override
    public void raiseLowestReadLsn(long lsn) {
        // Everything is kept.
    }

    @Override
    public void confirmLease() {
        // There is no rival.
    }

    @Override
    public void close() {
        // Nothing is open.
    }
}
