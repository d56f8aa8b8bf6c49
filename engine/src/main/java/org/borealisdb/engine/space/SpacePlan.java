package org.borealisdb.engine.space;

import org.borealisdb.engine.mtr.MiniTransaction;

/**
 * The pages that one mini-transaction is to allocate and free. Belongs to a session and is used again.
 *
 * <ol>
 * <li>Before the mini-transaction begins: {@link #reserve} and {@link #willFree}, which may wait.
 * <li>With the pages that it fixes: {@link #fixMaps}, before any {@link MiniTransaction#fixNew}. At most {@link #size} further pages.
 * <li>After its other latches: {@link #latchMaps}; among its edits: {@link #apply}.
 * <li>When it has ended: {@link #settle}, always.
 * </ol>
 */
public final class SpacePlan {
    /** Most pages of one plan. */
    public static final int MAX_PAGES = 8;

    private final PageAllocator allocator;
    private final long[] pages = new long[MAX_PAGES];
    private final long[] owners = new long[MAX_PAGES];
    private final boolean[] frees = new boolean[MAX_PAGES];
    private final int[] maps = new int[MAX_PAGES];
    private int size;

    SpacePlan(PageAllocator allocator) {
        this.allocator = allocator;
    }

    /** Number of pages planned. */
    public int size() {
        return size;
    }

    /**
     * Reserves a page for {@code owner}, near {@code near} if possible, waiting for map pages or for the volume to grow. The session has no latch, pin or
     * mini-transaction, but {@code idle} to use.
     *
     * @param owner root page of the tree (or first page of whatever it is) that the page is for; 0 makes the page the first of a new owner
     * @return the page's number
     */
    public long reserve(MiniTransaction idle, long owner, long near) {
        checkRoom();
        long page = allocator.reserve(idle, owner, near);
        add(page, owner == SpaceMap.NOBODY ? page : owner, false);
        return page;
    }

    /** Plans to free a page of {@code owner}. The session has no latch, pin or mini-transaction. */
    public void willFree(long owner, long page) {
        checkRoom();
        allocator.hold(page);
        add(page, owner, true);
    }

    /** Fixes the map pages. */
    public void fixMaps(MiniTransaction mtr) {
        for (int i = 0; i < size; i++) {
            maps[i] = mtr.fix(SpaceMap.mapPage(SpaceMap.region(pages[i])));
        }
    }

    /** Latches the map pages, in order of their numbers; only the volume header may come later. */
    public void latchMaps(MiniTransaction mtr) {
        long done = -1;
        for (int turn = 0; turn < size; turn++) {
            int next = -1;
            for (int i = 0; i < size; i++) {
                if (mtr.pageNumber(maps[i]) > done && (next < 0 || pages[i] < pages[next])) {
                    next = i;
                }
            }
            if (next < 0) {
                return;
            }
            mtr.latch(maps[next]);
            done = mtr.pageNumber(maps[next]);
        }
    }

    /** Edits the map pages. Freed pages are to be freed by the caller, in the same mini-transaction ({@link #free}, or {@link MiniTransaction#freeAll}). */
    public void apply(MiniTransaction mtr) {
        for (int i = 0; i < size; i++) {
            int index = SpaceMap.indexInRegion(SpaceMap.extent(pages[i]));
            long used = SpaceMap.used(mtr.memory(), mtr.at(maps[i]), index);
            long bit = SpaceMap.bit(pages[i]);
            if ((used & bit) != 0 != frees[i]) {
                throw new IllegalStateException(
                        "page " + pages[i] + " is to be " + (frees[i] ? "freed" : "allocated") + " but is already");
            }
            long left = used ^ bit;
            allocator.meter().changed(SpaceMap.region(pages[i]), frees[i] ? -1 : 1);
            if (left == 0) {
                SpaceMap.set(mtr, maps[i], index, SpaceMap.NOBODY, 0);
            } else if (SpaceMap.owner(mtr.memory(), mtr.at(maps[i]), index) == owners[i]) {
                SpaceMap.setUsed(mtr, maps[i], index, left);
            } else {
                SpaceMap.set(mtr, maps[i], index, owners[i], left);
            }
        }
    }

    /** Frees a latched page: whoever still has a reference to it notices, and storage need not keep it. */
    public static void free(MiniTransaction mtr, int page) {
        mtr.free(page, PageType.FREE);
    }

    /** Ends the plan; {@code committed} tells whether its mini-transaction was. The session has no latch. */
    public void settle(boolean committed) {
        for (int i = 0; i < size; i++) {
            allocator.settle(pages[i], owners[i], frees[i] == committed);
        }
        size = 0;
    }

    private void add(long page, long owner, boolean free) {
        pages[size] = page;
        owners[size] = owner;
        frees[size] = free;
        size++;
    }

    private void checkRoom() {
        if (size == MAX_PAGES) {
            throw new IllegalStateException("a mini-transaction allocates and frees at most " + MAX_PAGES + " pages");
        }
    }
}
