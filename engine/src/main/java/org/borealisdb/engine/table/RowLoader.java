package org.borealisdb.engine.table;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.Optional;
import org.borealisdb.engine.btree.BTree;
import org.borealisdb.engine.btree.EntryBatch;
import org.borealisdb.engine.btree.LeafPosition;
import org.borealisdb.engine.btree.TreeAppender;
import org.borealisdb.engine.mtr.MiniTransaction;
import org.borealisdb.engine.serial.SerialTransaction;
import org.borealisdb.engine.space.PageAllocator;
import org.borealisdb.engine.transaction.Transaction;
import org.borealisdb.engine.undo.RowVersion;
import org.borealisdb.engine.undo.UndoKind;
import org.borealisdb.engine.undo.UndoLog;
import org.borealisdb.engine.undo.UndoRange;
import org.borealisdb.engine.undo.UndoRecord;
import org.borealisdb.engine.undo.UndoStream;
import org.borealisdb.redo.page.Page;
import org.borealisdb.redo.page.RowHeader;

/**
 * Inserts many rows for one statement: gathers them, and then appends whole leaves, where the keys ascend above all that the table has, or else puts as many rows into a leaf at a
 * time as belong there. Row by row it decides like {@link RowStore#insert}, in the order in which they came. Made by {@link TableEngine#load}; the caller
 * holds the statement's table lock and has a view open. Belongs to the transaction's task.
 *
 * <p><b>Undo.</b> Rows in appended leaves share one undo record, the {@link UndoKind#RANGE} of their keys, written before them, and so one
 * header. Nothing was there before them, which is what that record says as the version before. So readers step over them, and a row that is updated later keeps that header in
 * its own undo record; a rollback looks through the range for what still has it. A crash between record and leaves leaves a range in which nothing is found.
 * Leaves that were appended are like any others: other transactions may insert between their rows.
 */
public final class RowLoader {
    private static final int BATCH_BYTES = 1 << 20;

    /** Fewer bytes are not worth leaves of their own. */
    private static final int APPENDED_BYTES = 4 * Page.BYTES;

    /** Fewer rows are not worth the memory that more need to be put into leaves together. */
    private static final int FEW_ROWS = 16;

    private final RowStore rows;
    private final UndoLog undo;
    private final TreeStore trees;
    private final UnpurgedChanges unpurged;
    private final PageAllocator allocator;
    private final Transaction transaction;
    private final Table table;
    private final EntryBatch batch = new EntryBatch(BATCH_BYTES);
    private final MemorySegment header = MemorySegment.ofArray(new byte[RowHeader.BYTES]);
    private final RowVersion none = new RowVersion();
    private byte[] key = new byte[RowStore.MAX_PRIMARY_KEY];
    private byte[] nextKey = new byte[RowStore.MAX_PRIMARY_KEY];
    private Optional<Leaves> leaves = Optional.empty();

    /** Rows added before those of the batch. */
    private long before;

    /** What working on many rows at a time takes. */
    private record Leaves(LeafPosition position, TreeAppender appender) {}

    RowLoader(
            RowStore rows,
            UndoLog undo,
            TreeStore trees,
            UnpurgedChanges unpurged,
            PageAllocator allocator,
            Transaction transaction,
            Table table) {
        this.rows = rows;
        this.undo = undo;
        this.trees = trees;
        this.unpurged = unpurged;
        this.allocator = allocator;
        this.transaction = transaction;
        this.table = table;
    }

    /**
     * Adds a row, which is inserted now or later.
     *
     * @return the row that could not be inserted, this one or an earlier one; then nothing is to be added any more
     * @throws org.borealisdb.expr.error.SqlException as {@link RowStore#insert}
     */
    public Optional<DuplicateRow> add(byte[] primaryKey, int keyLength, byte[] row, int length) {
        RowStore.checkLength(keyLength, length);
        if (table.indexes().isEmpty() && length <= RowStore.MAX_INLINE) {
            batch.add(primaryKey, keyLength, RowHeader.BYTES, row, 0, length);
            return batch.full() ? work(false) : Optional.empty();
        }
        Optional<DuplicateRow> earlier = work(true);
        if (earlier.isPresent()) {
            return earlier;
        }
        Optional<DuplicateRow> refused = insert(Arrays.copyOf(primaryKey, keyLength), row, length, before);
        before++;
        return refused;
    }

    /** Inserts what has gathered: before the statement ends, and before it fails with an error about a later row. */
    public Optional<DuplicateRow> finish() {
        return work(true);
    }

    private Optional<DuplicateRow> insert(byte[] primaryKey, byte[] row, int length, long arrival) {
        RowOutcome outcome = rows.insert(transaction, table, primaryKey, row, length);
        return outcome instanceof DuplicateKey duplicate
                ? Optional.of(new DuplicateRow(arrival, duplicate.treeId(), Arrays.copyOf(row, length)))
                : Optional.empty();
    }

    private Optional<DuplicateRow> work(boolean all) {
        int next = 0;
        boolean few = batch.count() < FEW_ROWS;
        while (next < batch.count()) {
            int done = few ? next : append(next);
            if (done > next && !all) {
                // What does not fill a leaf waits for more.
                batch.removeFirst(done);
                before += done;
                return Optional.empty();
            }
            if (done == next && !few) {
                done = insertIntoLeaf(next);
            }
            if (done == next) {
                Optional<DuplicateRow> refused = insertOne(next);
                if (refused.isPresent()) {
                    return refused;
                }
                done++;
            }
            next = Math.max(next, done);
        }
        before += batch.count();
        batch.clear();
        return Optional.empty();
    }

