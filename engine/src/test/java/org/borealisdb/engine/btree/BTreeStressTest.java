package org.borealisdb.engine.btree;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.NavigableMap;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.borealisdb.engine.MemoryVolume;
import org.borealisdb.engine.PageEngine;
import org.borealisdb.engine.buffer.BufferPool;
import org.borealisdb.engine.space.SpaceCheck;
import org.borealisdb.redo.volume.Geometry;
import org.junit.jupiter.api.Test;

/** Real threads on one tree in a small pool: latches, optimistic reads, eviction, loads, and the limit of frames above VDL. */
class BTreeStressTest {
    private static final int WRITERS = 4;
    private static final int STEPS = 12_000;

    @Test
    void threadsSeeTheirOwnChangesAndScansStayInOrder() throws InterruptedException {
        MemoryVolume volume = new MemoryVolume(new Geometry(512), false);
        try (PageEngine engine = new PageEngine(volume, BufferPool.MIN_FRAMES + 16)) {
            BTree tree = new BTree(engine.pool, BTree.create(engine.mtr(), engine.leaf()));
            AtomicReference<Throwable> failure = new AtomicReference<>();
            AtomicInteger running = new AtomicInteger(WRITERS);
            List<Thread> threads = new ArrayList<>();
            List<NavigableMap<byte[], byte[]>> models = new ArrayList<>();
            for (int number = 0; number < WRITERS; number++) {
                NavigableMap<byte[], byte[]> model = new TreeMap<>(Arrays::compareUnsigned);
                models.add(model);
                int writer = number;
                threads.add(new Thread(() -> {
                    try {
                        write(engine, tree, model, writer);
                    } catch (RuntimeException | Error e) {
                        failure.compareAndSet(null, e);
                    } finally {
                        running.decrementAndGet();
                    }
                }));
            }
            threads.add(new Thread(() -> {
                try {
                    while (running.get() > 0 && failure.get() == null) {
                        scan(tree);
                    }
                } catch (RuntimeException | Error e) {
                    failure.compareAndSet(null, e);
                }
            }));
            threads.forEach(Thread::start);
            for (Thread thread : threads) {
                thread.join();
            }
            assertThat(failure.get()).isNull();
            NavigableMap<byte[], byte[]> all = new TreeMap<>(Arrays::compareUnsigned);
            models.forEach(all::putAll);
            assertThat(TreeCheck.entries(engine.pool, tree).size()).isEqualTo(all.size());
            assertThat(volume.witnessed()).isPositive();
        }
    }

    /** A leaf that loses the only entry right after somebody has found it there is not a damaged one. */
    @Test
    void aKeyThatComesAndGoesIsThereOrIsNot() throws InterruptedException {
        MemoryVolume volume = new MemoryVolume(new Geometry(512), false);
        try (PageEngine engine = new PageEngine(volume, BufferPool.MIN_FRAMES)) {
            BTree tree = new BTree(engine.pool, BTree.create(engine.mtr(), engine.leaf()));
            byte[] key = {1};
            AtomicReference<Throwable> failure = new AtomicReference<>();
            AtomicInteger running = new AtomicInteger(2);
            List<Thread> readers = new ArrayList<>();
            for (int number = 0; number < 2; number++) {
                readers.add(new Thread(() -> {
                    try {
                        readUntilSeenOften(tree, key);
                    } catch (RuntimeException | Error e) {
                        failure.compareAndSet(null, e);
                    } finally {
                        running.decrementAndGet();
                    }
                }));
            }
            readers.forEach(Thread::start);
            TreeWriter writer = new TreeWriter(engine, tree);
            while (running.get() > 0) {
                writer.put(key, new byte[100]);
                writer.delete(key);
                engine.volume.durable(engine.volume.appendedLsn());
            }
            for (Thread reader : readers) {
                reader.join();
            }
            assertThat(failure.get()).isNull();
        }
    }

    /** Until a key was there, and was not, some thousand times. */
    private static void readUntilSeenOften(BTree tree, byte[] key) {
        TreePath path = new TreePath();
        EntryBuffer buffer = new EntryBuffer();
        int found = 0;
        int missed = 0;
        while (found < 4_000 || missed < 4_000) {
            if (tree.get(key, key.length, path, buffer)) {
                assertThat(buffer.length()).isEqualTo(100);
                found++;
            } else {
                missed++;
            }
        }
    }

