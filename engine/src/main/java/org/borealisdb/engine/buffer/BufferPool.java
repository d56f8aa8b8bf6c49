package org.borealisdb.engine.buffer;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;
import java.util.function.LongPredicate;
import org.borealisdb.engine.activity.TaskCounts;
import org.borealisdb.redo.page.Page;
import org.borealisdb.runtime.config.PlantedBug;
import org.borealisdb.runtime.memory.PageMemory;
import org.borealisdb.runtime.metric.Metrics;
import org.borealisdb.runtime.task.Lock;
import org.borealisdb.runtime.task.Tasks;
import org.borealisdb.volume.TakenOver;
import org.borealisdb.volume.Volume;
import org.jspecify.annotations.Nullable;

/**
 * The page cache: frames of one off-heap address range, each with a page, a latch, and a count of pins. Safe for use by all tasks.
 *
 * <p><b>Reading</b> takes no latch and no pin: {@link #readable} answers a <i>token</i> (frame and latch version), the caller reads from
 * {@link #at} on, and {@link #validate} tells whether all of it was one version of that page. Until validated, every value read
 * may be nonsense: lengths must be checked before use, and loops bounded.
 *
 * <p><b>Editing</b> is for {@link org.borealisdb.engine.mtr.MiniTransaction} alone: it pins (so that the page stays), then
 * latches (so that nobody else reads or edits), and brings new LSNs. Latches are taken in the order given there.
 */
public final class BufferPool implements AutoCloseable {
    /** Fewest frames that a pool works with. */
    public static final int MIN_FRAMES = 64;

    private static final int FRAME_BITS = 24;
    private static final long FRAME_MASK = (1L << FRAME_BITS) - 1;
    private static final int MAX_FRAMES = 1 << FRAME_BITS;

    private final Volume volume;
    private final Tasks tasks;
    private final Turns turns;
    private final Frames cache;
    private final MemorySegment memory;
    private final PageTable table;
    private final FrameLatches latches;
    private final FrameCredits credits;
    private final EditRooms rooms = new EditRooms();
    private final Lock resizing;
    private final Lock lock;
    private final Arrivals arrivals;
    private final ReadAhead ahead;

    /** Guarded by the lock. */
    private final FreeFrames free;

    /** Brings the pages up to date with the log, on a reader. Set before there is anything in the pool that it must know of. */
    private @Nullable PageFollower follower;

    /** True once another pool has the memory. */
    private volatile boolean given;

    /** Frames in use are those below this number. */
    private volatile int frames;

    /**
     * A pool of {@code frames}, which can grow to {@code maxFrames}.
     *
     * @param witness sees pages leave, in tests
     */
    public BufferPool(
            Volume volume,
            Tasks tasks,
            PageMemory pageMemory,
            Metrics metrics,
            PageWitness witness,
            int frames,
            int maxFrames) {
        if (frames < MIN_FRAMES || maxFrames < frames || maxFrames > MAX_FRAMES) {
            throw new IllegalArgumentException("a pool has " + MIN_FRAMES + " to " + MAX_FRAMES + " frames, not "
                    + frames + " of at most " + maxFrames);
        }
        this.volume = volume;
        this.tasks = tasks;
        this.turns = new Turns(tasks);
        this.latches = new FrameLatches(turns, maxFrames);
        this.cache =
                new Frames(pageMemory.reserve((long) maxFrames * Page.BYTES), latches, metrics, witness, maxFrames);
        this.memory = cache.reserved().segment();
        this.table = cache.table();
        this.free = new FreeFrames(maxFrames);
        this.credits = new FrameCredits(tasks, volume, maxFrames, frames / 4, frame -> Page.lsn(memory, at(frame)));
        this.resizing = tasks.lock("buffer pool size");
        this.lock = tasks.lock("buffer pool");
        this.arrivals = new Arrivals(lock, maxFrames);
        this.frames = frames;
        this.ahead = new ReadAhead(this, tasks);
        free.add(0, frames);
    }

    /** The pool of a writer that has what {@code reader} had: its memory, and its pages. */
    private BufferPool(BufferPool reader, Volume volume) {
        this.volume = volume;
        this.tasks = reader.tasks;
        this.turns = reader.turns;
        this.cache = reader.cache;
        this.memory = reader.memory;
        this.table = reader.table;
        this.latches = reader.latches;
        this.free = reader.free;
        this.frames = reader.frames;
        this.credits = new FrameCredits(tasks, volume, cache.count(), frames / 4, frame -> Page.lsn(memory, at(frame)));
        this.resizing = reader.resizing;
        this.lock = reader.lock;
        this.arrivals = reader.arrivals;
        this.ahead = new ReadAhead(this, tasks);
    }

