package org.borealisdb.engine.buffer;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import org.borealisdb.redo.record.PageApplier;
import org.borealisdb.redo.record.RedoRecord;
import org.borealisdb.runtime.codec.MalformedException;
import org.borealisdb.runtime.task.Lock;
import org.borealisdb.volume.Volume;
import org.jspecify.annotations.Nullable;

/**
 * Brings the pages of a reader's pool up to date with the log (R21). {@link #apply}, {@link #applied} and {@link #restart} are for the one task that applies; what loaders call, for all.
 *
 * <p><b>Latching.</b> Nobody edits pages on a reader, so a frame that has settled is latched by nobody but this class, and by an evictor, who keeps the pool's lock meanwhile. So whoever
 * holds that lock finds all settled frames unlatched, and latches those of a mini-transaction at once, in any order, without waiting. The lock is given up before the records are
 * applied; evictors pass by what is latched.
 *
 * <p><b>Pages on their way.</b> Whether a page of a record is cached, on its way, or neither, is seen under the lock under which loads are registered and shown. If it is on its way, the record is
 * kept for it ({@link PageLoad}). When it arrives it may be newer than the pages beside it, for the volume reads as of the end of the log that is being applied: so it is shown only
 * when everything up to its newest record has been applied, at the end of a call at the latest. So of each mini-transaction, too, either all pages that can be seen have it, or none.
 */
public final class PageFollower {
    /** A mini-transaction changes no more pages ({@code MiniTransaction.MAX_FRAMES} and {@code MAX_UNREAD}), each by one record, with room to spare. */
    public static final int MAX_RECORDS = 256;

    /** How long a loader waits for the log to catch up before it looks whether the volume still follows. */
    private static final long LOOK_NANOS = 1_000_000_000;

    private final BufferPool pool;
    private final Volume volume;
    private final MemorySegment memory;
    private final Lock lock;
    private final PageTable table;
    private final Arrivals arrivals;

    // Guarded by the lock.
    private final @Nullable PageLoad[] loading;
    private final List<PageLoad> waiting = new ArrayList<>();
    private long appliedLsn;

    /** Where the pool was emptied last: pages are read again only when the volume has got there. */
    private volatile long restartLsn;

    // Of the task that applies.
    private final int[] frames = new int[MAX_RECORDS];
    private final long[] starts = new long[MAX_RECORDS];

    PageFollower(BufferPool pool, Lock lock, PageTable table, Arrivals arrivals, long lsn, int maxFrames) {
        this.pool = pool;
        this.volume = pool.volume();
        this.memory = pool.memory();
        this.lock = lock;
        this.table = table;
        this.arrivals = arrivals;
        this.loading = new PageLoad[maxFrames];
        this.appliedLsn = lsn;
        this.restartLsn = lsn;
    }

    /**
     * Applies one mini-transaction to those of its pages that are cached: whoever reads sees all of it or nothing.
     *
     * @param from  where its first record begins; all of them were checked
     * @param end   where its last one ends
     * @param startLsn LSN of the byte before 0 of {@code log}
     */
    public void apply(MemorySegment log, long from, long end, long startLsn) {
        int latched = 0;
        int seen = 0;
        lock.lock();
        try {
            for (long at = from; at < end; ) {
                int length = RedoRecord.length(log, at);
                if (++seen > MAX_RECORDS) {
                    throw new MalformedException("a mini-transaction that ends at LSN " + (startLsn + end)
                            + " has more than " + MAX_RECORDS + " records");
                }
                int frame = table.find(RedoRecord.pageNumber(log, at));
                if (frame >= 0) {
                    if (arrivals.settled(frame)) {
                        if (!among(frame, latched)) {
                            pool.latch(frame);
                        }
                        frames[latched] = frame;
                        starts[latched++] = at;
                    } else {
                        PageLoad load = loading[frame];
                        if (load != null) {
                            load.add(log, at, length, startLsn + at + length, memory, pool.at(frame));
                        }
                    }
                }
                at += length;
            }
        } finally {
            lock.unlock();
        }
        for (int i = 0; i < latched; i++) {
            long lsn = startLsn + starts[i] + RedoRecord.length(log, starts[i]);
            PageApplier.apply(memory, pool.at(frames[i]), log, starts[i], lsn);
        }
        for (int i = 0; i < latched; i++) {
            if (!among(frames[i], i)) {
                pool.unlatch(frames[i]);
            }
        }
    }

