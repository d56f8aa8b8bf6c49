package org.borealisdb.engine.buffer;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;
import java.util.concurrent.atomic.LongAdder;
import org.borealisdb.redo.page.Page;
import org.borealisdb.runtime.memory.ReservedMemory;
import org.borealisdb.runtime.metric.Metrics;
import org.borealisdb.volume.Volume;

/**
 * The frames of a pool: the page that each has, how many tasks have it pinned, how much it was used, and how a frame is emptied. Which page is in a frame changes with the pool's lock held; anybody may pin, and look.
 *
 * <p><b>Pinning and emptying.</b> Whoever pins looks at the frame's page afterwards, and gives the pin back if it is another one. Whoever empties takes the frame's page away, then looks at the pins, and puts the
 * page back if there are any. So one of the two sees the other.
 */
final class Frames {
    /** What a frame without a page has. */
    static final long NO_PAGE = -1;

    /** Counts of use end here. */
    private static final int MAX_USAGE = 3;

    private static final VarHandle PAGE = MethodHandles.arrayElementVarHandle(long[].class);
    private static final VarHandle PINS = MethodHandles.arrayElementVarHandle(int[].class);

    private final ReservedMemory reserved;
    private final MemorySegment memory;
    private final PageTable table;
    private final FrameLatches latches;
    private final PageWitness witness;
    private final Metrics metrics;
    private final LongAdder evictions;
    private final LongAdder loads;
    private final long[] pages;
    private final int[] pins;
    private final byte[] usage;
    private int hand;

    /**
     * Frames without pages.
     *
     * @param witness sees pages leave, in tests
     */
    Frames(ReservedMemory reserved, FrameLatches latches, Metrics metrics, PageWitness witness, int count) {
        this.reserved = reserved;
        this.memory = reserved.segment();
        this.table = new PageTable(count);
        this.latches = latches;
        this.witness = witness;
        this.metrics = metrics;
        this.evictions = metrics.counter("engine.pool.evictions");
        this.loads = metrics.counter("engine.pool.loads");
        this.pages = new long[count];
        this.pins = new int[count];
        this.usage = new byte[count];
        Arrays.fill(pages, NO_PAGE);
    }

    /** Frames that there are, in use or not. */
    int count() {
        return pages.length;
    }

    /** Reads a page of the volume into a frame, which is latched. */
    void read(Volume volume, long page, int frame) {
        long at = (long) frame * Page.BYTES;
        volume.readPage(page, memory, at);
        long number = Page.number(memory, at);
        if (number != page && Page.lsn(memory, at) != 0) {
            throw new IllegalStateException("page " + page + " was asked for, and page " + number + " came");
        }
    }

    ReservedMemory reserved() {
        return reserved;
    }

    PageTable table() {
        return table;
    }

    FrameLatches latches() {
        return latches;
    }

    /** The page of a frame; what is read from the frame next is at least as new. */
    boolean has(int frame, long page) {
        return (long) PAGE.getAcquire(pages, frame) == page;
    }

    /** The same, no older than what the caller did before. */
    boolean hasNow(int frame, long page) {
        return (long) PAGE.getVolatile(pages, frame) == page;
    }

    /** The page of a frame, or {@link #NO_PAGE}. With the lock held. */
    long page(int frame) {
        return pages[frame];
    }

    void pin(int frame) {
        PINS.getAndAdd(pins, frame, 1);
    }

    void unpin(int frame) {
        PINS.getAndAdd(pins, frame, -1);
    }

    boolean pinned(int frame) {
        return (int) PINS.getVolatile(pins, frame) != 0;
    }

    /** Passes if nobody uses a page; throws {@link IllegalStateException} if somebody does. */
    void checkUnpinned() {
        for (int frame = 0; frame < pins.length; frame++) {
            if (pinned(frame)) {
                throw new IllegalStateException("page " + pages[frame] + " is in use");
            }
        }
    }

    /** Counts in favour of keeping a page. Counts may get lost. */
    void used(int frame) {
        if (usage[frame] < MAX_USAGE) {
            usage[frame]++;
        }
    }

    /** Lets a page go before others. */
    void cool(int frame) {
        usage[frame] = 0;
    }

    /** Puts a page into an empty frame, which is latched. With the lock held. */
    void put(long page, int frame) {
        usage[frame] = 0;
        PAGE.setVolatile(pages, frame, page);
        table.put(page, frame);
    }

    /** Takes the page out of a latched frame that it did not arrive in. With the lock held. */
    void clear(int frame) {
        table.remove(pages[frame]);
        PAGE.setVolatile(pages, frame, NO_PAGE);
        Page.setLsn(memory, (long) frame * Page.BYTES, 0);
    }

    /** Empties a frame if nobody needs it and its page, which has arrived, is at or below {@code lsn}: then the frame is latched. With the lock held. */
    boolean evict(int frame, long lsn) {
        if (!latches.tryLatch(frame)) {
            return false;
        }
        long page = pages[frame];
        long at = (long) frame * Page.BYTES;
        PAGE.setVolatile(pages, frame, ~page);
        if (Page.lsn(memory, at) > lsn || pinned(frame)) {
            PAGE.setVolatile(pages, frame, page);
            latches.unlatchUnchanged(frame);
            return false;
        }
        witness.leaving(page, memory, at);
        table.remove(page);
        PAGE.setVolatile(pages, frame, NO_PAGE);
        evictions.increment();
        return true;
    }

    /**
     * One of the least used of the first {@code limit} frames with a page at or below {@code lsn}, emptied and latched, or -1: CLOCK with a small counter, which a first use leaves at zero. With the lock held.
     */
    int sweep(int limit, long lsn, Arrivals arrivals) {
        for (int looked = limit * (MAX_USAGE + 2); looked > 0; looked--) {
            hand = hand + 1 < limit ? hand + 1 : 0;
            int frame = hand;
            if (pages[frame] == NO_PAGE || !arrivals.settled(frame) || pins[frame] != 0) {
                continue;
            }
            if (usage[frame] > 0) {
                usage[frame]--;
            } else if (evict(frame, lsn)) {
                return frame;
            }
        }
        return -1;
    }

    /** Counters of the process. */
    Metrics metrics() {
        return metrics;
    }

    /** Counts a page that is read from storage. */
    void countLoad() {
        loads.increment();
    }
}
