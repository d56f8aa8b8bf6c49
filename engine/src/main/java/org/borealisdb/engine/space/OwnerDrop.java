package org.borealisdb.engine.space;

import org.borealisdb.engine.buffer.BufferPool;
import org.borealisdb.engine.mtr.MiniTransaction;

/**
 * Gives back all pages of an owner that nobody uses any more, in steps of one mini-transaction each, of at most an extent: its pages are freed, and cleared in its map. Pages that are not
 * cached are not read, and take no frame. Used by one task.
 *
 * <p>The extent of the owner's first page comes last, and with its last page whatever is to be known once all are gone ({@link Last}). So as long as that is not known, the first page is still the owner's, and cannot
 * become another owner; a drop that a crash has interrupted is begun anew, and finds what is left.
 */
public final class OwnerDrop {
    /** An edit in the mini-transaction that frees the last page: of one page, which comes before the space maps in the order of latches. */
    public interface Last {
        /** Nothing is to be known. */
        Last NOTHING = new Last() {
            @Override
            public void fix(MiniTransaction mtr) {
                // No page.
            }

            @Override
            public void latch(MiniTransaction mtr) {
                // No page.
            }

            @Override
            public void edit(MiniTransaction mtr) {
                // No page.
            }
        };

        /** Fixes the page. */
        void fix(MiniTransaction mtr);

        /** Latches it. */
        void latch(MiniTransaction mtr);

        /** Edits it. */
        void edit(MiniTransaction mtr);
    }

    private final PageAllocator allocator;
    private final BufferPool pool;
    private final long owner;
    private final long firstExtent;
    private long region;
    private int index;
    private boolean done;

    OwnerDrop(PageAllocator allocator, BufferPool pool, long owner) {
        this.allocator = allocator;
        this.pool = pool;
        this.owner = owner;
        this.firstExtent = SpaceMap.extent(owner);
    }

    /** Makes all steps that are left. */
    public void finish(MiniTransaction idle, Last last) {
        while (!step(idle, last)) {
            pool.tasks().giveWay();
        }
    }

    /** Frees some pages; true if that was the last of them, and {@code last} was edited. The task has no latch. */
    public boolean step(MiniTransaction idle, Last last) {
        if (done) {
            return true;
        }
        long extent = next();
        if (extent >= 0) {
            free(idle, extent, Last.NOTHING);
            return false;
        }
        if (allocator.usedBy(owner, firstExtent) == 0) {
            // An earlier version may have freed it first, and been interrupted.
            edit(idle, last);
            done = true;
        } else {
            done = free(idle, firstExtent, last);
        }
        if (done) {
            allocator.forgetOwner(owner);
        }
        return done;
    }

    /** The next extent that has pages of the owner, but for that of its first page; negative if there is none. */
    private long next() {
        while (region < allocator.regions()) {
            index = index < SpaceMap.REGION_EXTENTS ? allocator.findInMap(region, index, owner) : -1;
            if (index < 0) {
                region++;
                index = 0;
                continue;
            }
            long extent = region * SpaceMap.REGION_EXTENTS + index;
            if (extent != firstExtent) {
                return extent;
            }
            index++;
        }
        return -1;
    }

    /** Frees pages of an extent, all of them if not too many are cached; true if none is left. {@code last} is edited then. */
    private boolean free(MiniTransaction mtr, long extent, Last last) {
        long used = allocator.usedBy(owner, extent);
        long first = extent * SpaceMap.EXTENT_PAGES;
        long taken = 0;
        boolean committed = false;
        allocator.hold(first);
        try {
            // The map, the page of what is to be known, and as many pages as are cached and fit.
            mtr.begin(MiniTransaction.MAX_FRAMES, Long.bitCount(used));
            try {
                last.fix(mtr);
                int map = mtr.fix(SpaceMap.mapPage(SpaceMap.region(first)));
                // The first page of an owner goes last.
                long left = used;
                boolean room = true;
                while (left != 0 && room) {
                    int bit = Long.SIZE - 1 - Long.numberOfLeadingZeros(left);
                    room = mtr.willFree(first + bit);
                    taken |= room ? 1L << bit : 0;
                    left &= ~(1L << bit);
                }
                mtr.latchFreed();
                boolean all = taken == used;
                if (all) {
                    last.latch(mtr);
                }
                mtr.latch(map);
                clear(mtr, map, extent, taken);
                mtr.freeAll(PageType.FREE);
                if (all) {
                    last.edit(mtr);
                }
                mtr.commit();
                committed = true;
                return all;
            } finally {
                mtr.close();
            }
        } finally {
            allocator.settleDropped(extent, committed ? taken : 0);
        }
    }

    private void clear(MiniTransaction mtr, int map, long extent, long pages) {
        int at = SpaceMap.indexInRegion(extent);
        long used = SpaceMap.used(mtr.memory(), mtr.at(map), at);
        if (SpaceMap.owner(mtr.memory(), mtr.at(map), at) != owner || (used & pages) != pages) {
            throw new IllegalStateException("extent " + extent + " is not what it was when its pages were to be freed");
        }
        if (used == pages) {
            SpaceMap.set(mtr, map, at, SpaceMap.NOBODY, 0);
        } else {
            SpaceMap.setUsed(mtr, map, at, used & ~pages);
        }
        allocator.meter().changed(extent / SpaceMap.REGION_EXTENTS, -Long.bitCount(pages));
    }

    private static void edit(MiniTransaction mtr, Last last) {
        mtr.begin(1);
        try {
            last.fix(mtr);
            last.latch(mtr);
            last.edit(mtr);
            mtr.commit();
        } finally {
            mtr.close();
        }
    }
}
