package org.borealisdb.engine.space;

import java.lang.foreign.MemorySegment;
import org.borealisdb.engine.mtr.MiniTransaction;
import org.borealisdb.redo.page.Page;

/** Layout of space map pages: for each extent of a region, who owns it and which of its pages are used. */
final class SpaceMap {
    /** Pages of an extent: 1 MiB, one bit each in a long. */
    static final int EXTENT_PAGES = 64;

    /** Extents of a region, which one map page describes: nearly 1 GiB. */
    static final int REGION_EXTENTS = 1020;

    static final long REGION_PAGES = (long) REGION_EXTENTS * EXTENT_PAGES;

    /** Owner of an extent that nobody owns. */
    static final long NOBODY = 0;

    /** Owner of the first extent of a region, where the map is. */
    static final long SYSTEM = -1;

    private static final int ENTRIES_OFFSET = 64;
    private static final int ENTRY_BYTES = 16;

    /** In the first extent of each region: its first page (the volume header, or nothing) and the map itself. */
    private static final long SYSTEM_PAGES = 0b11;

    private SpaceMap() {}

    static long region(long page) {
        return page / REGION_PAGES;
    }

    /** Page number of the map of a region. */
    static long mapPage(long region) {
        return region * REGION_PAGES + 1;
    }

    static long extent(long page) {
        return page / EXTENT_PAGES;
    }

    static int indexInRegion(long extent) {
        return (int) (extent % REGION_EXTENTS);
    }

    static long bit(long page) {
        return 1L << (page % EXTENT_PAGES);
    }

    static long owner(MemorySegment memory, long map, int index) {
        return memory.get(Page.LONG, map + ENTRIES_OFFSET + (long) index * ENTRY_BYTES);
    }

    static long used(MemorySegment memory, long map, int index) {
        return memory.get(Page.LONG, map + ENTRIES_OFFSET + (long) index * ENTRY_BYTES + Long.BYTES);
    }

    /** Makes the map of a region in which nothing is used but its own pages. */
    static void initialise(MiniTransaction mtr, int map, long region) {
        mtr.initialise(map, PageType.SPACE_MAP);
        mtr.setLong(map, Page.HEADER_BYTES, region);
        set(mtr, map, 0, SYSTEM, SYSTEM_PAGES);
    }

    static void set(MiniTransaction mtr, int map, int index, long owner, long used) {
        int offset = ENTRIES_OFFSET + index * ENTRY_BYTES;
        mtr.setLong(map, offset, owner);
        mtr.setLong(map, offset + Long.BYTES, used);
    }

    /** Pages of the region that are used. */
    static int usedPages(MemorySegment memory, long map) {
        int pages = 0;
        for (int index = 0; index < REGION_EXTENTS; index++) {
            pages += Long.bitCount(used(memory, map, index));
        }
        return pages;
    }

    static void setUsed(MiniTransaction mtr, int map, int index, long used) {
        mtr.setLong(map, ENTRIES_OFFSET + index * ENTRY_BYTES + Long.BYTES, used);
    }
}
