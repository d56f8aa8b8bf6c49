package org.borealisdb.engine;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.borealisdb.engine.buffer.PageWitness;
import org.borealisdb.engine.space.PageType;
import org.borealisdb.redo.page.Page;
import org.borealisdb.redo.record.PageApplier;
import org.borealisdb.redo.record.RedoRecord;
import org.borealisdb.redo.volume.Geometry;
import org.borealisdb.redo.volume.SegmentMix;
import org.borealisdb.redo.volume.VolumeEpoch;
import org.borealisdb.redo.volume.VolumeId;
import org.borealisdb.redo.volume.VolumeMetadata;
import org.borealisdb.volume.DurabilityListener;
import org.borealisdb.volume.Volume;
import org.borealisdb.volume.VolumeUnavailableException;
import org.borealisdb.volume.status.GroupStatus;
import org.borealisdb.volume.status.VolumeStatus;
import org.jspecify.annotations.Nullable;

/**
 * A volume for tests: keeps every record in memory and folds pages on demand at any LSN. VDL moves when told ({@link #durable}) or waited for,
 * or at once. Can be opened again as a crash at any consistency point would have left it. As a {@link PageWitness} it compares each page that leaves a
 * pool with the fold of its records.
 */
public final class MemoryVolume implements Volume, PageWitness {
    private final Geometry geometry;
    private final boolean durableAtOnce;
    private final List<byte[]> records = new ArrayList<>();
    private final List<Long> lsns = new ArrayList<>();
    private final Map<Long, List<Integer>> recordsOfPage = new HashMap<>();
    private final TreeSet<Long> consistencyPoints = new TreeSet<>();
    private final Map<Long, Fold> folds = new HashMap<>();
    private final List<DurabilityListener> listeners = new ArrayList<>();

    /** Has the log up to {@link #openedAt}; none if that is 0. */
    private final @Nullable MemoryVolume parent;

    private final long openedAt;
    private int groups = 1;
    private long appended;
    private long lowestReadLsn;
    private long oldestViewOfReaders = Long.MAX_VALUE;
    private long vdl;
    private long witnessed;
    private boolean unreadable;
    private long failedReads;

    public MemoryVolume(Geometry geometry, boolean durableAtOnce) {
        this(geometry, durableAtOnce, null, 0);
    }

    private MemoryVolume(Geometry geometry, boolean durableAtOnce, @Nullable MemoryVolume parent, long openedAt) {
        this.geometry = geometry;
        this.durableAtOnce = durableAtOnce;
        this.parent = parent;
        this.openedAt = openedAt;
        this.appended = openedAt;
        this.vdl = openedAt;
    }

    /**
     * What an opener finds after a crash that left exactly the log up to that consistency point, to write on. The log up to there is this one's, and so are the folds of pages, so a
     * series of branches with ascending points costs each record once.
     */
    public synchronized MemoryVolume branchAt(long consistencyPoint) {
        MemoryVolume branch = new MemoryVolume(geometry, durableAtOnce, this, consistencyPoint);
        branch.groups = groups;
        return branch;
    }

    /** Those of this volume's own log. */
    public synchronized List<Long> consistencyPoints() {
        return List.copyOf(consistencyPoints);
    }

    /**
     * This volume's own log behind {@code from}, in whole mini-transactions that are durable: as many as {@code maxBytes} holds, but one at least if there is one.
     */
    public synchronized byte[] logAfter(long from, long maxBytes) {
        Long end = consistencyPoints.floor(Math.min(vdl, from + maxBytes));
        if (end == null || end <= from) {
            end = consistencyPoints.higher(from);
        }
        if (end == null || end > vdl) {
            return new byte[0];
        }
        byte[] log = new byte[(int) (end - from)];
        for (int i = firstAfterInLog(from); i < lsns.size() && lsns.get(i) <= end; i++) {
            byte[] record = records.get(i);
            System.arraycopy(record, 0, log, (int) (lsns.get(i) - from) - record.length, record.length);
        }
        return log;
    }

