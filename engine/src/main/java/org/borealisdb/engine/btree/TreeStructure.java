package org.borealisdb.engine.btree;

import java.lang.foreign.MemorySegment;
import org.borealisdb.engine.buffer.BufferPool;
import org.borealisdb.engine.mtr.MiniTransaction;
import org.borealisdb.engine.space.SpacePlan;
import org.borealisdb.redo.page.Page;

/**
 * Splits nodes and frees empty ones, each step a mini-transaction that leaves a whole tree: so nothing is left to do after a crash. Belongs to a session.
 *
 * <p>A step plans its pages, fixes what it needs, latches from the top down, and checks then that everything still is as planned; if not, it gives up and the caller
 * looks again.
 */
final class TreeStructure {
    private final byte[] childBytes = new byte[Node.CHILD_BYTES];
    private final MemorySegment child = MemorySegment.ofArray(childBytes);

    private final byte[][] separators = new byte[TreePath.MAX_LEVELS][0];
    private int separatorLength;
    private boolean parentFull;

    /** See {@link BTree#makeRoom}. */
    void makeRoom(BTree tree, MiniTransaction mtr, byte[] key, int keyLength, int valueLength, LeafPosition leaf) {
        makeRoomAt(tree, mtr, 0, key, keyLength, valueLength, leaf);
    }

    /** Makes room for one more child in the parent of the leaf of a key, as {@link #makeRoom} does in a leaf. */
    void makeRoomAbove(BTree tree, MiniTransaction mtr, byte[] key, int keyLength, LeafPosition leaf) {
        makeRoomAt(tree, mtr, 1, key, keyLength, Node.CHILD_BYTES, leaf);
    }

    private void makeRoomAt(
            BTree tree, MiniTransaction mtr, int level, byte[] key, int keyLength, int valueLength, LeafPosition leaf) {
        TreePath path = leaf.path;
        while (true) {
            path.goal(TreePath.Goal.KEY, key, keyLength);
            long page = tree.descend(path, level);
            if (fits(tree, page, keyLength, valueLength)) {
                return;
            }
            parentFull = false;
            if (path.rootLevel <= level) {
                splitRoot(tree, mtr, level, keyLength, valueLength, leaf);
            } else {
                split(tree, mtr, level, page, keyLength, valueLength, leaf);
            }
            if (parentFull) {
                // The separator is kept per level, since the levels above may need separators of their own.
                byte[] separator = separators[level];
                makeRoomAt(tree, mtr, level + 1, separator, separatorLength, Node.CHILD_BYTES, leaf);
            }
        }
    }

    private static boolean fits(BTree tree, long page, int keyLength, int valueLength) {
        BufferPool pool = tree.pool();
        while (true) {
            long token = pool.readable(page, true, null);
            boolean fits = NodeEditor.fits(pool.memory(), pool.at(token), keyLength, valueLength);
            if (pool.validate(token)) {
                return fits;
            }
        }
    }

    private void split(
            BTree tree, MiniTransaction mtr, int level, long page, int keyLength, int valueLength, LeafPosition leaf) {
        SpacePlan plan = leaf.plan;
        TreePath path = leaf.path;
        boolean done = false;
        long newPage = plan.reserve(mtr, tree.root(), page);
        try {
            mtr.begin(4);
            try {
                int parent = mtr.fix(path.pages[level + 1]);
                int left = mtr.fix(page);
                plan.fixMaps(mtr);
                int right = mtr.fixNew(newPage);
                mtr.latch(parent);
                if (!mtr.latchedAt(parent, path.tokens[level + 1])) {
                    return;
                }
                mtr.latch(left);
                MemorySegment memory = mtr.memory();
                long at = mtr.at(left);
                if (NodeEditor.fits(memory, at, keyLength, valueLength)) {
                    return;
                }
                int index = splitIndex(memory, at, path, level);
                separate(mtr, at, index, level, path);
                if (!NodeEditor.fits(memory, mtr.at(parent), separatorLength, Node.CHILD_BYTES)) {
                    parentFull = true;
                    return;
                }
                mtr.latch(right);
                plan.latchMaps(mtr);
                NodeEditor.initialise(mtr, right, tree.root(), level);
                raiseTransaction(mtr, left, right);
                NodeEditor.moveEntries(mtr, left, right, index);
                insertChild(mtr, parent, path.slots[level + 1] + 1, separators[level], separatorLength, newPage);
                plan.apply(mtr);
                mtr.commit();
                done = true;
            } finally {
                mtr.close();
            }
        } finally {
            plan.settle(done);
        }
    }

