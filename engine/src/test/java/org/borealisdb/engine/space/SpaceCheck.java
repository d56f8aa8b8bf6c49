package org.borealisdb.engine.space;

import java.util.SortedSet;
import java.util.TreeSet;
import org.borealisdb.engine.buffer.BufferPool;

/** Reads the space maps, at rest. */
public final class SpaceCheck {
    private SpaceCheck() {}

    /** The pages that an owner has, as the maps say. */
    public static SortedSet<Long> pagesOf(BufferPool pool, long owner) {
        SortedSet<Long> pages = new TreeSet<>();
        long end = (long) pool.volume().groups() * pool.volume().geometry().pagesPerGroup();
        for (long extent = 0; extent * SpaceMap.EXTENT_PAGES < end; extent++) {
            long token = pool.readable(SpaceMap.mapPage(extent / SpaceMap.REGION_EXTENTS), false);
            int index = SpaceMap.indexInRegion(extent);
            if (SpaceMap.owner(pool.memory(), pool.at(token), index) == owner) {
                long used = SpaceMap.used(pool.memory(), pool.at(token), index);
                for (int bit = 0; bit < SpaceMap.EXTENT_PAGES; bit++) {
                    if ((used & 1L << bit) != 0) {
                        pages.add(extent * SpaceMap.EXTENT_PAGES + bit);
                    }
                }
            }
        }
        return pages;
    }
}
