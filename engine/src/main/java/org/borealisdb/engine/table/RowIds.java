package org.borealisdb.engine.table;

import java.util.concurrent.atomic.AtomicLong;
import org.borealisdb.engine.buffer.BufferPool;
import org.borealisdb.engine.mtr.MiniTransaction;
import org.borealisdb.engine.space.HeaderSlot;
import org.borealisdb.engine.space.VolumeHeader;
import org.borealisdb.engine.transaction.Workspace;
import org.borealisdb.expr.value.ByteSink;
import org.borealisdb.runtime.task.Lock;

/**
 * Keys for rows of tables without a primary key: numbers that grow, handed out below a logged mark (R12), so none comes twice. Safe for
 * use by all tasks.
 */
public final class RowIds {
    private static final long STEP = 1 << 16;

    private final Lock lock;
    private final AtomicLong next;
    private volatile long mark;

    RowIds(BufferPool pool) {
        this.lock = pool.tasks().lock("row id mark");
        this.mark = Math.max(1, VolumeHeader.read(pool, HeaderSlot.ROW_ID_MARK));
        this.next = new AtomicLong(mark);
    }

    /** A new key of 8 bytes. May wait for log room; the caller holds no latch. */
    public byte[] next(Workspace workspace) {
        while (true) {
            long id = next.get();
            if (id >= mark) {
                raise(workspace.mtr(), id);
            } else if (next.compareAndSet(id, id + 1)) {
                return new ByteSink(Long.BYTES).putLong(id).toBytes();
            }
        }
    }

    private void raise(MiniTransaction mtr, long id) {
        lock.lock();
        try {
            if (id < mark) {
                return;
            }
            mtr.begin(1);
            try {
                int header = mtr.fix(VolumeHeader.PAGE);
                mtr.latch(header);
                VolumeHeader.set(mtr, header, HeaderSlot.ROW_ID_MARK, id + STEP);
                mtr.commit();
            } finally {
                mtr.close();
            }
            mark = id + STEP;
        } finally {
            lock.unlock();
        }
    }
}
