package org.borealisdb.engine.space;

import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BiConsumer;
import org.borealisdb.engine.buffer.BufferPool;

/** Reads the space maps, at rest. */
public final class SpaceCheck {
    private SpaceCheck() {}

    /** The pages that an owner has, as the maps say. */
    public static SortedSet<Long> pagesOf(BufferPool pool, long owner) {
        SortedSet<Long> pages = new TreeSet<>();
        long end = (long) pool.volume().groups() * pool.volume().geometry().pagesPerGroup();
        for (long extent = 0; extent * SpaceMap.EXTENT_PAGES < end; extent++) {
            long token = pool.readable(SpaceMap.mapPage(extent / SpaceMap.REGION_EXTENTS), false, null);
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

    /** Owners that have pages, as the maps say, but for the system. */
    public static SortedSet<Long> owners(BufferPool pool) {
        SortedSet<Long> owners = new TreeSet<>();
        forEachExtent(pool, (owner, _) -> owners.add(owner));
        owners.removeAll(List.of(SpaceMap.NOBODY, SpaceMap.SYSTEM));
        return owners;
    }

    /** Pages in use, as the maps say. */
    public static long usedPages(BufferPool pool) {
        LongAdder pages = new LongAdder();
        forEachExtent(pool, (_, used) -> pages.add(Long.bitCount(used)));
        return pages.sum();
    }

    private static void forEachExtent(BufferPool pool, BiConsumer<Long, Long> visitor) {
        long end = (long) pool.volume().groups() * pool.volume().geometry().pagesPerGroup();
        for (long extent = 0; extent * SpaceMap.EXTENT_PAGES < end; extent++) {
            long token = pool.readable(SpaceMap.mapPage(extent / SpaceMap.REGION_EXTENTS), false, null);
            int index = SpaceMap.indexInRegion(extent);
            visitor.accept(
                    SpaceMap.owner(pool.memory(), pool.at(token), index),
                    SpaceMap.used(pool.memory(), pool.at(token), index));
        }
    }
}
