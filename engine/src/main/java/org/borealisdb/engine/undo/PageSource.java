package org.borealisdb.engine.undo;

import org.borealisdb.engine.mtr.MiniTransaction;
import org.borealisdb.engine.space.PageAllocator;
import org.borealisdb.engine.space.PageType;
import org.borealisdb.engine.space.SpacePlan;
import org.borealisdb.engine.space.VolumeHeader;

/**
 * Allocates and frees the single pages that chains of undo and status pages are made of, each in one mini-transaction with the edit that
 * links it. All belong to one owner, the page of the undo roots, which is never freed. Safe for use by all tasks.
 */
public final class PageSource {
    /** An edit of the page that holds the link, and of the page allocated; both are fixed and latched. A page that is freed is none of its business: then {@code page} is negative. */
    @FunctionalInterface
    public interface Link {
        void edit(MiniTransaction mtr, int holder, int page, long pageNumber);
    }

    private final PageAllocator allocator;
    private final long owner;

    public PageSource(PageAllocator allocator, long owner) {
        this.allocator = allocator;
        this.owner = owner;
    }

    /**
     * Allocates a page. Waits; the caller holds no latch, and {@code mtr} is idle.
     *
     * @param holder the page that will refer to it
     * @param link initialises the page and sets the reference
     * @return its number
     */
    public long allocate(MiniTransaction mtr, long holder, Link link) {
        return change(mtr, holder, 0, link);
    }

    /** Frees a page that {@code link} takes out of its chain. Waits; the caller holds no latch, and {@code mtr} is idle. */
    public void free(MiniTransaction mtr, long holder, long page, Link link) {
        change(mtr, holder, page, link);
    }

    private long change(MiniTransaction mtr, long holder, long freed, Link link) {
        SpacePlan plan = allocator.plan();
        boolean committed = false;
        try {
            long number = freed;
            if (freed == 0) {
                number = plan.reserve(mtr, owner, holder == VolumeHeader.PAGE ? owner : holder);
            } else {
                plan.willFree(owner, freed);
            }
            mtr.begin(3, freed == 0 ? 0 : 1);
            int held = mtr.fix(holder);
            plan.fixMaps(mtr);
            int page = freed == 0 ? mtr.fixNew(number) : -1;
            if (freed != 0) {
                mtr.willFree(freed);
            }
            boolean headerLast = holder == VolumeHeader.PAGE;
            if (!headerLast) {
                mtr.latch(held);
            }
            if (page >= 0) {
                mtr.latch(page);
            }
            mtr.latchFreed();
            plan.latchMaps(mtr);
            if (headerLast) {
                mtr.latch(held);
            }
            link.edit(mtr, held, page, number);
            mtr.freeAll(PageType.FREE);
            plan.apply(mtr);
            mtr.commit();
            committed = true;
            return number;
        } finally {
            mtr.close();
            plan.settle(committed);
        }
    }
}