    /**
     * Makes the pool of a writer out of this one of a reader, when the volume has been opened for writing here. Nobody uses this one any more, nor ever again: its memory is the other's. Fails if the reader has.
     *
     * @param taken nothing was appended to it; pages that are outdated are dropped
     */
    public BufferPool promote(TakenOver taken) {
        checkUsable();
        ahead.close();
        lock.lock();
        try {
            if (follower == null || given || arrivals.loads() > 0) {
                throw new IllegalStateException("this is not a reader's pool, or pages are on their way");
            }
            drop(page -> !taken.current(page));
            cache.checkUnpinned();
            given = true;
        } finally {
            lock.unlock();
        }
        return new BufferPool(this, taken.volume());
    }

    /** Memory for the mini-transactions on this pool. */
    public EditRooms rooms() {
        return rooms;
    }

    /** The memory that all pages are in. */
    public MemorySegment memory() {
        return memory;
    }

    public Metrics metrics() {
        return cache.metrics();
    }

    public Volume volume() {
        return volume;
    }

    public Tasks tasks() {
        return tasks;
    }

    /** Frames in use. */
    public int frames() {
        return frames;
    }

    /** Most frames that one mini-transaction may ask for. */
    public int frameLimit() {
        return credits.limit();
    }

    /**
     * Makes a page readable, loading it if need be, which is counted, waiting for an edit of it to end; the caller holds no latch.
     *
     * @param keep whether this use counts in favour of keeping the page (not so for scans, which would sweep everything else out)
     * @return a token for {@link #at(long)} and {@link #validate}
     */
    public long readable(long page, boolean keep, @Nullable TaskCounts counts) {
        int turn = 0;
        while (true) {
            int frame = table.find(page);
            if (frame >= 0) {
                long version = latches.version(frame);
                if ((version & 1) == 0) {
                    if (cache.has(frame, page)) {
                        if (keep) {
                            cache.used(frame);
                        }
                        return version << FRAME_BITS | frame;
                    }
                } else if (arrivals.settled(frame) && cache.hasNow(frame, page)) {
                    turn = turns.next(turn);
                    continue;
                }
            }
            turn = turns.next(turn);
            makeResident(page, false, counts);
        }
    }

    /** Where in {@link #memory} the page of a token begins. */
    public long at(long token) {
        return (token & FRAME_MASK) * Page.BYTES;
    }

    /** True if everything read since the token was made is of one version of its page; what is read after this call may be of another. */
    public boolean validate(long token) {
        tasks.interleave();
        VarHandle.acquireFence();
        long version = latches.versionNow((int) (token & FRAME_MASK));
        tasks.interleave();
        return version << FRAME_BITS == (token & ~FRAME_MASK);
    }

    /** Has a page read soon that will be asked for, if it is not here; false if it is, or if too much is being read. Waits for nothing. */
    public boolean readAhead(long page) {
        return table.find(page) < 0 && ahead.offer(page);
    }

    /** Loads a page that is wanted later, if nobody has, unless what is wanted now takes all room. */
    void bring(long page) {
        if (table.find(page) < 0 && arrivals.loads() < frames / 8) {
            metrics().count("engine.pool.readAhead");
            makeResident(page, false, null);
        }
    }

    /** Waits until {@code count} frames may be fixed and changed (R1, R16). The caller holds no pin and no latch. */
    public void admit(int count) {
        checkUsable();
        credits.take(count);
    }

    /** Gives back what {@link #admit} granted, nothing having been changed. */
    public void giveBack(int count) {
        credits.give(count);
    }

    /** Pins a page, loading it if need be, and answers its frame. The caller holds no latch. */
    public int pin(long page, TaskCounts counts) {
        int turn = 0;
        while (true) {
            int frame = table.find(page);
            if (frame < 0) {
                frame = makeResident(page, false, counts);
            }
            cache.pin(frame);
            // A frame that is being loaded has its page number already, so look at the latch as well.
            if (cache.hasNow(frame, page) && ((latches.versionNow(frame) & 1) == 0 || arrivals.settled(frame))) {
                cache.used(frame);
                return frame;
            }
            cache.unpin(frame);
            turn = turns.next(turn);
            makeResident(page, false, counts);
        }
    }

    /** Pins a frame for a page that is about to be initialised, without reading what it was. Of a page that is not cached the complement of an <i>unborn</i> frame: latched by the caller, and waited for until {@link #born} or {@link #unborn}. */
    public int pinNew(long page) {
        int turn = 0;
        while (true) {
            int frame = makeResident(page, true, null);
            if (frame < 0) {
                return frame;
            }
            cache.pin(frame);
            if (cache.hasNow(frame, page) && arrivals.settled(frame)) {
                return frame;
            }
            cache.unpin(frame);
            turn = turns.next(turn);
        }
    }

