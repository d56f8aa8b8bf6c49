package org.borealisdb.engine.table;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.borealisdb.engine.btree.BTree;
import org.borealisdb.engine.btree.EntryBatch;
import org.borealisdb.engine.btree.LeafPosition;
import org.borealisdb.engine.btree.TreeCursor;
import org.borealisdb.engine.mtr.MiniTransaction;
import org.borealisdb.engine.transaction.ReadView;
import org.borealisdb.engine.transaction.Transactions;
import org.borealisdb.engine.transaction.Workspace;
import org.borealisdb.engine.undo.RowVersion;
import org.borealisdb.engine.undo.UndoKind;
import org.borealisdb.engine.undo.UndoLog;
import org.borealisdb.engine.undo.UndoPointer;
import org.borealisdb.engine.undo.UndoRange;
import org.borealisdb.engine.undo.UndoRecord;
import org.borealisdb.redo.page.Page;
import org.borealisdb.redo.page.RowHeader;

/**
 * Takes changes back (R12, R17): at once for ROLLBACK TO and for a writer that meets an aborted version, in the background for
 * transactions that were rolled back or died. Idempotent: a record whose change is no longer the row's newest version is passed over.
 *
 * <p>One step takes one change back: first the index entries that only the leaving version needs, then the row. As long as the row still shows the aborted
 * version nobody sees it, and the step can begin again after a crash; afterwards nothing of it is left. That is why a
 * writer that meets an aborted version does whole steps too, and not just the row.
 */
final class Reverter {
    private static final byte[] NO_CHAIN = {};

    private final Transactions transactions;
    private final UndoLog undo;
    private final TableRegistry tables;
    private final RowReader reader;
    private final Versions versions;
    private final IndexKeeper keeper;
    private final KeyStripes stripes;
    private final TreeStore trees;
    private final OrphanedEntries orphans;

    Reverter(
            Transactions transactions,
            UndoLog undo,
            TableRegistry tables,
            RowReader reader,
            Versions versions,
            IndexKeeper keeper,
            KeyStripes stripes,
            TreeStore trees) {
        this.transactions = transactions;
        this.undo = undo;
        this.tables = tables;
        this.reader = reader;
        this.versions = versions;
        this.keeper = keeper;
        this.stripes = stripes;
        this.trees = trees;
        this.orphans = new OrphanedEntries(transactions, reader, versions, keeper, stripes);
    }

    /**
     * Takes back, newest first, the changes of a transaction from its undo record {@code from} back to {@code until}, which stays.
     */
    void revert(Workspace workspace, long from, long until) {
        UndoRecord record = new UndoRecord();
        long pointer = from;
        Optional<Set<Long>> made = Optional.empty();
        while (pointer != until && pointer != UndoPointer.NONE) {
            undo.read(pointer, record);
            switch (record.kind()) {
                case ROW -> revertRow(workspace, record, pointer);
                case RANGE -> {
                    if (made.isEmpty()) {
                        made = Optional.of(treesMade(record.previous(), until));
                    }
                    if (!made.get().contains(record.treeId())) {
                        revertRange(workspace, record, pointer);
                    }
                }
                case TREE_CREATED, TREE_DROPPED, SEQUENCE_CREATED, SEQUENCE_DROPPED ->
                    revertObject(workspace, record, pointer);
            }
            pointer = record.previous();
            transactions.pool().tasks().giveWay();
        }
    }

    /** The trees that are about to be given back as a whole: no rows need to be taken out of them one by one. */
    private Set<Long> treesMade(long from, long until) {
        Set<Long> made = new HashSet<>();
        UndoRecord record = new UndoRecord();
        long pointer = from;
        while (pointer != until && pointer != UndoPointer.NONE) {
            undo.read(pointer, record);
            if (record.kind() == UndoKind.TREE_CREATED && !record.done()) {
                made.add(record.treeId());
            }
            pointer = record.previous();
        }
        return made;
    }

