package org.borealisdb.engine.btree;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Random;
import java.util.TreeMap;
import org.borealisdb.engine.MemoryVolume;
import org.borealisdb.engine.PageEngine;
import org.borealisdb.engine.buffer.BufferPool;
import org.borealisdb.redo.volume.Geometry;
import org.borealisdb.runtime.config.PlantedBug;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Random operations on a tree, with a pool so small that pages come and go, against a TreeMap. */
class BTreeModelTest {
    private static final Geometry SMALL_GROUPS = new Geometry(256);

    @AfterEach
    void removePlantedBugs() {
        PlantedBug.removeAll();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void agreesWithTreeMap(long seed) {
        System.out.println("seed " + seed);
        run(seed, 12_000);
    }

    @Test
    void evictingPagesAboveVdlIsFound() {
        PlantedBug.EARLY_EVICTION.plant();
        boolean found = false;
        for (long seed = 1; seed <= 5 && !found; seed++) {
            try {
                run(seed, 6_000);
            } catch (AssertionError | RuntimeException e) {
                found = true;
            }
        }
        assertThat(found)
                .as("a page that was lost by early eviction was noticed")
                .isTrue();
    }

    private static void run(long seed, int steps) {
        Random random = new Random(seed);
        NavigableMap<byte[], byte[]> model = new TreeMap<>(Arrays::compareUnsigned);
        MemoryVolume volume = new MemoryVolume(SMALL_GROUPS, false);
        try (PageEngine engine = new PageEngine(volume, BufferPool.MIN_FRAMES)) {
            BTree tree = new BTree(engine.pool, BTree.create(engine.mtr(), engine.leaf()));
            TreeWriter writer = new TreeWriter(engine, tree);
            TreePath path = new TreePath();
            EntryBuffer buffer = new EntryBuffer();
            int keySpace = 8_000 + random.nextInt(5_000);
            int style = (int) (seed % 5);
            int deletesInTen = 2;
            for (int step = 0; step < steps; step++) {
                if (step % 3_000 == 2_999) {
                    // Phases of growing and of shrinking, so that leaves become empty too.
                    deletesInTen = deletesInTen == 2 ? 8 : 2;
                }
                byte[] key = key(random, style, keySpace, step);
                int choice = random.nextInt(10);
                if (choice < deletesInTen) {
                    assertThat(writer.delete(key)).isEqualTo(model.remove(key) != null);
                } else if (choice < 9) {
                    byte[] value = value(random, key.length);
                    assertThat(writer.put(key, value)).isEqualTo(model.put(key, value) != null);
                }
                byte[] expected = model.get(key);
                assertThat(tree.get(key, key.length, path, buffer)).isEqualTo(expected != null);
                if (expected != null) {
                    assertThat(Arrays.copyOf(buffer.bytes(), buffer.length())).isEqualTo(expected);
                }
                if (random.nextInt(20) == 0) {
                    volume.durable(volume.appendedLsn() - random.nextInt(20_000));
                }
                if (step % 100 == 0) {
                    lookUpNear(tree, model, key, path, buffer, random.nextBoolean());
                }
                if (step % 500 == 0) {
                    scan(tree, model, random, key(random, style, keySpace, step));
                }
                if (step % 2_000 == 0) {
                    assertSame(TreeCheck.entries(engine.pool, tree), model);
                }
            }
            assertSame(TreeCheck.entries(engine.pool, tree), model);
            assertThat(volume.witnessed()).as("pages evicted").isPositive();
        }
    }

    /** Looks keys up that are behind or before one, each of which is likely to be in the leaf of the one before; and what is between them. */
    private static void lookUpNear(
            BTree tree, NavigableMap<byte[], byte[]> model, byte[] key, TreePath path, EntryBuffer buffer, boolean up) {
        int count = 0;
        for (byte[] near :
                (up ? model.tailMap(key, true) : model.headMap(key, true).descendingMap()).keySet()) {
            byte[] between = Arrays.copyOf(near, near.length + 1);
            assertThat(tree.get(near, near.length, path, buffer)).isTrue();
            assertThat(Arrays.copyOf(buffer.bytes(), buffer.length())).isEqualTo(model.get(near));
            assertThat(tree.get(between, between.length, path, buffer)).isEqualTo(model.containsKey(between));
            if (++count == 100) {
                return;
            }
        }
    }

    private static byte[] key(Random random, int style, int keySpace, int step) {
        return switch (style) {
            case 0 -> number(random.nextInt(keySpace));
            case 1 -> number(random.nextInt(5) == 0 ? random.nextInt(step + 1) : step);
            case 2 -> padded(random.nextInt(keySpace), random.nextInt(3));
            case 3 -> whole(random.nextInt(keySpace));
            default -> ("common prefix of keys " + random.nextInt(keySpace)).getBytes(StandardCharsets.UTF_8);
        };
    }

    /** Keys whose first eight bytes are the same for many. */
    private static byte[] whole(long number) {
        return ByteBuffer.allocate(9).put((byte) 1).putLong(number).array();
    }

    private static byte[] number(int number) {
        return ByteBuffer.allocate(4).putInt(number).array();
    }

    /** Keys that differ in trailing zeroes only are different keys. */
    private static byte[] padded(int number, int zeroes) {
        byte[] digits = Integer.toString(number * 37).getBytes(StandardCharsets.UTF_8);
        return Arrays.copyOf(digits, digits.length + zeroes * 4);
    }

    private static byte[] value(Random random, int keyLength) {
        int limit = random.nextInt(50) == 0 ? BTree.MAX_ENTRY_BYTES - keyLength : 400;
        byte[] value = new byte[random.nextInt(limit + 1)];
        random.nextBytes(value);
        return value;
    }

    private static void scan(BTree tree, NavigableMap<byte[], byte[]> model, Random random, byte[] from) {
        TreeCursor cursor = new TreeCursor(tree);
        if (random.nextBoolean()) {
            cursor.seek(from, from.length);
            for (Map.Entry<byte[], byte[]> entry : model.tailMap(from).entrySet()) {
                assertThat(cursor.next()).isTrue();
                assertAt(cursor, entry);
            }
            assertThat(cursor.next()).isFalse();
        } else {
            cursor.seekBelow(from, from.length);
            List<Map.Entry<byte[], byte[]>> below =
                    List.copyOf(model.headMap(from).entrySet()).reversed();
            for (Map.Entry<byte[], byte[]> entry : below) {
                assertThat(cursor.previous()).isTrue();
                assertAt(cursor, entry);
            }
            assertThat(cursor.previous()).isFalse();
        }
    }

    private static void assertAt(TreeCursor cursor, Map.Entry<byte[], byte[]> entry) {
        byte[] key = new byte[cursor.keyLength()];
        cursor.copyKey(key);
        assertThat(key).isEqualTo(entry.getKey());
        assertThat(Arrays.copyOfRange(
                        cursor.bytes(), cursor.valueOffset(), cursor.valueOffset() + cursor.valueLength()))
                .isEqualTo(entry.getValue());
    }

    private static void assertSame(NavigableMap<byte[], byte[]> actual, NavigableMap<byte[], byte[]> expected) {
        assertThat(actual.size()).isEqualTo(expected.size());
        var others = expected.entrySet().iterator();
        actual.forEach((key, value) -> {
            var other = others.next();
            assertThat(key).isEqualTo(other.getKey());
            assertThat(value).isEqualTo(other.getValue());
        });
    }
}
