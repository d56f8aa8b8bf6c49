package org.borealisdb.engine.btree;

import java.lang.foreign.MemorySegment;
import org.borealisdb.engine.activity.TaskCounts;
import org.borealisdb.engine.buffer.BufferPool;
import org.borealisdb.engine.mtr.MiniTransaction;
import org.borealisdb.engine.space.OwnerDrop;
import org.borealisdb.engine.space.PageAllocator;
import org.borealisdb.redo.page.Page;

/**
 * A B+tree of byte keys, in unsigned lexicographic order, with byte values; named by its root page, which never moves. Safe for use by all tasks, each with its own
 * {@link TreePath}, {@link LeafPosition} and {@link TreeCursor}.
 *
 * <p><b>Why a descent is right.</b> A node's range of keys is given by its parent alone. Ranges change only when the parent is changed, under its latch, in the mini-transaction
 * that splits or frees the child. A descent reads the child's number from the parent, makes the child readable (or latches it), and then validates the parent: if the parent is
 * unchanged, the child was its child, with that range, at that moment. A child that was freed, or even used again for something else, was first cut off
 * from its parent, so this check fails and the descent begins anew. There are no links between siblings to keep right: scans go on by
 * descending to the bound of the leaf that they have finished.
 */
public final class BTree {
    /** Longest key. */
    public static final int MAX_KEY_BYTES = 2704;

    /** Longest key and value together: three entries fit into any node. */
    public static final int MAX_ENTRY_BYTES = Node.CAPACITY / 3 - Node.SLOT_BYTES - Node.ENTRY_HEADER_BYTES;

    private final BufferPool pool;
    private final MemorySegment memory;
    private final long root;

    /** The tree with that root page. */
    public BTree(BufferPool pool, long root) {
        this.pool = pool;
        this.memory = pool.memory();
        this.root = root;
    }

    /**
     * Makes an empty tree, in a mini-transaction of its own.
     *
     * @return its root page
     */
    public static long create(MiniTransaction mtr, LeafPosition leaf) {
        boolean done = false;
        long root = leaf.plan.reserve(mtr, 0, 0);
        try {
            mtr.begin(2);
            try {
                leaf.plan.fixMaps(mtr);
                int page = mtr.fixNew(root);
                mtr.latch(page);
                leaf.plan.latchMaps(mtr);
                NodeEditor.initialise(mtr, page, root, 0);
                leaf.plan.apply(mtr);
                mtr.commit();
                done = true;
            } finally {
                mtr.close();
            }
        } finally {
            leaf.plan.settle(done);
        }
        return root;
    }

    /** Frees all pages of a tree that nobody uses any more. */
    public void drop(MiniTransaction idle, PageAllocator allocator) {
        allocator.drop(root).finish(idle, OwnerDrop.Last.NOTHING);
    }

    /** Its name: the number of its root page. */
    public long root() {
        return root;
    }

    /**
     * Copies the value of a key to {@code out}; false if there is none. A path that has led to the key's leaf before saves the descent.
     *
     * <p>Why that is right: leaf and parent are both validated after the search, by tokens that are older than it. So there was a moment in between at which the leaf was the parent's child
     * for a range that has the key, with the entries that were found.
     */
    public boolean get(byte[] key, int keyLength, TreePath path, EntryBuffer out) {
        boolean known = path.ledThrough(this);
        path.goal(TreePath.Goal.KEY, key, keyLength);
        while (true) {
            known = known && knowsLeaf(path);
            long token = known ? path.leaf : readableLeaf(path, true);
            if (token < 0) {
                continue;
            }
            long at = pool.at(token);
            int index = known
                    ? Node.searchFrom(memory, at, path.found, key, keyLength, path.prefix)
                    : Node.search(memory, at, key, keyLength, path.prefix);
            boolean sound = index < 0 ? index != Node.TORN : Node.sound(memory, at, index);
            if (index >= 0 && sound) {
                int length = Node.valueLength(memory, at, index);
                // The bytes may have changed since they were looked at; whatever they say now, copy within the page.
                int value = Math.min(Node.value(memory, at, index), Page.BYTES - Math.min(length, Page.BYTES));
                out.set(memory, at + value, Math.min(length, Page.BYTES));
            }
            if (pool.validate(token) && (!known || pool.validate(path.tokens[1]))) {
                checkWhole(!sound, path);
                path.leadsTo(this, token, index < 0 ? ~index : index);
                return index >= 0;
            }
            known = false;
        }
    }

