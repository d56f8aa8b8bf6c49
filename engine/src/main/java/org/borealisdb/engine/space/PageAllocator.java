package org.borealisdb.engine.space;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.borealisdb.engine.buffer.BufferPool;
import org.borealisdb.engine.mtr.MiniTransaction;
import org.borealisdb.redo.page.Page;
import org.borealisdb.redo.volume.Geometry;
import org.borealisdb.runtime.task.Lock;
import org.borealisdb.volume.Volume;
import org.jspecify.annotations.Nullable;

/**
 * Gives out pages of the volume, in extents of 64 that each belong to one owner (a tree), so that the pages of a tree lie together. Safe for use by all tasks.
 *
 * <p>The truth is in the space map pages, changed by the mini-transactions that use the pages ({@link SpacePlan}). Since a page must be chosen before its
 * mini-transaction begins (R1), the allocator keeps the extents in use in memory, with pages that are reserved marked as used. An extent is
 * read from its map the first time, and forgotten only while nothing of it is on its way; as long as it is known here, what is known here
 * counts. A reservation that a crash interrupts was never logged, so nothing leaks.
 */
public final class PageAllocator {
    /** Extents kept in memory; those with pages on their way are kept beyond it. */
    private static final int MAX_KNOWN = 16_384;

    /** Extents with free pages remembered for each owner. */
    private static final int MAX_ROOMY = 64;

    /** A volume grows by one protection group for so many that it has, at least by one. */
    private static final int GROWTH_DIVISOR = 64;

    private final BufferPool pool;
    private final Volume volume;
    private final Lock growth;
    private final Lock lock;
    private final SpaceMeter meter;

    // Guarded by lock, down to searchFrom. The order of the plain map is never used.
    private final LinkedHashMap<Long, Extent> known = new LinkedHashMap<>(64, 0.75f, true);
    private final Map<Long, Deque<Long>> roomy = new HashMap<>();
    private long forgotten;
    private long searchFrom;

    /** What is known of an extent. */
    private static final class Extent {
        private long owner;
        private long used;
        private int underway;

        Extent(long owner, long used) {
            this.owner = owner;
            this.used = used;
        }
    }

    /** The allocator of a formatted volume. */
    public PageAllocator(BufferPool pool) {
        this.pool = pool;
        this.volume = pool.volume();
        this.growth = pool.tasks().lock("volume growth");
        this.lock = pool.tasks().lock("page allocator");
        this.meter = new SpaceMeter(this, growth);
    }

    /** A new plan, for a session to keep. */
    public SpacePlan plan() {
        return new SpacePlan(this);
    }

    long reserve(MiniTransaction idle, long owner, long near) {
        if (owner != SpaceMap.NOBODY) {
            long page = reserveIn(SpaceMap.extent(near), owner, near);
            while (page < 0) {
                long extent = roomyExtent(owner);
                if (extent < 0) {
                    break;
                }
                page = reserveIn(extent, owner, extent * SpaceMap.EXTENT_PAGES);
            }
            if (page >= 0) {
                return page;
            }
        }
        return reserveInNewExtent(idle, owner);
    }

    /** Keeps an extent known while a page of it is being freed. */
    void hold(long page) {
        know(SpaceMap.extent(page));
    }