    /** Pins a page if it is cached and answers its frame; else, also if it is on its way, -1. The caller holds no latch. */
    public int pinCached(long page) {
        lock.lock();
        try {
            int frame = table.find(page);
            if (frame < 0 || !arrivals.settled(frame)) {
                return -1;
            }
            cache.pin(frame);
            return frame;
        } finally {
            lock.unlock();
        }
    }

    /** The page of a pinned frame is of no use any more: it goes before others when a frame is wanted. */
    public void cool(int frame) {
        cache.cool(frame);
    }

    public void unpin(int frame) {
        cache.unpin(frame);
    }

    /** Latches a pinned frame, waiting for whoever holds it. Latches are taken in the global order only. */
    public void latch(int frame) {
        latches.latch(frame);
    }

    /** Gives a latch up after changes: all readers begin anew. */
    public void unlatch(int frame) {
        latches.unlatch(frame);
    }

    /** Gives a latch up with nothing changed: what others have read is still good. */
    public void unlatchUnchanged(int frame) {
        latches.unlatchUnchanged(frame);
    }

    /** True if the latch of a pinned frame, now held by the caller, still had the version of that token when it was taken. */
    public boolean latchedAt(int frame, long token) {
        return (token & FRAME_MASK) == frame && latches.versionBefore(frame) << FRAME_BITS == (token & ~FRAME_MASK);
    }

    /** Where in {@link #memory} a frame begins. */
    public long at(int frame) {
        return (long) frame * Page.BYTES;
    }

    /** Notes that a latched frame was brought to {@code lsn}: true if it now keeps one of the caller's credits until VDL gets there. */
    public boolean changed(int frame, long lsn) {
        return credits.changed(frame, lsn);
    }

    /** A mini-transaction with {@code admitted} frames committed, {@code kept} of which keep their credits. */
    public void committed(int admitted, int kept) {
        credits.committed(admitted, kept);
        credits.settle();
    }

    /** An unborn page was initialised and committed. Unlatches it. */
    public void born(int frame) {
        lock.lock();
        try {
            endLoad(frame);
        } finally {
            lock.unlock();
        }
    }

    /** An unborn page was not initialised after all: drops it, pin included. */
    public void unborn(int frame) {
        lock.lock();
        try {
            cache.unpin(frame);
            drop(frame);
        } finally {
            lock.unlock();
        }
    }

    /** Makes this the pool of a reader, whose pages follow the log from {@code lsn} on, where the volume is now. Called once, before any page is asked for. */
    public PageFollower follow(long lsn) {
        if (follower != null || free.count() != frames) {
            throw new IllegalStateException("pages of this pool are in use, and did not follow the log");
        }
        PageFollower made = new PageFollower(this, lock, table, arrivals, lsn, cache.count());
        follower = made;
        return made;
    }

    /** Drops every page that has arrived. With the lock held, by the one who latches on a reader, who holds no latch. */
    void dropAll() {
        drop(_ -> true);
    }

    private void drop(LongPredicate which) {
        for (int frame = 0; frame < cache.count(); frame++) {
            long page = cache.page(frame);
            if (page != Frames.NO_PAGE && arrivals.settled(frame) && which.test(page)) {
                if (!cache.evict(frame, Long.MAX_VALUE)) {
                    throw new IllegalStateException("page " + page + " is in use, and cannot be dropped");
                }
                putBack(frame);
            }
        }
    }

    /** Stops the instance: from now on, whoever asks for a page gets {@link PoolFailedException}. */
    public void fail(Throwable cause) {
        turns.fail(cause);
    }

    /** Passes if the instance has not failed; throws {@link PoolFailedException} if it has. */
    public void checkUsable() {
        turns.checkUsable();
    }

    /** Changes the number of frames, at most to the number it was created for; waits until the frames that go can be dropped. One task at a time. */
    public void resize(int newFrames) {
        if (newFrames < MIN_FRAMES || newFrames > cache.count()) {
            throw new IllegalArgumentException(
                    "this pool has " + MIN_FRAMES + " to " + cache.count() + " frames, not " + newFrames);
        }
        resizing.lock();
        try {
            if (newFrames > frames) {
                grow(newFrames);
            } else if (newFrames < frames) {
                shrink(newFrames);
            }
        } finally {
            resizing.unlock();
        }
    }

    /** Gives the memory back, unless another pool has it. No task uses the pool any more. */
    @Override
    public void close() {
        ahead.close();
        if (!given) {
            cache.reserved().close();
        }
    }