    /** Whether the leaf that the path has led to is that of its key now, as far as its parent says so without a look at the nodes above; to be validated. */
    private boolean knowsLeaf(TreePath path) {
        long at = pool.at(path.tokens[1]);
        int slot = path.slots[1];
        boolean first = slot == 0;
        boolean last = slot == path.counts[1] - 1;
        if ((first || last) && path.rootLevel > 1) {
            // The bound is in a node above.
            return false;
        }
        boolean known = (first || Node.order(memory, at, slot, path) <= 0)
                && (last || Node.order(memory, at, slot + 1, path) > 0);
        if (known) {
            path.work.pageUsed();
        }
        return known;
    }

    /** Has the leaf of a key read soon, unless it is in the pool or the path's last one, which was asked for; true if it is. */
    public boolean readAhead(byte[] key, int keyLength, TreePath path) {
        path.goal(TreePath.Goal.KEY, key, keyLength);
        long leaf = descend(path, 0);
        boolean known = leaf == path.leaf;
        path.leaf = leaf;
        if (known || path.rootLevel == 0 || !pool.readAhead(leaf)) {
            return false;
        }
        TaskCounts.pageRead(path.work);
        return true;
    }

    /**
     * Pins and latches the leaf that has, or would have, the key, and puts {@code leaf} there. The session may have fixed other pages before, and must latch them afterwards.
     */
    public void findForUpdate(MiniTransaction mtr, byte[] key, int keyLength, LeafPosition leaf) {
        checkKey(keyLength);
        TreePath path = leaf.path;
        path.work = mtr.counts();
        path.goal(TreePath.Goal.KEY, key, keyLength);
        int fixedBefore = mtr.fixedCount();
        while (true) {
            int page = mtr.fix(descend(path, 0));
            mtr.latch(page);
            long at = mtr.at(page);
            boolean covers = path.rootLevel == 0
                    ? Node.isNode(memory, at) && Node.level(memory, at) == 0
                    : pool.validate(path.tokens[1]);
            if (covers) {
                int index = Node.search(memory, at, key, keyLength, path.prefix);
                checkWhole(index == Node.TORN, path);
                leaf.place(mtr, page, index, key, keyLength);
                return;
            }
            mtr.unlatchAll();
            mtr.unfixTo(fixedBefore);
        }
    }

    /** Splits nodes, in mini-transactions of its own, until an entry of that size fits into the leaf of its key, for the moment. */
    public void makeRoom(MiniTransaction idle, byte[] key, int keyLength, int valueLength, LeafPosition leaf) {
        checkKey(keyLength);
        if (keyLength + valueLength > MAX_ENTRY_BYTES) {
            throw new IllegalArgumentException(
                    "an entry of " + (keyLength + valueLength) + " bytes is longer than " + MAX_ENTRY_BYTES);
        }
        leaf.structure.makeRoom(this, idle, key, keyLength, valueLength, leaf);
    }

    /** Takes the leaf of a key out of the tree, in mini-transactions of its own, if it is empty: to be called when a deletion has emptied it. */
    public void reclaim(MiniTransaction idle, byte[] key, int keyLength, LeafPosition leaf) {
        leaf.structure.reclaim(this, idle, key, keyLength, leaf);
    }

    BufferPool pool() {
        return pool;
    }

    /** A token of the leaf that the path's goal leads to; negative if the leaf was cut off meanwhile. */
    long readableLeaf(TreePath path, boolean keep) {
        long page = descend(path, 0);
        path.work.pageUsed();
        long token = pool.readable(page, keep, path.work);
        long at = pool.at(token);
        if (path.rootLevel > 0) {
            return pool.validate(path.tokens[1]) ? token : -1;
        }
        return Node.isNode(memory, at) && Node.level(memory, at) == 0 ? token : -1;
    }

