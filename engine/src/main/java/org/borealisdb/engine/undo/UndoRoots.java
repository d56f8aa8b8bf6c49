package org.borealisdb.engine.undo;

import org.borealisdb.engine.buffer.BufferPool;
import org.borealisdb.engine.mtr.MiniTransaction;
import org.borealisdb.engine.space.HeaderSlot;
import org.borealisdb.engine.space.PageAllocator;
import org.borealisdb.engine.space.PageType;
import org.borealisdb.engine.space.SpacePlan;
import org.borealisdb.engine.space.VolumeHeader;
import org.borealisdb.redo.page.Page;

/** The page that says where each undo stream begins; named by the volume header, never moved or freed. */
public final class UndoRoots {
    /** Undo streams of a volume: as many transactions append at the same time without waiting for one another. */
    public static final int STREAMS = 8;

    private static final int HEADS_OFFSET = 64;

    private final BufferPool pool;
    private final long page;

    private UndoRoots(BufferPool pool, long page) {
        this.pool = pool;
        this.page = page;
    }

    /** Finds the page of roots, or makes it in a new volume. */
    public static UndoRoots open(BufferPool pool, PageAllocator allocator, MiniTransaction mtr) {
        long page = VolumeHeader.read(pool, HeaderSlot.UNDO_ROOT);
        return new UndoRoots(pool, page != 0 ? page : create(allocator, mtr));
    }

    private static long create(PageAllocator allocator, MiniTransaction mtr) {
        SpacePlan plan = allocator.plan();
        boolean committed = false;
        try {
            long number = plan.reserve(mtr, 0, 0);
            mtr.begin(2 + plan.size());
            int header = mtr.fix(VolumeHeader.PAGE);
            plan.fixMaps(mtr);
            int root = mtr.fixNew(number);
            mtr.latch(root);
            plan.latchMaps(mtr);
            mtr.latch(header);
            mtr.initialise(root, PageType.UNDO);
            VolumeHeader.set(mtr, header, HeaderSlot.UNDO_ROOT, number);
            plan.apply(mtr);
            mtr.commit();
            committed = true;
            return number;
        } finally {
            mtr.close();
            plan.settle(committed);
        }
    }

    /** Number of the page. */
    public long page() {
        return page;
    }

    /** The oldest page of a stream; 0 if it has none yet. */
    long head(int stream) {
        while (true) {
            long token = pool.readable(page, true, null);
            long head = pool.memory().get(Page.LONG, pool.at(token) + offset(stream));
            if (pool.validate(token)) {
                return head;
            }
        }
    }

    /** Sets the oldest page of a stream in the latched page of roots. */
    static void setHead(MiniTransaction mtr, int roots, int stream, long head) {
        mtr.setLong(roots, offset(stream), head);
    }

    private static int offset(int stream) {
        return HEADS_OFFSET + stream * Long.BYTES;
    }
}
