package org.borealisdb.engine.btree;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.HashSet;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.borealisdb.engine.buffer.BufferPool;
import org.borealisdb.redo.page.Page;

/** Reads a whole tree, at rest, and checks all that must hold in it. */
public final class TreeCheck {
    private final BufferPool pool;
    private final BTree tree;
    private final NavigableMap<byte[], byte[]> entries = new TreeMap<>(Arrays::compareUnsigned);
    private final Set<Long> pages = new HashSet<>();
    private int height;

    private TreeCheck(BufferPool pool, BTree tree) {
        this.pool = pool;
        this.tree = tree;
    }

    /** All entries of the tree. */
    public static NavigableMap<byte[], byte[]> entries(BufferPool pool, BTree tree) {
        return run(pool, tree).entries;
    }

    static TreeCheck run(BufferPool pool, BTree tree) {
        TreeCheck check = new TreeCheck(pool, tree);
        check.node(tree.root(), -1, Optional.empty(), Optional.empty());
        return check;
    }

    NavigableMap<byte[], byte[]> entries() {
        return entries;
    }

    Set<Long> pages() {
        return pages;
    }

    int height() {
        return height;
    }

    private void node(long page, int expectedLevel, Optional<byte[]> low, Optional<byte[]> high) {
        check(pages.add(page), page, "is reached twice");
        long token = pool.readable(page, false, null);
        byte[] bytes = new byte[Page.BYTES];
        MemorySegment memory = MemorySegment.ofArray(bytes);
        MemorySegment.copy(pool.memory(), pool.at(token), memory, 0, Page.BYTES);
        check(pool.validate(token), page, "is edited during a check");
        check(Node.isNode(memory, 0), page, "is no node");
        check(Page.number(memory, 0) == page, page, "has another number");
        check(Node.tree(memory, 0) == tree.root(), page, "is of another tree");
        int level = Node.level(memory, 0);
        check(expectedLevel < 0 || level == expectedLevel, page, "has the wrong level");
        height = Math.max(height, level + 1);
        int count = Node.count(memory, 0);
        check(level == 0 || count > 0, page, "has no child");
        int used = 0;
        boolean[] taken = new boolean[Page.BYTES];
        Optional<byte[]> before = Optional.empty();
        for (int index = 0; index < count; index++) {
            check(Node.sound(memory, 0, index), page, "has an impossible entry");
            byte[] key = key(memory, index);
            int entry = Node.entry(memory, 0, index);
            int length = Node.entryBytes(memory, 0, index);
            used += length;
            check(entry >= Node.heap(memory, 0), page, "has an entry outside its heap");
            for (int i = entry; i < entry + length; i++) {
                check(!taken[i], page, "has overlapping entries");
                taken[i] = true;
            }
            if (level == 0 || index > 0) {
                check(before.isEmpty() || Arrays.compareUnsigned(before.get(), key) < 0, page, "is out of order");
                check(low.isEmpty() || Arrays.compareUnsigned(low.get(), key) <= 0, page, "has a key below its range");
                check(high.isEmpty() || Arrays.compareUnsigned(key, high.get()) < 0, page, "has a key above its range");
                before = Optional.of(key);
            }
            if (level == 0) {
                int value = Node.value(memory, 0, index);
                entries.put(key, Arrays.copyOfRange(bytes, value, value + Node.valueLength(memory, 0, index)));
            } else {
                Optional<byte[]> childLow = index == 0 ? low : Optional.of(key);
                Optional<byte[]> childHigh = index + 1 == count ? high : Optional.of(key(memory, index + 1));
                node(Node.child(memory, 0, index), level - 1, childLow, childHigh);
            }
        }
        check(Node.gap(memory, 0) >= 0, page, "has slots in its heap");
        check(used + Node.garbage(memory, 0) == Page.BYTES - Node.heap(memory, 0), page, "counts its garbage wrong");
    }

    private static byte[] key(MemorySegment memory, int index) {
        byte[] key = new byte[Node.keyLength(memory, 0, index)];
        Node.copyKey(memory, 0, index, key);
        return key;
    }

    private static void check(boolean condition, long page, String message) {
        if (!condition) {
            throw new AssertionError("tree page " + page + " " + message);
        }
    }
}
