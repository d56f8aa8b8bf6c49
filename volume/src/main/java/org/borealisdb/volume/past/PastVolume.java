package org.borealisdb.volume.past;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.borealisdb.redo.page.Page;
import org.borealisdb.redo.record.PageApplier;
import org.borealisdb.redo.record.RedoRecord;
import org.borealisdb.redo.volume.Geometry;
import org.borealisdb.runtime.error.OperationException;
import org.borealisdb.runtime.task.Lock;
import org.borealisdb.runtime.task.Tasks;
import org.borealisdb.volume.DurabilityListener;
import org.borealisdb.volume.HistoryGoneException;
import org.borealisdb.volume.Volume;
import org.borealisdb.volume.status.VolumeStatus;

/**
 * An open volume as it was at one LSN, a consistency point that is durable. Its pages are read from storage as of there, for as long as that history is kept.
 *
 * <p>What is appended stays here, and ends with it: an engine that opens a database in the past declares transactions dead that ran at that point, and whatever else it does when
 * it opens. There is room for {@value #MOST_BYTES} bytes of that; it is no way to write.
 */
public final class PastVolume implements Volume {
    /** Bytes of records that may be appended. */
    public static final int MOST_BYTES = 16 << 20;

    private final Volume volume;
    private final long lsn;
    private final Function<HistoryGoneException, RuntimeException> onGone;
    private final List<DurabilityListener> listeners = new ArrayList<>();
    /** Guards what was appended. */
    private final Lock lock;
    /** Held while listeners are told. */
    private final Lock telling;
    /** Records of this volume's own, by page, from the oldest. */
    private final Map<Long, List<Appended>> own = new HashMap<>();

    private volatile long appended;
    private volatile long vdl;

    private record Appended(MemorySegment record, long lsn) {}

    /** {@code volume} as it was at {@code lsn}; closing this does not close it. */
    public PastVolume(Tasks tasks, Volume volume, long lsn) {
        this(tasks, volume, lsn, gone -> gone);
    }

    /** The same; {@code onGone} makes what readers are told once that history is not kept any more. */
    public PastVolume(Tasks tasks, Volume volume, long lsn, Function<HistoryGoneException, RuntimeException> onGone) {
        this.onGone = onGone;
        this.volume = volume;
        this.lsn = lsn;
        this.lock = tasks.lock("appended to the past");
        this.telling = tasks.lock("telling of the past");
        this.appended = lsn;
        this.vdl = lsn;
    }

    @Override
    public Geometry geometry() {
        return volume.geometry();
    }

    @Override
    public int groups() {
        return volume.groups();
    }

    /** Always refused: what was is not extended. */
    @Override
    public void growTo(int count) {
        throw readOnly();
    }

    private OperationException readOnly() {
        return new OperationException("the volume is read as it was at LSN " + lsn + ", and can't be written", false);
    }

    @Override
    public long vdl() {
        return vdl;
    }

    @Override
    public long appendedLsn() {
        return appended;
    }

    @Override
    public long openedAt() {
        return lsn;
    }

    @Override
    public void admit(int maxBytes) {
        if (appended - lsn + maxBytes > MOST_BYTES) {
            throw readOnly();
        }
    }

    @Override
    public void giveBack(int bytes) {
        // Nothing is reserved.
    }

    @Override
    public long append(MemorySegment records, int length) {
        lock.lock();
        try {
            long start = appended;
            int at = 0;
            while (at < length) {
                int size = RedoRecord.length(records, at);
                MemorySegment copy = MemorySegment.ofArray(new byte[size]);
                MemorySegment.copy(records, at, copy, 0, size);
                at += size;
                own.computeIfAbsent(RedoRecord.pageNumber(copy, 0), _ -> new ArrayList<>())
                        .add(new Appended(copy, start + at));
            }
            appended = start + length;
            return start;
        } finally {
            lock.unlock();
        }
    }

    /** What was appended is as durable as it gets once somebody waits for it. */
    @Override
    public void awaitDurable(long wanted) {
        telling.lock();
        try {
            if (wanted > vdl) {
                long now = appended;
                vdl = now;
                listeners.forEach(listener -> listener.durableUpTo(now));
            }
        } finally {
            telling.unlock();
        }
    }

    @Override
    public void onDurable(DurabilityListener listener) {
        listeners.add(listener);
    }

    @Override
    public boolean readPage(long pageNumber, MemorySegment target, long offset) {
        boolean present;
        try {
            present = volume.readHistory(pageNumber, lsn, target, offset);
        } catch (HistoryGoneException gone) {
            throw onGone.apply(gone);
        }
        List<Appended> more;
        lock.lock();
        try {
            more = List.copyOf(own.getOrDefault(pageNumber, List.of()));
        } finally {
            lock.unlock();
        }
        for (Appended each : more) {
            PageApplier.apply(target, offset, each.record(), 0, each.lsn());
        }
        return more.isEmpty() ? present : Page.lsn(target, offset) != 0;
    }

    @Override
    public boolean readPage(long pageNumber, long readLsn, MemorySegment target, long offset) {
        return readHistory(pageNumber, readLsn, target, offset);
    }

    @Override
    public boolean readHistory(long pageNumber, long readLsn, MemorySegment target, long offset) {
        if (readLsn > lsn) {
            throw new IllegalArgumentException("LSN " + readLsn + " is above " + lsn);
        }
        return volume.readHistory(pageNumber, readLsn, target, offset);
    }

    /** Nothing is promised: the history is kept, or not, whoever reads here. */
    @Override
    public void raiseLowestReadLsn(long wanted) {
        // See above.
    }

    /** Nobody follows the past. */
    @Override
    public long oldestViewOfReaders() {
        return Long.MAX_VALUE;
    }

    @Override
    public long historyStart() {
        return volume.historyStart();
    }

    @Override
    public void confirmLease() {
        volume.confirmLease();
    }

    @Override
    public VolumeStatus status() {
        return volume.status();
    }

    /** The same as {@link #close}: nothing of it lasts anyway. */
    @Override
    public void abandon() {
        close();
    }

    /** Leaves the volume itself open. */
    @Override
    public void close() {
        lock.lock();
        try {
            own.clear();
        } finally {
            lock.unlock();
        }
    }
}