    private boolean among(int frame, int count) {
        for (int i = 0; i < count; i++) {
            if (frames[i] == frame) {
                return true;
            }
        }
        return false;
    }

    /** Everything up to {@code lsn} has been applied: pages that have arrived and waited for that are shown. */
    public void applied(long lsn) {
        lock.lock();
        try {
            appliedLsn = lsn;
            for (int i = waiting.size() - 1; i >= 0; i--) {
                PageLoad load = waiting.get(i);
                load.apply(memory, pool.at(load.frame()));
                if (load.neededLsn() <= lsn) {
                    waiting.remove(i);
                    show(load);
                }
            }
        } finally {
            lock.unlock();
        }
    }

    private void show(PageLoad load) {
        load.show();
        loading[load.frame()] = null;
        pool.endLoad(load.frame());
    }

    /** Log was missed: drops all pages, and has those on their way read again once the volume is at {@code lsn}. */
    public void restart(long lsn) {
        restartLsn = lsn;
        lock.lock();
        try {
            appliedLsn = lsn;
            waiting.clear();
            for (PageLoad load : loading) {
                if (load != null) {
                    load.outdate();
                    arrivals.wake(load.frame());
                }
            }
            pool.dropAll();
        } finally {
            lock.unlock();
        }
    }

    /** Stops the instance: the pages cannot be brought up to date. */
    public void fail(Throwable cause) {
        pool.fail(cause);
        lock.lock();
        try {
            for (PageLoad load : waiting) {
                arrivals.wake(load.frame());
            }
        } finally {
            lock.unlock();
        }
    }

    // For loaders.

    /** A page was registered as loading. With the lock held. */
    void registered(int frame) {
        loading[frame] = new PageLoad(frame);
    }

    /** A page will not arrive. With the lock held. */
    void dropped(int frame) {
        PageLoad load = loading[frame];
        if (load != null) {
            waiting.remove(load);
            loading[frame] = null;
        }
    }

    /** Reads a page that was registered, and returns when it can be seen. No lock is held. */
    void load(long page, int frame) {
        PageLoad load = begin(frame);
        while (true) {
            pool.checkUsable();
            long lowest = restartLsn;
            if (volume.vdl() < lowest) {
                volume.awaitDurable(lowest);
            }
            pool.read(page, frame);
            // The end of the log that the volume has come to is at or above every read point there was.
            if (arrive(load, volume.appendedLsn())) {
                return;
            }
        }
    }

    private PageLoad begin(int frame) {
        lock.lock();
        try {
            PageLoad load = loading[frame];
            if (load == null) {
                throw new IllegalStateException("the page of frame " + frame + " is not registered");
            }
            return load;
        } finally {
            lock.unlock();
        }
    }

    /** True once the page, which has come from the volume, is shown; false if it must be read again. */
    private boolean arrive(PageLoad load, long newest) {
        lock.lock();
        try {
            if (load.outdated()) {
                load.again();
                return false;
            }
            arriveChecked(load, newest);
            if (load.neededLsn() <= appliedLsn) {
                show(load);
                return true;
            }
            waiting.add(load);
            while (!load.shown()) {
                arrivals.await(load.frame(), LOOK_NANOS);
                pool.checkUsable();
                if (load.outdated()) {
                    load.again();
                    return false;
                }
                if (!load.shown()) {
                    checkFollowing();
                }
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    private void arriveChecked(PageLoad load, long newest) {
        try {
            load.arrive(memory, pool.at(load.frame()), newest);
        } catch (MalformedException broken) {
            // The page and the log do not fit together: there is no telling which pages are right.
            pool.fail(broken);
            throw broken;
        }
    }

    /** Throws if the volume has ended, and so no log will come that a page could be waiting for. */
    private void checkFollowing() {
        volume.vdl();
    }
}