    /** A page is no longer on its way: it is now free, or used. */
    void settle(long page, long owner, boolean free) {
        long number = SpaceMap.extent(page);
        lock.lock();
        try {
            Extent extent = known.get(number);
            if (extent == null || extent.underway == 0) {
                throw new IllegalStateException("page " + page + " was not on its way");
            }
            extent.underway--;
            if (!free) {
                return;
            }
            extent.used &= ~SpaceMap.bit(page);
            if (extent.used == 0) {
                extent.owner = SpaceMap.NOBODY;
                searchFrom = Math.min(searchFrom, number);
            } else {
                remember(owner, number);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Gives back all pages of an owner that nobody uses any more, step by step. */
    public OwnerDrop drop(long owner) {
        return new OwnerDrop(this, pool, owner);
    }

    /** True if {@code page} is in an extent of {@code owner}, as the map says. */
    public boolean owns(long owner, long page) {
        return readExtent(SpaceMap.extent(page)).owner == owner;
    }

    /** How much of the volume is in use. */
    public SpaceMeter meter() {
        return meter;
    }

    /** How many pages owners use together, as the maps say; reads all maps, of which there is one for each GiB. */
    public long pagesOf(Set<Long> owners) {
        long pages = 0;
        for (long region = 0; region < regions(); region++) {
            pages += pagesIn(region, owners);
        }
        return pages;
    }

    private long pagesIn(long region, Set<Long> owners) {
        while (true) {
            long token = pool.readable(SpaceMap.mapPage(region), true, null);
            long map = pool.at(token);
            long pages = 0;
            for (int index = 0; index < SpaceMap.REGION_EXTENTS; index++) {
                long used = SpaceMap.used(pool.memory(), map, index);
                if (used != 0 && owners.contains(SpaceMap.owner(pool.memory(), map, index))) {
                    pages += Long.bitCount(used);
                }
            }
            if (pool.validate(token)) {
                return pages;
            }
        }
    }

    /** The pages of an extent that its owner uses, one bit each; 0 if it is not {@code owner}'s. */
    long usedBy(long owner, long number) {
        Extent extent = readExtent(number);
        return extent.owner == owner ? extent.used : 0;
    }

    /** Pages of an extent that is held were freed, all in one mini-transaction, and nobody uses what is left. */
    void settleDropped(long number, long pages) {
        lock.lock();
        try {
            Extent extent = Optional.ofNullable(known.get(number)).orElseThrow();
            extent.underway--;
            extent.used &= ~pages;
            if (extent.used == 0) {
                extent.owner = SpaceMap.NOBODY;
                searchFrom = Math.min(searchFrom, number);
            }
        } finally {
            lock.unlock();
        }
    }

    /** An owner has no pages any more. */
    void forgetOwner(long owner) {
        lock.lock();
        try {
            roomy.remove(owner);
        } finally {
            lock.unlock();
        }
    }

    /** Regions that have begun to exist. */
    long regions() {
        return SpaceMap.region(pages() - 1) + 1;
    }

    /** Pages that exist now. */
    private long pages() {
        return (long) volume.groups() * volume.geometry().pagesPerGroup();
    }

    /** Reserves the free page of an extent that is closest behind {@code near}, or -1 if the extent is full or somebody else's. */
    private long reserveIn(long number, long owner, long near) {
        Extent extent = know(number);
        lock.lock();
        try {
            long free = ~extent.used;
            if (extent.owner != owner || free == 0) {
                extent.underway--;
                forget(owner, number, extent);
                return -1;
            }
            int from = (int) (near % SpaceMap.EXTENT_PAGES);
            int bit = from + Long.numberOfTrailingZeros(Long.rotateRight(free, from));
            bit %= SpaceMap.EXTENT_PAGES;
            extent.used |= 1L << bit;
            return number * SpaceMap.EXTENT_PAGES + bit;
        } finally {
            lock.unlock();
        }
    }

    /** Called with the lock held: an extent that was looked at for an owner has no room for it. */
    private void forget(long owner, long number, Extent extent) {
        Deque<Long> extents = roomy.get(owner);
        if (extents != null && (extent.owner != owner || extent.used == -1)) {
            extents.remove(number);
            if (extents.isEmpty()) {
                roomy.remove(owner);
            }
        }
    }

    /** Called with the lock held. */
    private void remember(long owner, long number) {
        Deque<Long> extents = roomy.computeIfAbsent(owner, _ -> new ArrayDeque<>());
        if (extents.size() < MAX_ROOMY && !extents.contains(number)) {
            extents.add(number);
        }
    }

    private long roomyExtent(long owner) {
        lock.lock();
        try {
            Deque<Long> extents = roomy.get(owner);
            return extents == null ? -1 : extents.getFirst();
        } finally {
            lock.unlock();
        }
    }

    /** An extent as it is now, which stays known: its count of pages on their way is one higher. */
    private Extent know(long number) {
        while (true) {
            long before;
            lock.lock();
            try {
                Extent extent = known.get(number);
                if (extent != null) {
                    extent.underway++;
                    return extent;
                }
                before = forgotten;
            } finally {
                lock.unlock();
            }
            Extent read = readExtent(number);
            Extent added = add(number, read, before);
            if (added != null) {
                return added;
            }
        }
    }

    /** Makes an extent known that was read while nothing was forgotten; null if something was, since it may be out of date then. */
    private @Nullable Extent add(long number, Extent read, long before) {
        lock.lock();
        try {
            Extent extent = known.get(number);
            if (extent == null) {
                if (forgotten != before) {
                    return null;
                }
                makeRoom();
                extent = read;
                known.put(number, extent);
            }
            extent.underway++;
            return extent;
        } finally {
            lock.unlock();
        }
    }

    /** Called with the lock held: forgets the extent used longest ago of which nothing is on its way. */
    private void makeRoom() {
        if (known.size() < MAX_KNOWN) {
            return;
        }
        Iterator<Extent> oldest = known.values().iterator();
        while (oldest.hasNext()) {
            if (oldest.next().underway == 0) {
                oldest.remove();
                forgotten++;
                return;
            }
        }
    }

    private Extent readExtent(long number) {
        long mapPage = SpaceMap.mapPage(number / SpaceMap.REGION_EXTENTS);
        int index = SpaceMap.indexInRegion(number);
        while (true) {
            long token = pool.readable(mapPage, true, null);
            long owner = SpaceMap.owner(pool.memory(), pool.at(token), index);
            long used = SpaceMap.used(pool.memory(), pool.at(token), index);
            if (pool.validate(token)) {
                return new Extent(owner, used);
            }
        }
    }

    private long reserveInNewExtent(MiniTransaction idle, long owner) {
        while (true) {
            long from;
            long before;
            lock.lock();
            try {
                from = searchFrom;
                before = forgotten;
            } finally {
                lock.unlock();
            }
            long number = findFree(idle, from);
            long page = claim(number, owner, before);
            if (page >= 0) {
                return page;
            }
        }
    }

    /** Takes an extent that its map says is free, and its first page; -1 if it is taken by now. */
    private long claim(long number, long owner, long before) {
        lock.lock();
        try {
            Extent extent = known.get(number);
            searchFrom = Math.max(searchFrom, number + 1);
            if (extent == null) {
                if (forgotten != before) {
                    searchFrom = Math.min(searchFrom, number);
                    return -1;
                }
                makeRoom();
                extent = new Extent(SpaceMap.NOBODY, 0);
                known.put(number, extent);
            } else if (extent.owner != SpaceMap.NOBODY || extent.used != 0) {
                return -1;
            }
            long first = number * SpaceMap.EXTENT_PAGES;
            extent.owner = owner == SpaceMap.NOBODY ? first : owner;
            extent.used = 1;
            extent.underway++;
            remember(extent.owner, number);
            return first;
        } finally {
            lock.unlock();
        }
    }

    /** The first extent from {@code from} on that no map page says is owned, growing the volume if there is none. */
    private long findFree(MiniTransaction idle, long from) {
        long number = from;
        while (true) {
            int groups = volume.groups();
            long extents = pages() / SpaceMap.EXTENT_PAGES;
            while (number < extents) {
                long region = number / SpaceMap.REGION_EXTENTS;
                makeMap(idle, region);
                int index = findInMap(region, SpaceMap.indexInRegion(number), SpaceMap.NOBODY);
                if (index >= 0 && region * SpaceMap.REGION_EXTENTS + index < extents) {
                    return region * SpaceMap.REGION_EXTENTS + index;
                }
                number = (region + 1) * SpaceMap.REGION_EXTENTS;
            }
            number = Math.min(number, extents);
            grow(groups);
        }
    }

    private void grow(int groups) {
        growth.lock();
        try {
            if (volume.groups() > groups) {
                return;
            }
            if (groups >= Geometry.MAX_GROUPS) {
                throw new VolumeFullException("the volume has its full size of " + groups + " protection groups");
            }
            // Each growth is a new version of the metadata, which has all groups: a large volume grows by more than
            // one.
            int more = Math.max(1, groups / GROWTH_DIVISOR);
            volume.growTo(Math.min(Geometry.MAX_GROUPS, groups + more));
        } finally {
            growth.unlock();
        }
    }

    /** The map of a region is written when the first extent of the region is looked for. */
    private void makeMap(MiniTransaction mtr, long region) {
        long mapPage = SpaceMap.mapPage(region);
        long token = pool.readable(mapPage, true, null);
        if (Page.lsn(pool.memory(), pool.at(token)) != 0) {
            return;
        }
        mtr.begin(1);
        try {
            int map = mtr.fix(mapPage);
            mtr.latch(map);
            if (Page.lsn(mtr.memory(), mtr.at(map)) == 0) {
                SpaceMap.initialise(mtr, map, region);
                meter.changed(region, SpaceMap.usedPages(mtr.memory(), mtr.at(map)));
            }
            mtr.commit();
        } finally {
            mtr.close();
        }
    }

    /** Index of the first extent at or behind {@code from} that the map of a region gives to {@code owner}, or -1. */
    int findInMap(long region, int from, long owner) {
        while (true) {
            long token = pool.readable(SpaceMap.mapPage(region), true, null);
            int found = -1;
            for (int index = from; index < SpaceMap.REGION_EXTENTS && found < 0; index++) {
                if (SpaceMap.owner(pool.memory(), pool.at(token), index) == owner) {
                    found = index;
                }
            }
            if (pool.validate(token)) {
                return found;
            }
        }
    }
}
