package org.borealisdb.engine.transaction;

import java.util.ArrayDeque;
import java.util.Arrays;
import org.borealisdb.engine.activity.TaskCounts;
import org.borealisdb.engine.btree.BTree;
import org.borealisdb.engine.btree.EntryBuffer;
import org.borealisdb.engine.btree.LeafPosition;
import org.borealisdb.engine.btree.OverflowPages;
import org.borealisdb.engine.btree.TreeCursor;
import org.borealisdb.engine.btree.TreePath;
import org.borealisdb.engine.buffer.BufferPool;
import org.borealisdb.engine.mtr.MiniTransaction;
import org.borealisdb.engine.space.PageAllocator;
import org.borealisdb.engine.undo.RowVersion;
import org.borealisdb.engine.undo.UndoRecord;
import org.borealisdb.expr.value.ByteSink;

/**
 * What a task needs to work on the database, made once and used again: a mini-transaction and buffers. A session has one for
 * all its transactions, each background task has its own. Used by one task at a time.
 */
public final class Workspace {
    /** That are kept though nobody uses them. */
    private static final int MOST_CURSORS = 8;

    /** Of so many paths, by a hash of the tree. */
    private static final int PATH_BITS = 3;

    private final TaskCounts counts = new TaskCounts();
    private final MiniTransaction mtr;
    private final UndoRecord undo = new UndoRecord();
    private final RowVersion current = new RowVersion();
    private final RowVersion written = new RowVersion();
    private final RowVersion other = new RowVersion();
    private final LeafPosition leaf;
    private final OverflowPages overflow;
    private final TreePath[] paths = new TreePath[1 << PATH_BITS];
    private final EntryBuffer value = new EntryBuffer();
    private final ByteSink key = new ByteSink();
    private final ByteSink otherKey = new ByteSink();
    /** Cursors that nobody uses: each has room for a leaf, which is dear to make for a single key. */
    private final ArrayDeque<TreeCursor> cursors = new ArrayDeque<>();

    private Runnable atStep = () -> {};

    public Workspace(BufferPool pool, PageAllocator allocator) {
        this.mtr = new MiniTransaction(pool, counts);
        this.leaf = new LeafPosition(allocator);
        this.overflow = new OverflowPages(mtr, allocator);
        Arrays.setAll(paths, _ -> new TreePath(counts));
    }

    /** Returns what counts the task's work. */
    public TaskCounts counts() {
        return counts;
    }

    public MiniTransaction mtr() {
        return mtr;
    }

    /** Sets what is done in each step of work that may take long: it gives way to others, and fails if nobody wants the work any more. */
    public void setAtStep(Runnable action) {
        atStep = action;
    }

    /** Takes a step of work that may take long, with no page and no latch held. */
    public void step() {
        atStep.run();
    }

    /** Lends a cursor over a tree. */
    public TreeCursor cursor(BTree tree) {
        TreeCursor free = cursors.pollFirst();
        return free == null ? new TreeCursor(tree, counts) : free.over(tree);
    }

    /** Takes a cursor back, which nobody uses any more. */
    public void giveBack(TreeCursor cursor) {
        if (cursors.size() < MOST_CURSORS) {
            cursors.addFirst(cursor);
        }
    }

    /** The undo record read last. */
    public UndoRecord undo() {
        return undo;
    }

    /** The place in a latched leaf that the mini-transaction works on. */
    public LeafPosition leaf() {
        return leaf;
    }

    /** Reads and writes rows that are too long for a leaf. */
    public OverflowPages overflow() {
        return overflow;
    }

    /** The way to a leaf of a tree that is read: that of last time, as a rule. */
    public TreePath path(BTree tree) {
        return paths[(int) ((tree.root() * 0x9E3779B97F4A7C15L) >>> (Long.SIZE - PATH_BITS))];
    }

    /** The value read from a tree last. */
    public EntryBuffer value() {
        return value;
    }

    /** The newest version of the row at hand. */
    public RowVersion current() {
        return current;
    }

    /** The version about to be written. */
    public RowVersion written() {
        return written;
    }

    /** A version found on the way back through the undo of the row at hand. */
    public RowVersion other() {
        return other;
    }

    /** Room for the key at hand. */
    public ByteSink key() {
        return key;
    }

    /** Room for a key to compare it with. */
    public ByteSink otherKey() {
        return otherKey;
    }
}