    private int firstAfterInLog(long lsn) {
        int found = Collections.binarySearch(lsns, lsn);
        return found >= 0 ? found + 1 : -found - 1;
    }

    /** Pages that were compared when they left a pool. */
    public synchronized long witnessed() {
        return witnessed;
    }

    /** From now on no page can be read, as when too few storage nodes are left; or they can again. */
    public synchronized void unreadable(boolean now) {
        unreadable = now;
    }

    /** Reads that failed because pages could not be read. */
    public synchronized long failedReads() {
        return failedReads;
    }

    /** Moves VDL to the last consistency point at or below {@code lsn}. */
    public void durable(long lsn) {
        List<DurabilityListener> told;
        long now;
        synchronized (this) {
            Long point = consistencyPoints.floor(lsn);
            if (point == null || point <= vdl) {
                return;
            }
            vdl = point;
            now = vdl;
            told = List.copyOf(listeners);
        }
        told.forEach(listener -> listener.durableUpTo(now));
    }

    @Override
    public synchronized void leaving(long pageNumber, MemorySegment memory, long offset) {
        witnessed++;
        byte[] folded = fold(pageNumber, Page.lsn(memory, offset));
        if (memory.get(ValueLayout.JAVA_BYTE, offset + Page.TYPE_OFFSET) == PageType.FREE) {
            // In memory a freed page has a header, for those who still have a reference to it.
            MemorySegment free = MemorySegment.ofArray(folded);
            MemorySegment.copy(memory, offset, free, 0, Page.HEADER_BYTES);
        }
        long mismatch = MemorySegment.mismatch(
                memory, offset, offset + Page.BYTES, MemorySegment.ofArray(folded), 0, Page.BYTES);
        if (mismatch >= 0) {
            throw new AssertionError("page " + pageNumber + " at LSN " + Page.lsn(memory, offset)
                    + " differs from its log at byte " + mismatch + ": an edit was not captured");
        }
    }

