package org.borealisdb.engine.table;

import java.lang.foreign.MemorySegment;
import org.borealisdb.engine.btree.BTree;
import org.borealisdb.engine.btree.LeafPosition;
import org.borealisdb.engine.buffer.BufferPool;
import org.borealisdb.engine.mtr.MiniTransaction;
import org.borealisdb.engine.space.OwnerDrop;
import org.borealisdb.engine.space.PageAllocator;
import org.borealisdb.engine.transaction.Transaction;
import org.borealisdb.engine.transaction.Workspace;
import org.borealisdb.engine.undo.RowVersion;
import org.borealisdb.engine.undo.UndoKind;
import org.borealisdb.engine.undo.UndoLog;
import org.borealisdb.engine.undo.UndoPointer;
import org.borealisdb.engine.undo.UndoRange;
import org.borealisdb.engine.undo.UndoRecord;
import org.borealisdb.engine.undo.UndoStream;
import org.borealisdb.expr.value.ByteSink;
import org.borealisdb.redo.page.RowHeader;

/**
 * Makes and drops trees and sequences as part of a transaction: undone with it, and given back only when no view can need them (R20).
 */
public final class TreeStore {
    private static final byte[] NO_KEY = {};

    private final BufferPool pool;
    private final PageAllocator allocator;
    private final UndoLog undo;
    private final TableRegistry tables;
    private final UnpurgedChanges unpurged;
    private final BTree sequences;

    TreeStore(
            BufferPool pool,
            PageAllocator allocator,
            UndoLog undo,
            TableRegistry tables,
            UnpurgedChanges unpurged,
            BTree sequences) {
        this.pool = pool;
        this.allocator = allocator;
        this.undo = undo;
        this.tables = tables;
        this.unpurged = unpurged;
        this.sequences = sequences;
    }

    /** The tree with this root. */
    public BTree open(long treeId) {
        return new BTree(pool, treeId);
    }

    /** Makes an empty tree; it is given back if the transaction is rolled back. */
    public BTree create(Transaction transaction) {
        Workspace workspace = transaction.workspace();
        BTree tree = open(BTree.create(workspace.mtr(), workspace.leaf()));
        log(transaction, UndoKind.TREE_CREATED, tree.root());
        return tree;
    }

    /** Drops a tree: when the transaction is committed and no view is older, its pages are given back. */
    public void drop(Transaction transaction, long treeId) {
        log(transaction, UndoKind.TREE_DROPPED, treeId);
        transaction.dropsTree(treeId);
    }

    /** Notes that the transaction has made a sequence. */
    public void sequenceCreated(Transaction transaction, long sequenceId) {
        log(transaction, UndoKind.SEQUENCE_CREATED, sequenceId);
    }

    /** Notes that the transaction drops a sequence. */
    public void sequenceDropped(Transaction transaction, long sequenceId) {
        log(transaction, UndoKind.SEQUENCE_DROPPED, sequenceId);
    }

    /**
     * Notes that rows are about to be inserted between two keys, where none are: each with the header of this change.
     *
     * @param header gets that header
     */
    void rangeInserted(Transaction transaction, long treeId, UndoRange range, MemorySegment header) {
        int change = transaction.changes();
        unpurged.beginRange(treeId);
        log(transaction, UndoKind.RANGE, treeId, range.encode());
        RowHeader.put(header, 0, transaction.id(), transaction.lastUndo(), change, 0);
    }

    private void log(Transaction transaction, UndoKind kind, long treeId) {
        log(transaction, kind, treeId, NO_KEY);
    }

    private void log(Transaction transaction, UndoKind kind, long treeId, byte[] key) {
        Workspace workspace = transaction.workspace();
        MiniTransaction mtr = workspace.mtr();
        UndoStream stream = undo.streamOf(transaction.assignId());
        transaction.checkRoomForChange();
        RowVersion none = workspace.written();
        none.clear();
        while (true) {
            long tail = stream.tail();
            mtr.begin(1);
            try {
                int page = mtr.fix(tail);
                mtr.latch(page);
                if (undo.fits(mtr, page, stream, UndoRecord.length(key.length, 0))) {
                    long pointer = undo.pointer(mtr, page);
                    int length = UndoRecord.encode(
                            mtr.scratch().firstMemory(),
                            0,
                            kind,
                            transaction.id(),
                            transaction.lastUndo(),
                            transaction.changes(),
                            treeId,
                            key,
                            key.length,
                            none);
                    undo.append(mtr, page, mtr.scratch().first(), length);
                    stream.changed();
                    transaction.changed(pointer);
                    mtr.commit();
                    return;
                }
            } finally {
                mtr.close();
            }
            undo.grow(mtr, stream, tail);
        }
    }

    /** Begins to give a tree's pages back: nobody can reach it any more. */
    OwnerDrop discarding(long treeId) {
        tables.remove(treeId);
        return allocator.drop(treeId);
    }

    /** Gives all pages of a tree back, and marks the undo record at {@code pointer}, which says that it was to go, as dealt with. */
    void discard(Workspace workspace, long treeId, long pointer) {
        discarding(treeId).finish(workspace.mtr(), done(pointer));
    }

    /** Marks the undo record at {@code pointer} as dealt with for good, together with the freeing of a tree's last page: so a tree made in its place is safe from it. */
    static OwnerDrop.Last done(long pointer) {
        return new OwnerDrop.Last() {
            private int page;

            @Override
            public void fix(MiniTransaction mtr) {
                page = mtr.fix(UndoPointer.page(pointer));
            }

            @Override
            public void latch(MiniTransaction mtr) {
                mtr.latch(page);
            }

            @Override
            public void edit(MiniTransaction mtr) {
                UndoLog.markDone(mtr, page, pointer);
            }
        };
    }

    /** True if the first page of a tree is still its own: then it cannot have become another tree. */
    boolean stands(long treeId) {
        return allocator.owns(treeId, treeId);
    }

    /** Removes a sequence's state now. Does nothing if it is gone already. */
    void discardSequence(Workspace workspace, long sequenceId) {
        byte[] key = sequenceKey(sequenceId);
        MiniTransaction mtr = workspace.mtr();
        LeafPosition leaf = workspace.leaf();
        mtr.begin(1);
        try {
            sequences.findForUpdate(mtr, key, key.length, leaf);
            if (leaf.found()) {
                leaf.delete();
                mtr.commit();
            }
        } finally {
            mtr.close();
        }
    }

    /** The key of a sequence's state in the tree of sequences. */
    public static byte[] sequenceKey(long sequenceId) {
        return new ByteSink().putLong(sequenceId).toBytes();
    }

    /** Marks an undo record as dealt with for good. */
    void markDone(Workspace workspace, long pointer) {
        MiniTransaction mtr = workspace.mtr();
        mtr.begin(1);
        try {
            int page = mtr.fix(UndoPointer.page(pointer));
            mtr.latch(page);
            UndoLog.markDone(mtr, page, pointer);
            mtr.commit();
        } finally {
            mtr.close();
        }
    }
}
