package org.borealisdb.engine;

import org.borealisdb.engine.btree.LeafPosition;
import org.borealisdb.engine.buffer.BufferPool;
import org.borealisdb.engine.mtr.MiniTransaction;
import org.borealisdb.engine.space.PageAllocator;
import org.borealisdb.engine.space.VolumeHeader;
import org.borealisdb.runtime.memory.ArenaPageMemory;
import org.borealisdb.runtime.metric.Metrics;

/** The page half of the engine on a volume in memory, for tests. */
public final class PageEngine implements AutoCloseable {
    public final MemoryVolume volume;
    public final BufferPool pool;
    public final PageAllocator allocator;

    /** Formats the volume if it is new. */
    public PageEngine(MemoryVolume volume, int frames) {
        this.volume = volume;
        this.pool = new BufferPool(
                volume, new ThreadTasks(), new ArenaPageMemory(), new Metrics(), volume, frames, frames * 2);
        if (!VolumeHeader.formatted(pool)) {
            VolumeHeader.format(mtr());
        }
        VolumeHeader.check(pool);
        this.allocator = new PageAllocator(pool);
    }

    public MiniTransaction mtr() {
        return new MiniTransaction(pool);
    }

    public LeafPosition leaf() {
        return new LeafPosition(allocator);
    }

    @Override
    public void close() {
        pool.close();
    }
}