    @Override
    public Geometry geometry() {
        return geometry;
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
    public void admit(int maxBytes) {}

    @Override
    public void giveBack(int bytes) {}

    @Override
    public long append(MemorySegment source, int length) {
        long start;
        synchronized (this) {
            start = appended;
            long at = 0;
            boolean complete = false;
            while (at < length) {
                int size = RedoRecord.check(source, at, length);
                byte[] copy = new byte[size];
                MemorySegment.copy(source, at, MemorySegment.ofArray(copy), 0, size);
                if (geometry.groupOf(RedoRecord.pageNumber(source, at)) >= groups) {
                    throw new IllegalStateException(
                            "page " + RedoRecord.pageNumber(source, at) + " is beyond the volume");
                }
                complete = RedoRecord.consistencyPoint(source, at);
                at += size;
                add(copy, start + at);
            }
            if (!complete) {
                throw new IllegalStateException("the last record is no consistency point");
            }
            appended = start + length;
        }
        if (durableAtOnce) {
            durable(start + length);
        }
        return start;
    }

    private void add(byte[] record, long lsn) {
        MemorySegment memory = MemorySegment.ofArray(record);
        recordsOfPage
                .computeIfAbsent(RedoRecord.pageNumber(memory, 0), _ -> new ArrayList<>())
                .add(records.size());
        records.add(record);
        lsns.add(lsn);
        if (RedoRecord.consistencyPoint(memory, 0)) {
            consistencyPoints.add(lsn);
        }
    }

    @Override
    public void awaitDurable(long lsn) {
        Long point;
        synchronized (this) {
            if (lsn <= vdl) {
                return;
            }
            point = consistencyPoints.ceiling(lsn);
        }
        durable(point == null ? appendedLsn() : point);
    }

    @Override
    public synchronized void onDurable(DurabilityListener listener) {
        listeners.add(listener);
    }

    @Override
    public synchronized boolean readPage(long pageNumber, MemorySegment target, long offset) {
        return readPage(pageNumber, vdl, target, offset);
    }

    @Override
    public synchronized boolean readPage(long pageNumber, long readLsn, MemorySegment target, long offset) {
        if (unreadable) {
            failedReads++;
            throw new VolumeUnavailableException("page " + pageNumber + " cannot be read");
        }
        if (readLsn < lowestReadLsn) {
            throw new IllegalArgumentException("read at " + readLsn + ", below " + lowestReadLsn);
        }
        return readHistory(pageNumber, readLsn, target, offset);
    }

    @Override
    public synchronized boolean readHistory(long pageNumber, long readLsn, MemorySegment target, long offset) {
        byte[] page = fold(pageNumber, readLsn);
        MemorySegment.copy(MemorySegment.ofArray(page), 0, target, offset, Page.BYTES);
        return Page.lsn(MemorySegment.ofArray(page), 0) != 0;
    }

    /** {@code page(n, lsn) = fold(apply, records of n <= lsn)}, going on from the last fold of the page if it was older. */
    private synchronized byte[] fold(long pageNumber, long lsn) {
        if (parent != null && lsn <= openedAt) {
            return parent.fold(pageNumber, lsn);
        }
        Fold fold = folds.get(pageNumber);
        if (fold == null || fold.upTo > lsn) {
            fold = new Fold(parent == null ? new byte[Page.BYTES] : parent.fold(pageNumber, openedAt), openedAt);
            folds.put(pageNumber, fold);
        }
        MemorySegment memory = MemorySegment.ofArray(fold.page);
        List<Integer> chain = recordsOfPage.getOrDefault(pageNumber, List.of());
        int next = firstAfter(chain, fold.upTo);
        for (int i = next; i < chain.size() && lsns.get(chain.get(i)) <= lsn; i++) {
            PageApplier.apply(memory, 0, MemorySegment.ofArray(records.get(chain.get(i))), 0, lsns.get(chain.get(i)));
            fold.upTo = lsns.get(chain.get(i));
        }
        return Arrays.copyOf(fold.page, Page.BYTES);
    }

    /** A page with its records of this volume up to an LSN, which the page does not know if it was freed there. */
    private static final class Fold {
        private final byte[] page;
        private long upTo;

        Fold(byte[] page, long upTo) {
            this.page = page;
            this.upTo = upTo;
        }
    }

    private int firstAfter(List<Integer> chain, long lsn) {
        int low = 0;
        int high = chain.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (lsns.get(chain.get(middle)) <= lsn) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    @Override
    public synchronized void raiseLowestReadLsn(long lsn) {
        if (lsn > vdl) {
            throw new IllegalArgumentException("promised not to read below " + lsn + ", above VDL " + vdl);
        }
        lowestReadLsn = Math.max(lowestReadLsn, lsn);
    }

    @Override
    public synchronized long oldestViewOfReaders() {
        return oldestViewOfReaders;
    }

    /** From now on readers have views from {@code lsn} on. */
    public synchronized void oldestViewOfReaders(long lsn) {
        oldestViewOfReaders = lsn;
    }

    /** What was promised with {@link #raiseLowestReadLsn}. */
    public synchronized long lowestReadLsn() {
        return lowestReadLsn;
    }

    /** Of a volume without storage nodes: groups have no slots. */
    @Override
    public synchronized VolumeStatus status() {
        List<GroupStatus> all = new ArrayList<>();
        for (int group = 0; group < groups; group++) {
            all.add(new GroupStatus(group, 1, vdl, appended, vdl, List.of()));
        }
        return new VolumeStatus(
                new VolumeId(1),
                new VolumeEpoch(1, 1),
                1,
                geometry,
                vdl,
                appended,
                appended,
                lowestReadLsn,
                VolumeMetadata.STANDARD_ALLOCATION_LIMIT,
                appended - vdl,
                SegmentMix.SIX_FULL,
                all);
    }

    @Override
    public long historyStart() {
        return 0;
    }

    @Override
    public void confirmLease() {}

    @Override
    public void abandon() {
        close();
    }

    @Override
    public void close() {}
}
