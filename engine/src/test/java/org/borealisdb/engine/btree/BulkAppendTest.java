package org.borealisdb.engine.btree;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Random;
import java.util.TreeMap;
import org.borealisdb.engine.MemoryVolume;
import org.borealisdb.engine.PageEngine;
import org.borealisdb.engine.buffer.BufferPool;
import org.borealisdb.engine.space.SpaceCheck;
import org.borealisdb.redo.volume.Geometry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Trees that are filled and appended to by whole leaves, against a TreeMap, and cut off behind each mini-transaction. */
class BulkAppendTest {
    private static final byte[] HEADER = {7, 7, 7};

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void aFilledTreeHasTheEntriesInWhateverOrderTheyCome(long seed) {
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        MemoryVolume volume = new MemoryVolume(new Geometry(512), false);
        try (PageEngine engine = new PageEngine(volume, BufferPool.MIN_FRAMES)) {
            BTree tree = new BTree(engine.pool, BTree.create(engine.mtr(), engine.leaf()));
            NavigableMap<byte[], byte[]> model = new TreeMap<>(Arrays::compareUnsigned);
            TreeFiller filler = new TreeFiller(tree, engine.mtr(), engine.allocator, HEADER, 40_000 << seed);
            List<byte[]> keys = keys(20_000, random, seed % 3);
            for (byte[] key : keys) {
                byte[] value = new byte[random.nextInt(120)];
                random.nextBytes(value);
                assertThat(filler.add(key, key.length, value, 0, value.length)).isTrue();
                byte[] whole = Arrays.copyOf(HEADER, HEADER.length + value.length);
                System.arraycopy(value, 0, whole, HEADER.length, value.length);
                model.put(key, whole);
                volume.durable(volume.appendedLsn());
            }
            assertThat(filler.finish()).isTrue();
            TreeCheck check = TreeCheck.run(engine.pool, tree);
            assertSame(check.entries(), model);
            assertThat(SpaceCheck.pagesOf(engine.pool, tree.root())).isEqualTo(check.pages());
        }
    }

    private static List<byte[]> keys(int count, Random random, long order) {
        List<byte[]> keys = new ArrayList<>();
        for (int number = 0; number < count; number++) {
            keys.add(ByteBuffer.allocate(12).putInt(4, number).array());
        }
        if (order == 1) {
            Collections.shuffle(keys, random);
        } else if (order == 2) {
            for (int swap = 0; swap < 10; swap++) {
                Collections.swap(keys, random.nextInt(count), random.nextInt(count));
            }
        }
        return keys;
    }

    @Test
    void twoEntriesWithOneKeyAreFoundWithinABatchAndAcrossBatches() {
        for (int distance : new int[] {1, 50, 5_000}) {
            MemoryVolume volume = new MemoryVolume(new Geometry(512), true);
            try (PageEngine engine = new PageEngine(volume, 128)) {
                BTree tree = new BTree(engine.pool, BTree.create(engine.mtr(), engine.leaf()));
                TreeFiller filler = new TreeFiller(tree, engine.mtr(), engine.allocator, HEADER, 50_000);
                boolean distinct = true;
                for (int number = 0; number < 6_000 && distinct; number++) {
                    byte[] key = number(number == distance ? 0 : number);
                    byte[] value = number(number);
                    distinct = filler.add(key, key.length, value, 0, value.length);
                }
                distinct = distinct && filler.finish();
                assertThat(distinct).isFalse();
                assertThat(filler.duplicate()).isEqualTo(number(distance));
            }
        }
    }

    private static byte[] number(int number) {
        return ByteBuffer.allocate(4).putInt(number).array();
    }