    private void grow(int newFrames) {
        lock.lock();
        try {
            free.add(frames, newFrames);
            frames = newFrames;
            arrivals.admitMore();
        } finally {
            lock.unlock();
        }
        credits.limit(newFrames / 4);
    }

    private void shrink(int newFrames) {
        credits.limit(newFrames / 4);
        int oldFrames = frames;
        lock.lock();
        try {
            frames = newFrames;
            free.keepBelow(newFrames);
        } finally {
            lock.unlock();
        }
        for (int frame = newFrames; frame < oldFrames; frame++) {
            int turn = 0;
            while (!emptied(frame)) {
                long lsn = Page.lsn(memory, at(frame));
                if (lsn > volume.vdl() && lsn <= volume.appendedLsn()) {
                    volume.awaitDurable(lsn);
                }
                turn = turns.next(turn);
            }
        }
        cache.reserved().release(at(newFrames), at(oldFrames) - at(newFrames));
    }

    private boolean emptied(int frame) {
        lock.lock();
        try {
            if (cache.page(frame) != Frames.NO_PAGE
                    && (!arrivals.settled(frame) || !cache.evict(frame, evictableLsn()))) {
                return false;
            }
            if (latches.held(frame)) {
                unlatch(frame);
            }
            Page.setLsn(memory, at(frame), 0);
            return true;
        } finally {
            lock.unlock();
        }
    }

    // From here on: called with the lock held, but for makeResident and load, which take it.

    /** Answers the frame of a page that is cached, loading it first if need be; or, for a birth, the complement of a new unborn frame. */
    private int makeResident(long page, boolean birth, @Nullable TaskCounts counts) {
        checkUsable();
        int frame;
        lock.lock();
        try {
            while (true) {
                frame = table.find(page);
                if (frame < 0) {
                    if (!birth && arrivals.loads() >= frames / 4) {
                        arrivals.awaitAnyLoad();
                        continue;
                    }
                    frame = takeFrame();
                    if (table.find(page) < 0) {
                        arrive(page, frame, birth);
                        if (birth) {
                            return ~frame;
                        }
                        break;
                    }
                    putBack(frame);
                } else if (arrivals.settled(frame)) {
                    return frame;
                } else {
                    arrivals.await(frame);
                }
            }
        } finally {
            lock.unlock();
        }
        TaskCounts.pageRead(counts);
        load(page, frame);
        return frame;
    }

    /** Puts the page, on its way, into a latched empty frame. */
    private void arrive(long page, int frame, boolean birth) {
        arrivals.begin(frame, birth);
        cache.put(page, frame);
        if (birth) {
            cache.pin(frame);
        }
        if (follower != null) {
            follower.registered(frame);
        }
    }

    private void load(long page, int frame) {
        boolean done = false;
        try {
            PageFollower following = follower;
            if (following != null) {
                following.load(page, frame);
            } else {
                read(page, frame);
            }
            cache.countLoad();
            done = true;
        } finally {
            lock.lock();
            try {
                if (!done) {
                    drop(frame);
                } else if (follower == null) {
                    endLoad(frame);
                }
            } finally {
                lock.unlock();
            }
        }
    }

    /** Reads a page into a latched frame. No lock is held. */
    void read(long page, int frame) {
        cache.read(volume, page, frame);
    }

    /** Shows the page that has arrived in a latched frame. */
    void endLoad(int frame) {
        arrivals.end(frame);
        unlatch(frame);
    }

    /** Drops the page that did not arrive in a latched frame. */
    private void drop(int frame) {
        cache.clear(frame);
        if (follower != null) {
            follower.dropped(frame);
        }
        arrivals.end(frame);
        putBack(frame);
    }

    /** Unlatches an empty frame. */
    private void putBack(int frame) {
        unlatch(frame);
        if (frame < frames) {
            free.add(frame);
        }
    }

    /** An empty frame, latched. May give the lock up for a moment. */
    private int takeFrame() {
        for (int turn = 0; turn < Turns.MAX_TURNS; turn++) {
            if (!free.isEmpty()) {
                int frame = free.take();
                latches.take(frame);
                return frame;
            }
            int frame = cache.sweep(frames, evictableLsn(), arrivals);
            if (frame >= 0) {
                return frame;
            }
            // All are pinned, on their way or above VDL, which cannot last: credits and loads are limited.
            lock.unlock();
            try {
                turns.next(turn);
            } finally {
                lock.lock();
            }
        }
        throw new IllegalStateException("no frame of the pool could be evicted");
    }

    /** Up to where pages can be evicted. What a reader has was durable before it was applied, and can be read again whatever VDL it has come to. */
    private long evictableLsn() {
        return follower != null || PlantedBug.EARLY_EVICTION.planted() ? Long.MAX_VALUE : volume.vdl();
    }
}