    private Leaves leaves() {
        if (leaves.isEmpty()) {
            leaves = Optional.of(new Leaves(new LeafPosition(allocator, true), new TreeAppender()));
        }
        return leaves.get();
    }

    /** Appends whole leaves; answers the first row that was not appended. */
    private int append(int from) {
        if (!batch.ascending() || batch.bytes() - batch.key(from) < APPENDED_BYTES) {
            return from;
        }
        Leaves used = leaves();
        int length = batch.copyKey(from, key);
        if (!used.appender.appendable(table.tree(), key, length, used.position)) {
            return from;
        }
        byte[] low = Arrays.copyOf(key, length);
        byte[] high = Arrays.copyOf(nextKey, batch.copyKey(batch.count() - 1, nextKey));
        trees.rangeInserted(transaction, table.treeId(), new UndoRange(low, high), header);
        batch.fillRoom(header, RowHeader.BYTES);
        int done = used.appender.append(table.tree(), transaction.workspace().mtr(), batch, from, used.position);
        tell(low, high);
        return done;
    }

    /** Tells a serializable transaction of rows that were inserted. */
    private void tell(byte[] low, byte[] high) {
        SerialTransaction serial = transaction.serial();
        if (serial != null) {
            serial.wrote(table.treeId(), low, high);
        }
    }

    /** Inserts one row as any statement would, waiting for other transactions that have to do with its key. */
    private Optional<DuplicateRow> insertOne(int index) {
        byte[] primaryKey = Arrays.copyOf(key, batch.copyKey(index, key));
        int from = batch.value(index) + RowHeader.BYTES;
        byte[] row = Arrays.copyOfRange(batch.array(), from, batch.value(index) + batch.valueLength(index));
        return insert(primaryKey, row, row.length, before + batch.arrival(index));
    }

    /**
     * Inserts rows whose keys ascend into one leaf, each with an undo record of its own, until a row is met with a key that is there, be it of a deleted row.
     *
     * @return the first row that was not inserted; if it is {@code from}, its key is there
     */
    private int insertIntoLeaf(int from) {
        transaction.checkRoomForChanges(batch.count() - from);
        MiniTransaction mtr = transaction.workspace().mtr();
        BTree tree = table.tree();
        LeafPosition leaf = leaves().position;
        UndoStream stream = undo.streamOf(transaction.assignId());
        int length = batch.copyKey(from, key);
        byte[] low = Arrays.copyOf(key, length);
        while (true) {
            int index = from;
            long tail = stream.tail();
            boolean undoFull = false;
            mtr.begin(2);
            try {
                int undoPage = mtr.fix(tail);
                tree.findForUpdate(mtr, key, length, leaf);
                if (leaf.found()) {
                    return from;
                }
                if (leaf.fitsInsert(batch.valueLength(index))) {
                    mtr.latch(undoPage);
                    undoFull = !undo.fits(mtr, undoPage, stream, UndoRecord.length(length, 0));
                    while (!undoFull) {
                        write(mtr, undoPage, leaf, index, length);
                        index++;
                        length = goOn(leaf, index);
                        undoFull = length < 0 || !undo.fitsAlso(mtr, undoPage, UndoRecord.length(length, 0));
                    }
                }
                if (index > from) {
                    stream.changed();
                    mtr.commit();
                }
            } finally {
                mtr.close();
            }
            if (index > from) {
                tell(low, Arrays.copyOf(key, batch.copyKey(index - 1, key)));
                return index;
            }
            if (undoFull) {
                undo.grow(mtr, stream, tail);
            } else {
                tree.makeRoom(mtr, key, length, batch.valueLength(index), leaf);
            }
        }
    }

    /** Goes to the next row's place, if it belongs to the same leaf and fits; answers the length of its key, or -1. */
    private int goOn(LeafPosition leaf, int index) {
        if (index == batch.count()) {
            return -1;
        }
        int length = batch.copyKey(index, nextKey);
        if (!leaf.advance(nextKey, length) || leaf.found() || !leaf.fitsInsert(batch.valueLength(index))) {
            return -1;
        }
        byte[] swapped = key;
        key = nextKey;
        nextKey = swapped;
        return length;
    }

    private void write(MiniTransaction mtr, int undoPage, LeafPosition leaf, int index, int keyLength) {
        long pointer = undo.pointer(mtr, undoPage);
        int recordLength = UndoRecord.encode(
                mtr.scratch().firstMemory(),
                0,
                UndoKind.ROW,
                transaction.id(),
                transaction.lastUndo(),
                transaction.changes(),
                table.treeId(),
                key,
                keyLength,
                none);
        unpurged.begin(table.treeId(), key, keyLength);
        undo.append(mtr, undoPage, mtr.scratch().first(), recordLength);
        RowHeader.put(batch.memory(), batch.value(index), transaction.id(), pointer, transaction.changes(), 0);
        leaf.insert(batch.memory(), batch.value(index), batch.valueLength(index));
        transaction.changed(pointer);
    }
}