    /** Appends between single changes: whoever else changes the tree is noticed, and every prefix of the log has a whole tree. */
    @Test
    void everyConsistencyPointHasAWholeTree() {
        Random random = new Random(99);
        MemoryVolume volume = new MemoryVolume(new Geometry(512), false);
        NavigableMap<byte[], byte[]> model = new TreeMap<>(Arrays::compareUnsigned);
        List<Map.Entry<Long, NavigableMap<byte[], byte[]>>> states = new ArrayList<>();
        long root;
        try (PageEngine engine = new PageEngine(volume, BufferPool.MIN_FRAMES)) {
            root = BTree.create(engine.mtr(), engine.leaf());
            BTree tree = new BTree(engine.pool, root);
            TreeWriter writer = new TreeWriter(engine, tree);
            TreeAppender appender = new TreeAppender();
            LeafPosition leaf = new LeafPosition(engine.allocator, true);
            EntryBatch batch = new EntryBatch(1 << 20);
            int next = 0;
            for (int round = 0; round < 40; round++) {
                for (int count = random.nextInt(60); count > 0; count--) {
                    byte[] key = ByteBuffer.allocate(12)
                            .putInt(0, random.nextInt(next + 3))
                            .array();
                    if (random.nextInt(3) == 0) {
                        writer.delete(key);
                        model.remove(key);
                    } else {
                        byte[] value = new byte[random.nextInt(900)];
                        writer.put(key, value);
                        model.put(key, value);
                        next = Math.max(next, ByteBuffer.wrap(key).getInt() + 1);
                    }
                }
                states.add(Map.entry(volume.appendedLsn(), new TreeMap<>(model)));
                batch.clear();
                int first = next + (random.nextInt(5) == 0 ? -1 : 1);
                for (int count = 0; count < 300; count++) {
                    // Keys of up to 1,200 bytes now and then, so that there are several levels.
                    byte[] key =
                            Arrays.copyOf(number(first + count), 4 + (round % 4 == 3 ? 1_200 : random.nextInt(20)));
                    byte[] value = new byte[random.nextInt(700)];
                    random.nextBytes(value);
                    batch.add(key, key.length, 0, value, 0, value.length);
                }
                int appended = appender.append(tree, engine.mtr(), batch, 0, leaf);
                for (int index = 0; index < appended; index++) {
                    byte[] key = Arrays.copyOfRange(
                            batch.array(), batch.key(index), batch.key(index) + batch.keyLength(index));
                    byte[] value = Arrays.copyOfRange(
                            batch.array(), batch.value(index), batch.value(index) + batch.valueLength(index));
                    assertThat(model.put(key, value)).isNull();
                    next = ByteBuffer.wrap(key).getInt() + 1;
                }
                states.add(Map.entry(volume.appendedLsn(), new TreeMap<>(model)));
                volume.durable(volume.appendedLsn());
            }
            assertThat(TreeCheck.run(engine.pool, tree).height()).isGreaterThanOrEqualTo(3);
        }
        int state = 0;
        for (long point : volume.consistencyPoints()) {
            if (point < states.getFirst().getKey()) {
                continue;
            }
            while (state + 1 < states.size() && states.get(state + 1).getKey() <= point) {
                state++;
            }
            try (PageEngine opened = new PageEngine(volume.branchAt(point), BufferPool.MIN_FRAMES)) {
                TreeCheck check = TreeCheck.run(opened.pool, new BTree(opened.pool, root));
                assertThat(SpaceCheck.pagesOf(opened.pool, root)).isEqualTo(check.pages());
                assertThat(opened.volume.appendedLsn())
                        .as("reading writes nothing")
                        .isEqualTo(point);
                if (states.get(state).getKey() == point) {
                    assertSame(check.entries(), states.get(state).getValue());
                }
            }
        }
        assertThat(state).isEqualTo(states.size() - 1);
    }

    private static void assertSame(NavigableMap<byte[], byte[]> actual, NavigableMap<byte[], byte[]> expected) {
        assertThat(actual.size()).isEqualTo(expected.size());
        assertThat(Arrays.deepEquals(
                        actual.keySet().toArray(), expected.keySet().toArray()))
                .isTrue();
        assertThat(Arrays.deepEquals(
                        actual.values().toArray(), expected.values().toArray()))
                .isTrue();
    }
}
