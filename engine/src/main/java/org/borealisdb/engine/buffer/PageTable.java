package org.borealisdb.engine.buffer;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;

/**
 * Which frame holds which page: an open-addressing map in one array of longs, page number and frame packed into each, so that
 * {@link #find} needs no lock. Changes are made under the pool's lock.
 *
 * <p>A find that runs while another task removes may miss an entry that is being moved to close a gap, never answer a wrong one: whoever finds nothing asks
 * again under the lock, and whoever finds a frame checks that the frame has the page.
 */
final class PageTable {
    private static final VarHandle ENTRY = MethodHandles.arrayElementVarHandle(long[].class);
    private static final int FRAME_BITS = 28;
    private static final long FRAME_MASK = (1L << FRAME_BITS) - 1;
    private static final long MAX_PAGE = (1L << (63 - FRAME_BITS)) - 1;
    private static final long EMPTY = -1;

    private final long[] entries;
    private final int mask;

    PageTable(int frames) {
        int size = Integer.highestOneBit(Math.max(frames, 8) * 2 - 1) * 2;
        this.entries = new long[size];
        this.mask = size - 1;
        Arrays.fill(entries, EMPTY);
    }

    /** The frame of that page, or -1. */
    int find(long page) {
        int at = slot(page);
        while (true) {
            long entry = (long) ENTRY.getAcquire(entries, at);
            if (entry == EMPTY) {
                return -1;
            }
            if (entry >>> FRAME_BITS == page) {
                return (int) (entry & FRAME_MASK);
            }
            at = (at + 1) & mask;
        }
    }

    /** Adds a page that is not there. */
    void put(long page, int frame) {
        if (page < 0 || page > MAX_PAGE) {
            throw new IllegalArgumentException("page " + page + " cannot be in a pool");
        }
        int at = slot(page);
        while (entries[at] != EMPTY) {
            at = (at + 1) & mask;
        }
        ENTRY.setRelease(entries, at, page << FRAME_BITS | frame);
    }

    /** Removes a page that is there, and moves later entries of its run up so that no find stops short of them. */
    void remove(long page) {
        int gap = slot(page);
        while (entries[gap] >>> FRAME_BITS != page || entries[gap] == EMPTY) {
            if (entries[gap] == EMPTY) {
                throw new IllegalStateException("page " + page + " is not in the pool");
            }
            gap = (gap + 1) & mask;
        }
        int next = gap;
        while (true) {
            next = (next + 1) & mask;
            long entry = entries[next];
            if (entry == EMPTY) {
                ENTRY.setRelease(entries, gap, EMPTY);
                return;
            }
            int home = slot(entry >>> FRAME_BITS);
            if (((next - home) & mask) >= ((next - gap) & mask)) {
                ENTRY.setRelease(entries, gap, entry);
                gap = next;
            }
        }
    }

    private int slot(long page) {
        long mixed = page * 0x9E3779B97F4A7C15L;
        return (int) (mixed >>> 32) & mask;
    }
}
