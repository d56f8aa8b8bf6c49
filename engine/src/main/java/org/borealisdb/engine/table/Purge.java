package org.borealisdb.engine.table;

import java.util.Arrays;
import java.util.BitSet;
import java.util.Map;
import java.util.TreeMap;
import org.borealisdb.engine.btree.LeafPosition;
import org.borealisdb.engine.mtr.MiniTransaction;
import org.borealisdb.engine.space.OwnerDrop;
import org.borealisdb.engine.transaction.Horizon;
import org.borealisdb.engine.transaction.ReadView;
import org.borealisdb.engine.transaction.Transactions;
import org.borealisdb.engine.transaction.Workspace;
import org.borealisdb.engine.undo.RowVersion;
import org.borealisdb.engine.undo.UndoLog;
import org.borealisdb.engine.undo.UndoPage;
import org.borealisdb.engine.undo.UndoPointer;
import org.borealisdb.engine.undo.UndoRecord;
import org.borealisdb.engine.undo.UndoStream;

/**
 * Walks undo streams from their heads, removes what the walked changes left behind and nobody can need any more (entries of old keys, deleted
 * rows, dropped trees), and frees the pages (R19). Used by one task. Idempotent: how far it got is not logged, only the pages freed are.
 */
final class Purge {
    /** Steps of a drop in a turn: at most an extent each. */
    private static final int DROP_STEPS = 64;
    /** Records that are walked between giving way, which is a system call. */
    private static final int WALKED_AT_ONCE = 16;

    private final Transactions transactions;
    private final Horizon horizon;
    private final UndoLog undo;
    private final TableRegistry tables;
    private final RowReader reader;
    private final IndexKeeper keeper;
    private final KeyStripes stripes;
    private final TreeStore trees;
    private final UnpurgedChanges unpurged;
    private final DroppedTrees dropped;

    /** Changes of transactions below were made before the opening. */
    private final long firstId;

    private final UndoRecord record = new UndoRecord();
    private final RowVersion newest = new RowVersion();
    private final RowVersion leaving = new RowVersion();

    /** For each stream, where in its head page the next record to walk is. */
    private final int[] offsets;

    /** The streams in which there may be changes from before the opening. */
    private final BitSet before = new BitSet();

    /** Of the record that is walked, a drop that takes more than one turn; by stream. */
    private final Map<Integer, OwnerDrop> drops = new TreeMap<>();

    Purge(
            Transactions transactions,
            Horizon horizon,
            UndoLog undo,
            TableRegistry tables,
            RowReader reader,
            IndexKeeper keeper,
            KeyStripes stripes,
            TreeStore trees,
            UnpurgedChanges unpurged) {
        this.transactions = transactions;
        this.horizon = horizon;
        this.undo = undo;
        this.tables = tables;
        this.reader = reader;
        this.keeper = keeper;
        this.stripes = stripes;
        this.trees = trees;
        this.unpurged = unpurged;
        this.dropped = new DroppedTrees(transactions, horizon, undo);
        this.firstId = transactions.nextId();
        this.offsets = new int[undo.streams().size()];
        Arrays.fill(offsets, UndoPage.RECORDS);
        before.set(0, offsets.length);
    }

    /**
     * Walks at most {@code limit} records of every stream.
     *
     * @return how many records were walked
     */
    int run(Workspace workspace, int limit) {
        int walked = 0;
        for (UndoStream stream : undo.streams()) {
            walked += walk(workspace, stream, limit);
        }
        return walked;
    }

    private int walk(Workspace workspace, UndoStream stream, int limit) {
        int walked = 0;
        while (walked < limit) {
            long page = stream.head();
            // The successor first: a page that has one gets no further records.
            long next = undo.next(page);
            int end = undo.end(page);
            int offset = offsets[stream.number()];
            while (offset < end && walked < limit) {
                long pointer = UndoPointer.of(page, offset);
                undo.read(pointer, record);
                boolean counted = record.transactionId() >= firstId;
                if (counted) {
                    passed(stream);
                }
                if (!horizon.settled(record.transactionId())) {
                    return walked;
                }
                if (!purge(workspace, stream.number(), pointer)) {
                    return walked + 1;
                }
                if (counted) {
                    uncount();
                }
                offset += UndoRecord.length(record.key().length, record.before().end());
                offsets[stream.number()] = offset;
                walked++;
                if (walked % WALKED_AT_ONCE == 0) {
                    transactions.pool().tasks().giveWay();
                }
            }
            if (next == 0 && offset == end) {
                passed(stream);
            }
            if (next == 0 || offset < end) {
                return walked;
            }
            undo.dropHead(workspace.mtr(), stream);
            offsets[stream.number()] = UndoPage.RECORDS;
        }
        return walked;
    }

