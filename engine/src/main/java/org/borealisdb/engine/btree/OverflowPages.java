package org.borealisdb.engine.btree;

import java.lang.foreign.MemorySegment;
import org.borealisdb.engine.buffer.BufferPool;
import org.borealisdb.engine.mtr.MiniTransaction;
import org.borealisdb.engine.space.PageAllocator;
import org.borealisdb.engine.space.PageType;
import org.borealisdb.engine.space.SpacePlan;
import org.borealisdb.redo.page.Page;

/**
 * Values that are too long for a leaf: chains of pages that belong to a tree's owner, written before the row that refers to them and never changed. Belongs to a
 * session.
 *
 * <p>The chain is written from its end to its beginning, a page for each mini-transaction, so every page refers to one that is there. A crash before the row is written leaves
 * pages that nobody refers to; they go when the tree is dropped.
 */
public final class OverflowPages {
    /** Longest value. */
    public static final int MAX_VALUE_BYTES = 1 << 30;

    private static final int OWNER_OFFSET = 24;
    private static final int NEXT_OFFSET = 32;
    private static final int LENGTH_OFFSET = 40;
    private static final int DATA_OFFSET = 48;
    private static final int DATA_BYTES = Page.BYTES - DATA_OFFSET;

    private final BufferPool pool;
    private final MiniTransaction mtr;
    private final SpacePlan plan;

    public OverflowPages(MiniTransaction idle, PageAllocator allocator) {
        this.pool = idle.pool();
        this.mtr = idle;
        this.plan = allocator.plan();
    }

    /**
     * Writes a value.
     *
     * @return its reference: the first page
     * @throws IllegalArgumentException if it is longer than {@link #MAX_VALUE_BYTES}
     */
    public long write(long owner, MemorySegment value, long from, long length) {
        if (length < 1 || length > MAX_VALUE_BYTES) {
            throw new IllegalArgumentException(
                    "a value of " + length + " bytes is not within 1 and " + MAX_VALUE_BYTES + " bytes");
        }
        long next = 0;
        long start = (length - 1) / DATA_BYTES * DATA_BYTES;
        for (; start >= 0; start -= DATA_BYTES) {
            next = writePage(owner, next, value, from + start, (int) Math.min(DATA_BYTES, length - start));
        }
        return next;
    }

    private long writePage(long owner, long next, MemorySegment value, long from, int count) {
        boolean done = false;
        long number = plan.reserve(mtr, owner, next == 0 ? owner : next);
        try {
            mtr.begin(2);
            try {
                plan.fixMaps(mtr);
                int page = mtr.fixNew(number);
                mtr.latch(page);
                plan.latchMaps(mtr);
                mtr.initialise(page, PageType.OVERFLOW);
                mtr.setLong(page, OWNER_OFFSET, owner);
                mtr.setLong(page, NEXT_OFFSET, next);
                mtr.setInt(page, LENGTH_OFFSET, count);
                mtr.setBytes(page, DATA_OFFSET, value, from, count);
                plan.apply(mtr);
                mtr.commit();
                done = true;
            } finally {
                mtr.close();
            }
        } finally {
            plan.settle(done);
        }
        return number;
    }

    /**
     * Reads a value of {@code length} bytes into {@code target}.
     *
     * @throws IllegalStateException if the reference leads elsewhere or the value has another length
     */
    public void read(long owner, long reference, MemorySegment target, long to, long length) {
        MemorySegment memory = pool.memory();
        long page = reference;
        long done = 0;
        while (done < length) {
            mtr.counts().pageUsed();
            long token = pool.readable(page, false, mtr.counts());
            long at = pool.at(token);
            boolean sound = Page.number(memory, at) == page && memory.get(Page.LONG, at + OWNER_OFFSET) == owner;
            int count = memory.get(Page.INT, at + LENGTH_OFFSET);
            long next = memory.get(Page.LONG, at + NEXT_OFFSET);
            sound &= count > 0 && count <= DATA_BYTES && count <= length - done;
            if (sound) {
                MemorySegment.copy(memory, at + DATA_OFFSET, target, to + done, count);
            }
            if (pool.validate(token)) {
                if (!sound) {
                    throw new IllegalStateException("page " + page + " is not part of a long value of page " + owner);
                }
                done += count;
                page = next;
            }
        }
    }

    /** Frees a value that nobody refers to any more. */
    public void free(long owner, long reference) {
        long page = reference;
        while (page != 0) {
            page = freePage(owner, page);
        }
    }

    private long freePage(long owner, long number) {
        boolean done = false;
        long next;
        plan.willFree(owner, number);
        try {
            mtr.begin(2);
            try {
                int page = mtr.fix(number);
                plan.fixMaps(mtr);
                mtr.latch(page);
                plan.latchMaps(mtr);
                next = mtr.memory().get(Page.LONG, mtr.at(page) + NEXT_OFFSET);
                SpacePlan.free(mtr, page);
                plan.apply(mtr);
                mtr.commit();
                done = true;
            } finally {
                mtr.close();
            }
        } finally {
            plan.settle(done);
        }
        return next;
    }
}