    /** Gives back what was made, keeps what was dropped, and marks the record, so that purge does not take it for a lasting change. */
    private void revertObject(Workspace workspace, UndoRecord record, long pointer) {
        if (record.done()) {
            return;
        }
        if (record.kind() == UndoKind.TREE_CREATED) {
            trees.discard(workspace, record.treeId(), pointer);
            return;
        }
        if (record.kind() == UndoKind.SEQUENCE_CREATED) {
            trees.discardSequence(workspace, record.treeId());
        }
        trees.markDone(workspace, pointer);
    }

    private void revertRow(Workspace workspace, UndoRecord record, long pointer) {
        Optional<Table> table = tables.find(record.treeId());
        if (table.isPresent()) {
            step(workspace, table.get(), record.key(), record.transactionId(), pointer);
        } else if (record.before().exists() && !record.done()) {
            // A table that is not known any more was made by a dead transaction, or dropped: its tree goes as a whole,
            // and purge must not take the record for one of the tree that gets its name (R30).
            trees.markDone(workspace, pointer);
        }
    }

    private void revertRange(Workspace workspace, UndoRecord record, long pointer) {
        long writer = record.transactionId();
        UndoRange range = UndoRange.decode(record.key());
        tables.find(record.treeId()).ifPresent(table -> {
            TreeCursor cursor = new TreeCursor(table.tree(), workspace.counts());
            cursor.seek(range.low(), range.low().length);
            EntryBatch found = new EntryBatch(Page.BYTES);
            byte[] key = new byte[BTree.MAX_KEY_BYTES];
            boolean within = cursor.next();
            while (within) {
                int length = cursor.keyLength();
                cursor.copyKey(key);
                if (range.isBelow(key, length)) {
                    break;
                }
                int at = cursor.valueOffset();
                if (RowHeader.transactionId(cursor.bytes(), at) == writer
                        && RowHeader.undoPointer(cursor.bytes(), at) == pointer) {
                    found.add(key, length, 0, key, 0, 0);
                }
                if (!cursor.withinLeaf(true)) {
                    revertInserted(workspace, table, found, writer, pointer);
                    transactions.pool().tasks().giveWay();
                }
                within = cursor.next();
            }
            revertInserted(workspace, table, found, writer, pointer);
        });
    }

    /** Removes rows that were inserted by one change, if that is still their newest. */
    private void revertInserted(Workspace workspace, Table table, EntryBatch keys, long writer, long pointer) {
        byte[] key = new byte[BTree.MAX_KEY_BYTES];
        int index = 0;
        while (index < keys.count()) {
            if (table.indexes().isEmpty()) {
                index = removeInserted(workspace, table, keys, index, writer, pointer);
            } else {
                step(workspace, table, Arrays.copyOf(key, keys.copyKey(index, key)), writer, pointer);
                index++;
            }
        }
        keys.clear();
    }

    /** Removes rows of one leaf of a table without indexes, in one mini-transaction; answers the first that may be in another leaf. */
    private static int removeInserted(
            Workspace workspace, Table table, EntryBatch keys, int from, long writer, long pointer) {
        MiniTransaction mtr = workspace.mtr();
        LeafPosition leaf = workspace.leaf();
        RowVersion found = workspace.other();
        byte[] key = new byte[BTree.MAX_KEY_BYTES];
        byte[] next = new byte[BTree.MAX_KEY_BYTES];
        int length = keys.copyKey(from, key);
        int index = from;
        boolean changed = false;
        boolean emptied = false;
        mtr.begin(1);
        try {
            table.tree().findForUpdate(mtr, key, length, leaf);
            boolean covered = true;
            while (covered) {
                RowWriter.read(mtr, leaf, found);
                if (found.sameVersion(writer, pointer)) {
                    emptied = leaf.delete();
                    changed = true;
                }
                index++;
                covered = index < keys.count() && leaf.advance(next, keys.copyKey(index, next));
                byte[] passed = covered ? key : next;
                key = covered ? next : key;
                next = passed;
            }
            if (changed) {
                mtr.commit();
            }
        } finally {
            mtr.close();
        }
        if (emptied) {
            length = keys.copyKey(from, key);
            table.tree().reclaim(mtr, key, length, leaf);
        }
        return index;
    }

