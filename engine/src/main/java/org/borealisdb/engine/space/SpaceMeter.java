package org.borealisdb.engine.space;

import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import org.borealisdb.engine.mtr.MiniTransaction;
import org.borealisdb.redo.page.Page;
import org.borealisdb.runtime.task.Lock;

/**
 * How much of the volume is in use: the pages that the space maps call used, maps and volume header among them. Counted after the opening, a map at a time ({@link #count}), and kept up to date from then on by whoever
 * changes a map. Safe for use by all tasks.
 *
 * <p>The count is exact: a map is counted, and a change of it noted, under its latch, and it is known there whether the map has been counted already. Maps that come into being
 * later count from their first page.
 */
public final class SpaceMeter {
    private final PageAllocator allocator;
    private final Lock growth;
    private final AtomicLong pages = new AtomicLong();

    /** Maps of regions below have been counted: a map's own turn comes under its latch. */
    private volatile long countedBelow;

    /**
     * A meter that has counted nothing yet.
     *
     * @param growth held while the volume grows
     */
    SpaceMeter(PageAllocator allocator, Lock growth) {
        this.allocator = allocator;
        this.growth = growth;
    }

    /** Bytes of the pages in use; empty until all maps have been counted. */
    public OptionalLong usedBytes() {
        return countedBelow == Long.MAX_VALUE ? OptionalLong.of(pages.get() * Page.BYTES) : OptionalLong.empty();
    }

    /** A map, which is latched, has {@code more} used pages than it had. */
    void changed(long region, int more) {
        if (region < countedBelow) {
            pages.addAndGet(more);
        }
    }

    /**
     * Counts another map; false if all have been counted. Used by one task, which has no latch; waits for the page.
     */
    public boolean count(MiniTransaction idle) {
        long region = countedBelow;
        if (region == Long.MAX_VALUE) {
            return false;
        }
        if (region < allocator.regions()) {
            count(idle, region);
            return true;
        }
        growth.lock();
        try {
            if (region == allocator.regions()) {
                countedBelow = Long.MAX_VALUE;
            }
        } finally {
            growth.unlock();
        }
        return true;
    }

    private void count(MiniTransaction mtr, long region) {
        mtr.begin(1);
        try {
            int map = mtr.fix(SpaceMap.mapPage(region));
            mtr.latch(map);
            pages.addAndGet(SpaceMap.usedPages(mtr.memory(), mtr.at(map)));
            countedBelow = region + 1;
            mtr.abandon();
        } finally {
            mtr.close();
        }
    }
}
