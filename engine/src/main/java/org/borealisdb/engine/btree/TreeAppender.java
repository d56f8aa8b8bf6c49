package org.borealisdb.engine.btree;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.borealisdb.engine.buffer.BufferPool;
import org.borealisdb.engine.mtr.MiniTransaction;
import org.borealisdb.engine.space.PageType;
import org.borealisdb.engine.space.SpacePlan;
import org.borealisdb.redo.page.Page;
import org.borealisdb.redo.record.PackedBytes;

/**
 * Appends entries whose keys are above all keys of a tree as whole leaves: builds them where nobody sees them, and links a few at a time, so that a leaf costs the log one image
 * instead of an edit for each entry. Belongs to a session.
 *
 * <p><b>Why linking is right.</b> The last leaf is found by a descent, then its parent is latched and found unchanged: so the leaf is still the last one, since the last node of a
 * level stops being that only by a split, which changes it, and the range of the last leaf has no upper end. With the leaf latched too, its highest key is looked at: if it is
 * below the first new one, no key at or above that is in the tree, and the new leaves' separators are above those that are there. (An empty last leaf proves nothing, so it
 * is to be filled first.) Whoever is about to put a greater key into the old last leaf finds its parent changed. Each step is one mini-transaction that leaves a whole tree.
 */
public final class TreeAppender {
    /** With their map pages, the parent and the last leaf, they are the most pages of a mini-transaction. */
    private static final int MAX_PAGES = (MiniTransaction.MAX_FRAMES - 2) / 2;

    /** A leaf that cannot be packed to three quarters is logged as it is. */
    private static final int MAX_PACKED_BYTES = Page.BYTES / 4 * 3;

    private final byte[] built = new byte[MAX_PAGES * Page.BYTES];
    private final MemorySegment memory = MemorySegment.ofArray(built);
    private final byte[] childBytes = new byte[Node.CHILD_BYTES];
    private final MemorySegment child = MemorySegment.ofArray(childBytes);

    /** The leaves, packed behind the page header; each as far from the other as in {@link #built}. */
    private final byte[] packed = new byte[MAX_PAGES * Page.BYTES];

    /** Bytes of each packed leaf; 0 if packing is not worth it. */
    private final int[] packedLengths = new int[MAX_PAGES];

    private final long[] numbers = new long[MAX_PAGES];
    private final int[] frames = new int[MAX_PAGES];

    /** The first entry of each leaf that was built, and the one behind the last. */
    private final int[] firsts = new int[MAX_PAGES + 1];

    private final byte[] separator = new byte[BTree.MAX_KEY_BYTES];

    /** True if the tree has more than one node, its last leaf an entry, and that no key at or above {@code key}, for the moment. */
    public boolean appendable(BTree tree, byte[] key, int keyLength, LeafPosition leaf) {
        TreePath path = leaf.path;
        BufferPool pool = tree.pool();
        while (true) {
            path.goal(TreePath.Goal.LAST, key, keyLength);
            long token = tree.readableLeaf(path, true);
            if (token < 0) {
                continue;
            }
            long at = pool.at(token);
            int index = Node.search(pool.memory(), at, key, keyLength, Node.prefix(key, keyLength));
            int count = Node.count(pool.memory(), at);
            if (pool.validate(token)) {
                return path.rootLevel > 0 && count > 0 && ~index == count;
            }
        }
    }

    /**
     * Appends the entries from {@code from} on that fill whole leaves, as long as their keys, which ascend, are above all of the tree. May wait; the session has no pin and no
     * latch.
     *
     * @return the first entry that was not appended
     */
    public int append(BTree tree, MiniTransaction idle, EntryBatch batch, int from, LeafPosition leaf) {
        int next = from;
        while (true) {
            int pages = build(tree, batch, next);
            int linked = pages == 0 ? 0 : link(tree, idle, batch, pages, leaf);
            if (linked == 0) {
                return next;
            }
            next = firsts[linked];
            tree.pool().tasks().giveWay();
        }
    }

    /** Builds full leaves, as many as fit into one mini-transaction; an entry that does not fit proves that the leaf is full. */
    private int build(BTree tree, EntryBatch batch, int from) {
        int pages = 0;
        firsts[0] = from;
        while (pages < MAX_PAGES) {
            int next = buildLeaf(tree, batch, firsts[pages], pages * Page.BYTES);
            if (next == batch.count()) {
                return pages;
            }
            int at = pages * Page.BYTES;
            packedLengths[pages] = PackedBytes.pack(
                    built, at + Page.HEADER_BYTES, Page.BYTES - Page.HEADER_BYTES, packed, at, MAX_PACKED_BYTES);
            pages++;
            firsts[pages] = next;
        }
        return pages;
    }

    private int buildLeaf(BTree tree, EntryBatch batch, int from, int at) {
        memory.asSlice(at, Page.BYTES).fill((byte) 0);
        int entry = Page.BYTES;
        int slot = Node.SLOTS_OFFSET;
        int index = from;
        for (; index < batch.count(); index++) {
            int keyLength = batch.keyLength(index);
            int valueLength = batch.valueLength(index);
            int suffix = Node.suffixLength(keyLength);
            int bytes = Node.entryBytes(keyLength, valueLength);
            if (entry - bytes < slot + Node.SLOT_BYTES) {
                break;
            }
            entry -= bytes;
            memory.set(Page.LONG, at + slot, batch.prefix(index));
            memory.set(Page.SHORT, at + slot + Node.SLOT_ENTRY, (short) entry);
            memory.set(Page.SHORT, at + slot + Node.SLOT_KEY_LENGTH, (short) keyLength);
            memory.set(Page.SHORT, at + entry, (short) valueLength);
            int key = at + entry + Node.ENTRY_HEADER_BYTES;
            System.arraycopy(batch.array(), batch.key(index) + keyLength - suffix, built, key, suffix);
            System.arraycopy(batch.array(), batch.value(index), built, key + suffix, valueLength);
            slot += Node.SLOT_BYTES;
        }
        memory.set(Page.LONG, at + Node.TREE_OFFSET, tree.root());
        memory.set(Page.SHORT, at + Node.COUNT_OFFSET, (short) (index - from));
        memory.set(Page.SHORT, at + Node.HEAP_OFFSET, (short) entry);
        return index;
    }