    /** All changes of a stream from before the opening are walked. */
    private void passed(UndoStream stream) {
        if (before.get(stream.number())) {
            before.clear(stream.number());
            if (before.isEmpty()) {
                unpurged.complete();
            }
        }
    }

    private void uncount() {
        switch (record.kind()) {
            case ROW -> unpurged.end(record.treeId(), record.key());
            case RANGE -> unpurged.endRange(record.treeId());
            case TREE_CREATED, TREE_DROPPED, SEQUENCE_CREATED, SEQUENCE_DROPPED -> {
                // Of no row.
            }
        }
    }

    /** Deals with the record; false if that is not finished, and to be gone on with in the next turn. */
    private boolean purge(Workspace workspace, int stream, long pointer) {
        if (record.done() || transactions.aborted(record.transactionId())) {
            return true;
        }
        switch (record.kind()) {
            case ROW ->
                tables.find(record.treeId()).ifPresent(table -> {
                    purgeRow(workspace, table, pointer);
                    freeChain(workspace, table, pointer);
                });
            case TREE_DROPPED -> {
                return discard(workspace, stream, pointer);
            }
            case SEQUENCE_DROPPED -> trees.discardSequence(workspace, record.treeId());
            case TREE_CREATED, SEQUENCE_CREATED, RANGE -> {
                // Nothing was there before that could go now.
            }
        }
        return true;
    }

    private boolean discard(Workspace workspace, int stream, long pointer) {
        long treeId = record.treeId();
        OwnerDrop drop = drops.computeIfAbsent(stream, _ -> {
            dropped.part(workspace, pointer, treeId);
            return trees.discarding(treeId);
        });
        OwnerDrop.Last last = TreeStore.done(pointer);
        for (int step = 0; step < DROP_STEPS; step++) {
            if (drop.step(workspace.mtr(), last)) {
                drops.remove(stream);
                return true;
            }
            transactions.pool().tasks().giveWay();
        }
        return false;
    }

    /** Frees the long bytes of the version before: nobody can see it any more. */
    private void freeChain(Workspace workspace, Table table, long pointer) {
        if (record.before().exists() && record.before().overflows()) {
            byte[] reference = record.before().row();
            trees.markDone(workspace, pointer);
            LongRows.free(workspace, table, reference);
        }
    }

    private void purgeRow(Workspace workspace, Table table, long pointer) {
        byte[] primaryKey = record.key();
        boolean indexed = !table.indexes().isEmpty() && !record.before().absent();
        if (!indexed && !mayBeDeletion()) {
            return;
        }
        int[] taken = {KeyStripes.stripe(table.treeId(), primaryKey, primaryKey.length)};
        int count = stripes.take(taken, 1);
        try (ReadView pin = transactions.pinHorizon()) {
            reader.newest(workspace, table, primaryKey, newest);
            boolean deletion = newest.sameVersion(record.transactionId(), pointer) && newest.deleted();
            if (indexed) {
                leaving.copyFrom(record.before());
                keeper.removeUnneeded(workspace, table, primaryKey, leaving, newest, pin);
            }
            if (deletion) {
                remove(workspace, table, primaryKey, pointer);
            }
        } finally {
            stripes.give(taken, count);
        }
    }

    /** A change that followed no row, or a deleted one, is an insert. */
    private boolean mayBeDeletion() {
        return !record.before().absent();
    }

    private void remove(Workspace workspace, Table table, byte[] primaryKey, long pointer) {
        MiniTransaction mtr = workspace.mtr();
        LeafPosition leaf = workspace.leaf();
        boolean emptied = false;
        mtr.begin(1);
        try {
            table.tree().findForUpdate(mtr, primaryKey, primaryKey.length, leaf);
            RowWriter.read(mtr, leaf, newest);
            if (newest.sameVersion(record.transactionId(), pointer) && newest.deleted()) {
                emptied = leaf.delete();
                mtr.commit();
            }
        } finally {
            mtr.close();
        }
        if (emptied) {
            table.tree().reclaim(mtr, primaryKey, primaryKey.length, leaf);
        }
    }
}
