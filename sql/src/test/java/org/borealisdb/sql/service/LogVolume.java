package org.borealisdb.sql.service;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.borealisdb.redo.page.Page;
import org.borealisdb.redo.record.PageApplier;
import org.borealisdb.redo.record.RedoRecord;
import org.borealisdb.redo.volume.Geometry;
import org.borealisdb.volume.DurabilityListener;
import org.borealisdb.volume.Volume;

/**
 * A volume in memory: keeps every record, and folds pages out of them. What was appended becomes durable when somebody waits for it, or
 * at once. Can be opened again as a crash after any mini-transaction would have left it.
 */
final class LogVolume implements Volume {
    private static final Geometry GEOMETRY = new Geometry(1 << 16);

    private record Appended(long lsn, MemorySegment record) {}

    /** Records by page, oldest first. */
    private final Map<Long, List<Appended>> chains = new HashMap<>();

    /** Ends of mini-transactions, in order. */
    private final List<Long> boundaries = new ArrayList<>();

    private final long openedAt;
    private final boolean durableAtOnce;
    private DurabilityListener listener = any -> {};
    private long appended;
    private long vdl;
    private int groups = 1;

    LogVolume(boolean durableAtOnce) {
        this(durableAtOnce, 0);
    }

    private LogVolume(boolean durableAtOnce, long openedAt) {
        this.durableAtOnce = durableAtOnce;
        this.openedAt = openedAt;
        this.appended = openedAt;
        this.vdl = openedAt;
    }

    /** The volume that an opener finds if a crash cut the log off behind {@code lsn}, the end of a mini-transaction. */
    synchronized LogVolume crashedAt(long lsn) {
        LogVolume copy = new LogVolume(durableAtOnce, lsn);
        chains.forEach((page, chain) -> {
            List<Appended> kept =
                    chain.stream().filter(record -> record.lsn() <= lsn).toList();
            if (!kept.isEmpty()) {
                copy.chains.put(page, new ArrayList<>(kept));
            }
        });
        copy.groups = groups;
        return copy;
    }

    /** Ends of all mini-transactions so far. */
    synchronized List<Long> boundaries() {
        return List.copyOf(boundaries);
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
        return vdl;
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
        byte[] copied = new byte[length];
        MemorySegment copy = MemorySegment.ofArray(copied).copyFrom(records.asSlice(0, length));
        int at = 0;
        while (at < length) {
            int size = RedoRecord.check(copy, at, length);
            long page = RedoRecord.pageNumber(copy, at);
            chains.computeIfAbsent(page, any -> new ArrayList<>())
                    .add(new Appended(start + at + size, copy.asSlice(at, size)));
            at += size;
        }
        appended = start + length;
        boundaries.add(appended);
        if (durableAtOnce) {
            vdl = appended;
        }
        return start;
    }

    @Override
    public void awaitDurable(long lsn) {
        DurabilityListener told;
        long now;
        synchronized (this) {
            vdl = Math.max(vdl, appended);
            now = vdl;
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
        List<Appended> chain;
        synchronized (this) {
            chain = List.copyOf(chains.getOrDefault(pageNumber, List.of()));
        }
        target.asSlice(offset, Page.BYTES).fill((byte) 0);
        boolean written = false;
        for (Appended record : chain) {
            if (record.lsn() <= readLsn) {
                PageApplier.apply(target, offset, record.record(), 0, record.lsn());
                written = true;
            }
        }
        return written;
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