    /** Links up to {@code pages} of the leaves built; answers how many, 0 if the tree has keys that are not below theirs. */
    private int link(BTree tree, MiniTransaction mtr, EntryBatch batch, int pages, LeafPosition leaf) {
        TreePath path = leaf.path;
        while (true) {
            int firstLength = batch.copyKey(firsts[0], separator);
            if (!appendable(tree, separator, firstLength, leaf)) {
                return 0;
            }
            long last = tree.descend(path, 0);
            if (path.rootLevel == 0) {
                return 0;
            }
            int fitting = fitting(tree, path, batch, pages);
            if (fitting == 0) {
                leaf.structure.makeRoomAbove(tree, mtr, separator, firstLength, leaf);
            } else if (fitting > 0 && tryLink(tree, mtr, batch, fitting, last, leaf)) {
                return fitting;
            }
        }
    }

    /** How many of the leaves the parent has room for; negative if it has changed. */
    private int fitting(BTree tree, TreePath path, EntryBatch batch, int pages) {
        BufferPool pool = tree.pool();
        long token = path.tokens[1];
        int free = Node.free(pool.memory(), pool.at(token));
        return pool.validate(token) ? fitting(free, batch, pages) : -1;
    }

    private int fitting(int free, EntryBatch batch, int pages) {
        int left = free;
        for (int page = 0; page < pages; page++) {
            left -= Node.SLOT_BYTES + Node.entryBytes(separatorLength(batch, page), Node.CHILD_BYTES);
            if (left < 0) {
                return page;
            }
        }
        return pages;
    }

    /** Length of the shortest key that is above all of the leaf before and not above the first of this one. */
    private int separatorLength(EntryBatch batch, int page) {
        int first = firsts[page];
        if (page == 0) {
            return batch.keyLength(first);
        }
        int below = batch.key(first - 1);
        int key = batch.key(first);
        int common = 0;
        int shorter = Math.min(batch.keyLength(first - 1), batch.keyLength(first));
        while (common < shorter && batch.array()[below + common] == batch.array()[key + common]) {
            common++;
        }
        return Math.min(batch.keyLength(first), common + 1);
    }

    private boolean tryLink(
            BTree tree, MiniTransaction mtr, EntryBatch batch, int pages, long lastLeaf, LeafPosition leaf) {
        SpacePlan plan = leaf.plan;
        TreePath path = leaf.path;
        boolean done = false;
        try {
            long near = lastLeaf;
            for (int page = 0; page < pages; page++) {
                near = plan.reserve(mtr, tree.root(), near);
                numbers[page] = near;
            }
            mtr.begin(2 + 2 * pages);
            try {
                int parent = mtr.fix(path.pages[1]);
                int last = mtr.fix(lastLeaf);
                plan.fixMaps(mtr);
                for (int page = 0; page < pages; page++) {
                    frames[page] = mtr.fixNew(numbers[page]);
                }
                mtr.latch(parent);
                if (!mtr.latchedAt(parent, path.tokens[1])) {
                    return false;
                }
                mtr.latch(last);
                int length = batch.copyKey(firsts[0], separator);
                if (!above(mtr, last, length)) {
                    return false;
                }
                for (int page = 0; page < pages; page++) {
                    mtr.latch(frames[page]);
                }
                plan.latchMaps(mtr);
                for (int page = 0; page < pages; page++) {
                    place(mtr, frames[page], page);
                    batch.copyKey(firsts[page], separator);
                    child.set(Page.LONG, 0, numbers[page]);
                    NodeEditor.insert(
                            mtr,
                            parent,
                            Node.count(mtr.memory(), mtr.at(parent)),
                            separator,
                            separatorLength(batch, page),
                            child,
                            0,
                            Node.CHILD_BYTES);
                }
                plan.apply(mtr);
                mtr.commit();
                done = true;
            } finally {
                mtr.close();
            }
        } finally {
            plan.settle(done);
        }
        return true;
    }

    /** True if the latched last leaf has entries, and all have keys below the separator. */
    private boolean above(MiniTransaction mtr, int last, int length) {
        long at = mtr.at(last);
        int count = Node.count(mtr.memory(), at);
        int index = Node.search(mtr.memory(), at, separator, length, Node.prefix(separator, length));
        return count > 0 && ~index == count;
    }

    private void place(MiniTransaction mtr, int frame, int page) {
        int from = page * Page.BYTES + Page.HEADER_BYTES;
        mtr.initialise(frame, PageType.TREE_NODE);
        int length = Page.BYTES - Page.HEADER_BYTES;
        if (packedLengths[page] > 0) {
            mtr.setPacked(
                    frame, Page.HEADER_BYTES, built, from, length, packed, page * Page.BYTES, packedLengths[page]);
        } else {
            mtr.image(frame);
            MemorySegment.copy(
                    built, from, mtr.memory(), ValueLayout.JAVA_BYTE, mtr.at(frame) + Page.HEADER_BYTES, length);
        }
    }
}
