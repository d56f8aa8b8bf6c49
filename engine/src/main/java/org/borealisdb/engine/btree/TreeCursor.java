package org.borealisdb.engine.btree;

import org.borealisdb.engine.activity.TaskCounts;
import org.borealisdb.engine.buffer.BufferPool;

/**
 * Scans a tree in either direction. Works on a copy of one leaf at a time, each of which is the leaf as it was at one moment, and holds neither pin nor latch, so it may
 * be kept for as long as one likes. Sees every entry that is in the tree all along, each once, in order; entries that come or go meanwhile, maybe.
 *
 * <p>Seek, then {@link #next} or {@link #previous}. Belongs to a session and is used again.
 */
public final class TreeCursor {
    private final LeafCopy copy = new LeafCopy();
    private final TreePath path;
    private final byte[] bound = new byte[BTree.MAX_KEY_BYTES];
    private BTree tree;
    private final AheadLeaves ahead = new AheadLeaves();
    private long leafPage = -1;
    private int index;

    public TreeCursor(BTree tree) {
        this(tree, new TaskCounts());
    }

    /** A cursor whose pages are counted. */
    public TreeCursor(BTree tree, TaskCounts work) {
        this.tree = tree;
        this.path = new TreePath(true, work);
    }

    /** Takes another tree; it is nowhere until it seeks. */
    public TreeCursor over(BTree other) {
        tree = other;
        ahead.forget();
        leafPage = -1;
        index = 0;
        return this;
    }

    /** Goes before the first entry whose key is not below {@code key}. */
    public void seek(byte[] key, int keyLength) {
        path.goal(TreePath.Goal.KEY, key, keyLength);
        load();
        index = copy.position(key, keyLength, path.prefix) - 1;
    }

    /** Goes behind the last entry whose key is below {@code key}. */
    public void seekBelow(byte[] key, int keyLength) {
        path.goal(TreePath.Goal.BELOW_KEY, key, keyLength);
        load();
        index = copy.position(key, keyLength, path.prefix);
    }

    /** Goes before the first entry. */
    public void seekFirst() {
        path.goal(TreePath.Goal.FIRST, bound, 0);
        load();
        index = -1;
    }

    /** Goes behind the last entry. */
    public void seekLast() {
        path.goal(TreePath.Goal.LAST, bound, 0);
        load();
        index = copy.count();
    }

    /** Goes to the next entry; false, at the end, if there is none. Reads the next leaf if need be, and then may wait. */
    public boolean next() {
        while (index + 1 >= copy.count()) {
            int length = path.highLength;
            if (length < 0) {
                index = copy.count();
                return false;
            }
            System.arraycopy(path.highFence, 0, bound, 0, length);
            long read = path.work.pagesRead();
            seek(bound, length);
            ahead.passed(tree, path, path.work.pagesRead() > read, true);
        }
        index++;
        return true;
    }

    /** Goes to the entry before; false, at the beginning, if there is none. Reads the leaf before if need be, and then may wait. */
    public boolean previous() {
        while (index <= 0) {
            int length = path.lowLength;
            if (length < 0) {
                index = -1;
                return false;
            }
            System.arraycopy(path.lowFence, 0, bound, 0, length);
            long read = path.work.pagesRead();
            seekBelow(bound, length);
            ahead.passed(tree, path, path.work.pagesRead() > read, false);
        }
        index--;
        return true;
    }

    /** True if the next step in that direction needs no other leaf: a good moment to do something else is when this is false. */
    public boolean withinLeaf(boolean forward) {
        return forward ? index + 1 < copy.count() : index > 0;
    }

    public int keyLength() {
        return copy.keyLength(index);
    }

    /** Copies the key of the current entry to {@code target}, which has room for it. */
    public void copyKey(byte[] target) {
        copy.copyKey(index, target);
    }

    /** What the current value is in, until the next leaf is read: see {@link #valueOffset}. */
    public byte[] bytes() {
        return copy.bytes();
    }

    public int valueOffset() {
        return copy.value(index);
    }

    public int valueLength() {
        return copy.valueLength(index);
    }

    /** Page number of the current leaf, for locks. */
    public long leafPage() {
        return leafPage;
    }

    /** The highest transaction id of the current leaf. */
    public long highestTransactionId() {
        return copy.highestTransaction();
    }

    private void load() {
        BufferPool pool = tree.pool();
        while (true) {
            long token = tree.readableLeaf(path, false);
            if (token < 0) {
                continue;
            }
            copy.copyFrom(pool.memory(), pool.at(token));
            if (pool.validate(token)) {
                leafPage = copy.page();
                return;
            }
        }
    }
}