    /** The root's entries move to two new nodes, so that the root can stay where it is, one level higher. */
    private void splitRoot(
            BTree tree, MiniTransaction mtr, int level, int keyLength, int valueLength, LeafPosition leaf) {
        SpacePlan plan = leaf.plan;
        boolean done = false;
        long leftPage = plan.reserve(mtr, tree.root(), tree.root());
        try {
            long rightPage = plan.reserve(mtr, tree.root(), leftPage);
            mtr.begin(5);
            try {
                int root = mtr.fix(tree.root());
                plan.fixMaps(mtr);
                int left = mtr.fixNew(leftPage);
                int right = mtr.fixNew(rightPage);
                mtr.latch(root);
                MemorySegment memory = mtr.memory();
                long at = mtr.at(root);
                if (Node.level(memory, at) != level || NodeEditor.fits(memory, at, keyLength, valueLength)) {
                    return;
                }
                int index = splitIndex(memory, at, leaf.path, level);
                separate(mtr, at, index, level, leaf.path);
                mtr.latch(left);
                mtr.latch(right);
                plan.latchMaps(mtr);
                NodeEditor.initialise(mtr, left, tree.root(), level);
                NodeEditor.initialise(mtr, right, tree.root(), level);
                raiseTransaction(mtr, root, left);
                raiseTransaction(mtr, root, right);
                NodeEditor.appendEntries(mtr, root, left, 0, index);
                NodeEditor.appendEntries(mtr, root, right, index, Node.count(memory, at));
                mtr.setShort(root, Node.LEVEL_OFFSET, level + 1);
                mtr.setShort(root, Node.COUNT_OFFSET, 0);
                mtr.setShort(root, Node.HEAP_OFFSET, 0);
                mtr.setShort(root, Node.GARBAGE_OFFSET, 0);
                insertChild(mtr, root, 0, separators[level], 0, leftPage);
                insertChild(mtr, root, 1, separators[level], separatorLength, rightPage);
                plan.apply(mtr);
                mtr.commit();
                done = true;
            } finally {
                mtr.close();
            }
        } finally {
            plan.settle(done);
        }
    }

    /**
     * Where to split: in the middle by bytes; but at the end, if the tree grows there: then nodes are left full, not half full. A leaf may get an empty right sibling,
     * which the entry that needs the room will go to.
     */
    private static int splitIndex(MemorySegment memory, long at, TreePath path, int level) {
        int count = Node.count(memory, at);
        int found = Node.search(memory, at, path.key, path.keyLength, path.prefix);
        if (~found == count && path.rightmost(level)) {
            return level == 0 ? count : count - 1;
        }
        int half = (Node.CAPACITY - Node.free(memory, at)) / 2;
        int bytes = 0;
        int index = 0;
        while (index < count - 1 && bytes < half) {
            bytes += Node.SLOT_BYTES + Node.entryBytes(memory, at, index);
            index++;
        }
        return Math.max(1, index);
    }

    /** Puts the shortest key that is above all before {@code index} and not above all behind it into the separator. */
    private void separate(MiniTransaction mtr, long at, int index, int level, TreePath path) {
        MemorySegment memory = mtr.memory();
        byte[] first = mtr.scratch().first();
        byte[] second = mtr.scratch().second();
        if (separators[level].length == 0) {
            separators[level] = new byte[BTree.MAX_KEY_BYTES];
        }
        byte[] separator = separators[level];
        byte[] right = second;
        int rightLength;
        if (index < Node.count(memory, at)) {
            rightLength = Node.keyLength(memory, at, index);
            Node.copyKey(memory, at, index, second);
        } else {
            rightLength = path.keyLength;
            right = path.key;
        }
        if (level > 0) {
            separatorLength = rightLength;
        } else {
            int leftLength = Node.keyLength(memory, at, index - 1);
            Node.copyKey(memory, at, index - 1, first);
            int common = 0;
            while (common < Math.min(leftLength, rightLength) && first[common] == right[common]) {
                common++;
            }
            separatorLength = Math.min(rightLength, common + 1);
        }
        System.arraycopy(right, 0, separator, 0, separatorLength);
    }

