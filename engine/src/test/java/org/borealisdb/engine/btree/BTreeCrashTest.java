package org.borealisdb.engine.btree;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.NavigableMap;
import java.util.Random;
import java.util.TreeMap;
import org.borealisdb.engine.MemoryVolume;
import org.borealisdb.engine.PageEngine;
import org.borealisdb.engine.buffer.BufferPool;
import org.borealisdb.engine.space.SpaceCheck;
import org.borealisdb.redo.volume.Geometry;
import org.junit.jupiter.api.Test;

/** A crash after any mini-transaction leaves a whole tree, with the entries committed until then, and no page lost or used twice. */
class BTreeCrashTest {
    private static final long SEED = 20_251;

    private static final class Change {
        private final long lsn;
        private final byte[] key;
        private final byte[] value;

        Change(long lsn, byte[] key, byte[] value) {
            this.lsn = lsn;
            this.key = key;
            this.value = value;
        }
    }

    @Test
    void everyConsistencyPointHasAWholeTree() {
        System.out.println("seed " + SEED);
        Random random = new Random(SEED);
        MemoryVolume volume = new MemoryVolume(new Geometry(192), false);
        List<Change> changes = new ArrayList<>();
        long root;
        long created;
        try (PageEngine engine = new PageEngine(volume, BufferPool.MIN_FRAMES)) {
            root = BTree.create(engine.mtr(), engine.leaf());
            created = volume.appendedLsn();
            TreeWriter writer = new TreeWriter(engine, new BTree(engine.pool, root));
            for (int step = 0; step < 3_400; step++) {
                // Grow, shrink to nothing, grow again.
                boolean shrinking = step >= 1_300 && step < 2_300;
                byte[] key = ByteBuffer.allocate(12)
                        .putInt(4, random.nextInt(shrinking ? 300 : 200))
                        .array();
                if (random.nextInt(10) < (shrinking ? 9 : 1)) {
                    if (writer.delete(key)) {
                        changes.add(new Change(writer.lastCommit, key, new byte[0]));
                    }
                } else {
                    byte[] value = new byte[1 + random.nextInt(random.nextInt(4) == 0 ? 5_000 : 1_000)];
                    random.nextBytes(value);
                    writer.put(key, value);
                    changes.add(new Change(writer.lastCommit, key, value));
                }
            }
        }
        List<Long> points = volume.consistencyPoints();
        assertThat(points.size()).as("consistency points").isGreaterThan(2_000);
        NavigableMap<byte[], byte[]> model = new TreeMap<>(Arrays::compareUnsigned);
        int next = 0;
        int highest = 0;
        for (long point : points) {
            if (point < created) {
                continue;
            }
            for (; next < changes.size() && changes.get(next).lsn <= point; next++) {
                Change change = changes.get(next);
                if (change.value.length == 0) {
                    model.remove(change.key);
                } else {
                    model.put(change.key, change.value);
                }
            }
            try (PageEngine opened = new PageEngine(volume.branchAt(point), BufferPool.MIN_FRAMES)) {
                TreeCheck check = TreeCheck.run(opened.pool, new BTree(opened.pool, root));
                highest = Math.max(highest, check.height());
                if (!Arrays.deepEquals(
                        check.entries().values().toArray(), model.values().toArray())) {
                    throw new AssertionError("at LSN " + point + " the tree has other entries");
                }
                assertThat(SpaceCheck.pagesOf(opened.pool, root)).isEqualTo(check.pages());
                assertThat(opened.volume.appendedLsn())
                        .as("reading writes nothing")
                        .isEqualTo(point);
            }
        }
        assertThat(next).isEqualTo(changes.size());
        assertThat(highest).as("levels of the tree").isGreaterThanOrEqualTo(2);
    }
}