    private static void write(PageEngine engine, BTree tree, NavigableMap<byte[], byte[]> model, int number) {
        Random random = new Random(number);
        TreeWriter writer = new TreeWriter(engine, tree);
        TreePath path = new TreePath();
        EntryBuffer buffer = new EntryBuffer();
        for (int step = 0; step < STEPS; step++) {
            boolean shrinking = step / 2_000 % 2 == 1;
            byte[] key = ByteBuffer.allocate(4)
                    .putInt(random.nextInt(4_000) * WRITERS + number)
                    .array();
            if (random.nextInt(10) < (shrinking ? 8 : 2)) {
                assertThat(writer.delete(key)).isEqualTo(model.remove(key) != null);
            } else {
                byte[] value = new byte[random.nextInt(500)];
                random.nextBytes(value);
                assertThat(writer.put(key, value)).isEqualTo(model.put(key, value) != null);
            }
            byte[] expected = model.get(key);
            assertThat(tree.get(key, 4, path, buffer)).isEqualTo(expected != null);
            if (expected != null) {
                assertThat(Arrays.copyOf(buffer.bytes(), buffer.length())).isEqualTo(expected);
            }
            if (random.nextInt(30) == 0) {
                engine.volume.durable(engine.volume.appendedLsn() - random.nextInt(30_000));
            }
        }
    }

    private static void scan(BTree tree) {
        TreeCursor cursor = new TreeCursor(tree);
        cursor.seekFirst();
        byte[] key = new byte[4];
        long before = -1;
        while (cursor.next()) {
            cursor.copyKey(key);
            int number = ByteBuffer.wrap(key).getInt();
            assertThat((long) number).isGreaterThan(before);
            before = number;
        }
    }

    /** Each thread takes the next numbers from one counter, as rows without a primary key do, and appends leaves as long as it is not overtaken. */
    @Test
    void threadsThatAppendLeavesAtOneEndLoseNothing() throws InterruptedException {
        MemoryVolume volume = new MemoryVolume(new Geometry(512), false);
        try (PageEngine engine = new PageEngine(volume, 256)) {
            BTree tree = new BTree(engine.pool, BTree.create(engine.mtr(), engine.leaf()));
            AtomicReference<Throwable> failure = new AtomicReference<>();
            AtomicInteger next = new AtomicInteger();
            AtomicInteger appended = new AtomicInteger();
            List<Thread> threads = new ArrayList<>();
            for (int number = 0; number < WRITERS; number++) {
                threads.add(new Thread(() -> {
                    try {
                        for (int round = 0; round < 60; round++) {
                            appended.addAndGet(append(engine, tree, next));
                            engine.volume.durable(engine.volume.appendedLsn());
                        }
                    } catch (RuntimeException | Error e) {
                        failure.compareAndSet(null, e);
                    }
                }));
            }
            threads.forEach(Thread::start);
            for (Thread thread : threads) {
                thread.join();
            }
            assertThat(failure.get()).isNull();
            TreeCheck check = TreeCheck.run(engine.pool, tree);
            assertThat(check.entries()).hasSize(next.get());
            assertThat(SpaceCheck.pagesOf(engine.pool, tree.root())).isEqualTo(check.pages());
            assertThat(appended.get())
                    .as("entries in leaves that were appended")
                    .isPositive();
        }
    }

    private static int append(PageEngine engine, BTree tree, AtomicInteger next) {
        EntryBatch batch = new EntryBatch(1 << 20);
        int first = next.getAndAdd(500);
        for (int number = first; number < first + 500; number++) {
            byte[] key = ByteBuffer.allocate(4).putInt(number).array();
            batch.add(key, key.length, 0, new byte[100], 0, 100);
        }
        int done = new TreeAppender().append(tree, engine.mtr(), batch, 0, new LeafPosition(engine.allocator, true));
        TreeWriter writer = new TreeWriter(engine, tree);
        for (int number = first + done; number < first + 500; number++) {
            writer.put(ByteBuffer.allocate(4).putInt(number).array(), new byte[100]);
        }
        return done;
    }
}