    private void insertChild(MiniTransaction mtr, int parent, int index, byte[] separator, int length, long page) {
        child.set(Page.LONG, 0, page);
        NodeEditor.insert(mtr, parent, index, separator, length, child, 0, Node.CHILD_BYTES);
    }

    private static void raiseTransaction(MiniTransaction mtr, int from, int to) {
        long highest = Node.highestTransaction(mtr.memory(), mtr.at(from));
        if (highest != 0) {
            mtr.setLong(to, Node.HIGHEST_TRANSACTION_OFFSET, highest);
        }
    }

    /** See {@link BTree#reclaim}. */
    void reclaim(BTree tree, MiniTransaction mtr, byte[] key, int keyLength, LeafPosition leaf) {
        TreePath path = leaf.path;
        path.goal(TreePath.Goal.KEY, key, keyLength);
        long page = tree.descend(path, 0);
        path.pages[0] = page;
        int ancestor = 1;
        while (ancestor <= path.rootLevel && path.counts[ancestor] == 1) {
            ancestor++;
        }
        if (ancestor <= path.rootLevel && ancestor < SpacePlan.MAX_PAGES && isEmpty(tree, page)) {
            cutOff(tree, mtr, ancestor, leaf);
        }
        while (lowerRoot(tree, mtr, leaf)) {
            // A root with one child takes the child's place, until it has two children or is a leaf.
            tree.pool().tasks().giveWay();
        }
    }

    private static boolean isEmpty(BTree tree, long page) {
        BufferPool pool = tree.pool();
        while (true) {
            long token = pool.readable(page, true, null);
            boolean empty = Node.count(pool.memory(), pool.at(token)) == 0;
            if (pool.validate(token)) {
                return empty;
            }
        }
    }

    /** Frees the empty leaf and the nodes above it, up to the ancestor, that have no other child. The range goes to a neighbour. */
    private static void cutOff(BTree tree, MiniTransaction mtr, int ancestor, LeafPosition leaf) {
        SpacePlan plan = leaf.plan;
        TreePath path = leaf.path;
        boolean done = false;
        for (int level = ancestor - 1; level >= 0; level--) {
            plan.willFree(tree.root(), path.pages[level]);
        }
        try {
            mtr.begin(1 + 2 * ancestor);
            try {
                for (int level = ancestor; level >= 0; level--) {
                    mtr.fix(path.pages[level]);
                }
                plan.fixMaps(mtr);
                for (int level = ancestor; level > 0; level--) {
                    mtr.latch(ancestor - level);
                    if (!mtr.latchedAt(ancestor - level, path.tokens[level])) {
                        return;
                    }
                }
                mtr.latch(ancestor);
                if (Node.count(mtr.memory(), mtr.at(ancestor)) != 0) {
                    return;
                }
                plan.latchMaps(mtr);
                NodeEditor.remove(mtr, 0, path.slots[ancestor]);
                for (int page = 1; page <= ancestor; page++) {
                    SpacePlan.free(mtr, page);
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
    }

    /** If the root has a single child, copies the child into it and frees the child; true if so. */
    private static boolean lowerRoot(BTree tree, MiniTransaction mtr, LeafPosition leaf) {
        TreePath path = leaf.path;
        path.goal(TreePath.Goal.FIRST, path.key, 0);
        long lowest = tree.descend(path, 0);
        int level = path.rootLevel;
        if (level == 0 || path.counts[level] != 1) {
            return false;
        }
        SpacePlan plan = leaf.plan;
        boolean done = false;
        long only = level == 1 ? lowest : path.pages[level - 1];
        plan.willFree(tree.root(), only);
        try {
            mtr.begin(3);
            try {
                int root = mtr.fix(tree.root());
                int child = mtr.fix(only);
                plan.fixMaps(mtr);
                mtr.latch(root);
                if (!mtr.latchedAt(root, path.tokens[level])) {
                    return true;
                }
                mtr.latch(child);
                plan.latchMaps(mtr);
                mtr.setShort(root, Node.LEVEL_OFFSET, level - 1);
                mtr.setShort(root, Node.COUNT_OFFSET, 0);
                mtr.setShort(root, Node.HEAP_OFFSET, 0);
                mtr.setShort(root, Node.GARBAGE_OFFSET, 0);
                raiseTransaction(mtr, child, root);
                NodeEditor.appendEntries(mtr, child, root, 0, Node.count(mtr.memory(), mtr.at(child)));
                SpacePlan.free(mtr, child);
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
}