    /** Takes back all changes by aborted transactions that stand at the top of a row. */
    void revertAborted(Workspace workspace, Table table, byte[] primaryKey) {
        RowVersion newest = new RowVersion();
        while (true) {
            reader.newest(workspace, table, primaryKey, newest);
            if (!newest.exists()
                    || transactions.running(newest.transactionId()).isPresent()
                    || !transactions.aborted(newest.transactionId())) {
                return;
            }
            step(workspace, table, primaryKey, newest.transactionId(), newest.undoPointer());
        }
    }

    private void step(Workspace workspace, Table table, byte[] primaryKey, long writer, long pointer) {
        while (!tryStep(workspace, table, primaryKey, writer, pointer)) {
            orphans.remove(workspace, table);
        }
    }

    /** Takes a change back; false if entries have to be looked for first. */
    private boolean tryStep(Workspace workspace, Table table, byte[] primaryKey, long writer, long pointer) {
        int[] taken = {KeyStripes.stripe(table.treeId(), primaryKey, primaryKey.length)};
        int count = stripes.take(taken, 1);
        try (ReadView pin = transactions.pinHorizon()) {
            RowVersion leaving = new RowVersion();
            reader.newest(workspace, table, primaryKey, leaving);
            if (!leaving.sameVersion(writer, pointer)) {
                return true;
            }
            RowVersion staying = new RowVersion();
            staying.copyFrom(versions.record(workspace, leaving).before());
            byte[] reference = leaving.overflows() ? leaving.row() : NO_CHAIN;
            if (!table.indexes().isEmpty()) {
                LongRows.load(workspace, table, leaving);
                if (orphans.mayBeOf(table, leaving)) {
                    return false;
                }
                RowVersion back = new RowVersion();
                back.copyFrom(staying);
                keeper.removeUnneeded(workspace, table, primaryKey, leaving, back, pin);
            }
            if (restore(workspace, table, primaryKey, writer, pointer, staying) && reference.length > 0) {
                LongRows.free(workspace, table, reference);
            }
            return true;
        } finally {
            stripes.give(taken, count);
        }
    }

    /**
     * Puts {@code staying} in place of the version (writer, pointer), or removes the row if there was none before. The undo record is
     * marked in the same step: purge must not free long bytes that are in use again, and need not look at a version that stands for itself, or was the transaction's own: with columns,
     * perhaps, that are gone.
     *
     * @return false if the row has another version by now
     */
    private boolean restore(
            Workspace workspace, Table table, byte[] primaryKey, long writer, long pointer, RowVersion staying) {
        MiniTransaction mtr = workspace.mtr();
        LeafPosition leaf = workspace.leaf();
        BTree tree = table.tree();
        RowVersion found = workspace.other();
        while (true) {
            boolean emptied = false;
            mtr.begin(2);
            try {
                int record = mtr.fix(UndoPointer.page(pointer));
                tree.findForUpdate(mtr, primaryKey, primaryKey.length, leaf);
                RowWriter.read(mtr, leaf, found);
                if (!found.sameVersion(writer, pointer)) {
                    return false;
                }
                if (!staying.exists()) {
                    emptied = leaf.delete();
                    mtr.commit();
                } else if (leaf.fitsReplace(staying.end())) {
                    mtr.latch(record);
                    UndoLog.markDone(mtr, record, pointer);
                    leaf.replace(staying.memory(), 0, staying.end());
                    mtr.commit();
                    return true;
                }
            } finally {
                mtr.close();
            }
            if (!staying.exists()) {
                if (emptied) {
                    tree.reclaim(mtr, primaryKey, primaryKey.length, leaf);
                }
                return true;
            }
            tree.makeRoom(mtr, primaryKey, primaryKey.length, staying.end(), leaf);
        }
    }
}