    /**
     * Walks from the root to {@code toLevel}. Afterwards the path has the nodes above it.
     *
     * @return the page number of the node there; the root, if the tree is not that high
     */
    long descend(TreePath path, int toLevel) {
        while (true) {
            long found = tryDescend(path, toLevel);
            if (found >= 0) {
                return found;
            }
        }
    }

    private long tryDescend(TreePath path, int toLevel) {
        path.clear();
        long page = root;
        path.work.pageUsed();
        long token = pool.readable(page, true, path.work);
        int level = Node.level(memory, pool.at(token));
        boolean node = Node.isNode(memory, pool.at(token)) && Node.tree(memory, pool.at(token)) == root;
        if (!pool.validate(token)) {
            return -1;
        }
        if (!node || level >= TreePath.MAX_LEVELS) {
            throw new IllegalStateException("page " + root + " is not the root of a tree: it was dropped");
        }
        path.rootLevel = level;
        while (level > toLevel) {
            long at = pool.at(token);
            int index = childIndex(at, path);
            boolean sound = Node.sound(memory, at, index) && Node.level(memory, at) == level;
            long child = sound ? childAt(at, index) : -1;
            if (sound && path.fenced()) {
                noteFences(at, index, path);
            }
            path.pages[level] = page;
            path.tokens[level] = token;
            path.slots[level] = index;
            path.counts[level] = Node.count(memory, at);
            if (!pool.validate(token)) {
                return -1;
            }
            checkWhole(!sound, path);
            level--;
            if (level > toLevel) {
                path.work.pageUsed();
                long childToken = pool.readable(child, true, path.work);
                if (!pool.validate(token)) {
                    return -1;
                }
                token = childToken;
            }
            page = child;
        }
        return page;
    }

    /** Copies the page numbers of {@code count} leaves from a place in the parent that a path has found; false if that has changed since. */
    boolean children(TreePath path, int from, int count, long[] target) {
        long token = path.tokens[1];
        long at = pool.at(token);
        boolean sound = true;
        for (int i = 0; i < count && sound; i++) {
            sound = Node.sound(memory, at, from + i);
            target[i] = sound ? childAt(at, from + i) : -1;
        }
        return pool.validate(token) && sound;
    }

    private long childAt(long at, int index) {
        int value = Node.value(memory, at, index);
        return value > Page.BYTES - Node.CHILD_BYTES ? -1 : memory.get(Page.LONG, at + value);
    }

    /** The child that the path's goal leads to. The key of the first child counts as lower than all. */
    private int childIndex(long at, TreePath path) {
        int count = Node.count(memory, at);
        return switch (path.goal) {
            case FIRST -> 0;
            case LAST -> count - 1;
            case ANY -> count < 1 ? Node.TORN : path.chooser.applyAsInt(count);
            case KEY, BELOW_KEY -> {
                int found = Node.search(memory, at, path.key, path.keyLength, path.prefix);
                if (found == Node.TORN) {
                    yield -1;
                }
                int below = found < 0 ? ~found - 1 : path.goal == TreePath.Goal.KEY ? found : found - 1;
                yield Math.max(0, below);
            }
        };
    }

    private void noteFences(long at, int index, TreePath path) {
        if (index > 0 && Node.keyLength(memory, at, index) <= MAX_KEY_BYTES) {
            path.lowLength = Node.keyLength(memory, at, index);
            copyFence(at, index, path.lowFence);
        }
        if (Node.sound(memory, at, index + 1) && Node.keyLength(memory, at, index + 1) <= MAX_KEY_BYTES) {
            path.highLength = Node.keyLength(memory, at, index + 1);
            copyFence(at, index + 1, path.highFence);
        }
    }

    private void copyFence(long at, int index, byte[] target) {
        try {
            Node.copyKey(memory, at, index, target);
        } catch (IndexOutOfBoundsException _) {
            // The page is being changed under this optimistic read: make sure that the whole path is given up.
            target[0] = 0;
        }
    }

    private static void checkWhole(boolean damaged, TreePath path) {
        if (damaged) {
            throw new IllegalStateException("a tree node is damaged: " + path);
        }
    }

    private static void checkKey(int keyLength) {
        if (keyLength > MAX_KEY_BYTES) {
            throw new IllegalArgumentException("a key of " + keyLength + " bytes is longer than " + MAX_KEY_BYTES);
        }
    }
}
