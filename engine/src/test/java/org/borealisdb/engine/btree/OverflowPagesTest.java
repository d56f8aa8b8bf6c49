package org.borealisdb.engine.btree;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.util.Random;
import org.borealisdb.engine.MemoryVolume;
import org.borealisdb.engine.PageEngine;
import org.borealisdb.engine.buffer.BufferPool;
import org.borealisdb.engine.space.SpaceCheck;
import org.borealisdb.redo.volume.Geometry;
import org.junit.jupiter.api.Test;

/** Long values come back as they were written, through a small pool, and give all their pages back. */
class OverflowPagesTest {
    @Test
    void longValuesAreWrittenReadAndFreed() {
        Random random = new Random(7);
        try (PageEngine engine = new PageEngine(new MemoryVolume(new Geometry(128), false), BufferPool.MIN_FRAMES)) {
            long owner = BTree.create(engine.mtr(), engine.leaf());
            OverflowPages pages = new OverflowPages(engine.mtr(), engine.allocator);
            for (int length : new int[] {1, 16_336, 16_337, 100_000, 3_000_000}) {
                byte[] value = new byte[length];
                random.nextBytes(value);
                long reference = pages.write(owner, MemorySegment.ofArray(value), 0, length);
                byte[] read = new byte[length];
                pages.read(owner, reference, MemorySegment.ofArray(read), 0, length);
                assertThat(read).isEqualTo(value);
                pages.free(owner, reference);
                assertThat(SpaceCheck.pagesOf(engine.pool, owner)).containsExactly(owner);
            }
        }
    }
}
