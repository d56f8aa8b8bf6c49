package org.borealisdb.engine.table;

import org.borealisdb.engine.btree.BTree;
import org.borealisdb.engine.btree.LeafPosition;
import org.borealisdb.engine.lock.LockTable;
import org.borealisdb.engine.lock.RowKey;
import org.borealisdb.engine.lock.RowLockMode;
import org.borealisdb.engine.mtr.MiniTransaction;
import org.borealisdb.engine.transaction.IsolationLevel;
import org.borealisdb.engine.transaction.ReadView;
import org.borealisdb.engine.transaction.Transaction;
import org.borealisdb.engine.transaction.Transactions;
import org.borealisdb.engine.transaction.Workspace;
import org.borealisdb.engine.undo.RowVersion;
import org.borealisdb.engine.undo.UndoKind;
import org.borealisdb.engine.undo.UndoLog;
import org.borealisdb.engine.undo.UndoRecord;
import org.borealisdb.engine.undo.UndoStream;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.redo.page.RowHeader;

/**
 * Changes one row of a clustered tree: decides under the leaf's latch whether the newest version may be replaced, and writes row and undo record in one
 * mini-transaction. Waiting, reverting of aborted versions and splitting happen in between, with nothing held, and then it
 * looks again. Indexes are {@link IndexKeeper}'s affair.
 */
final class RowWriter {
    /** What the newest version of the row allows. */
    enum Decision {
        PROCEED,
        DUPLICATE,
        CHANGED,
        GONE,
        CHANGED_BY_SELF,
        /** A running transaction wrote it: wait for its end. */
        WAIT,
        /** Somebody holds an explicit lock on it: wait for that. */
        WAIT_FOR_LOCK,
        /** A transaction that was rolled back wrote it: restore the version before. */
        REVERT
    }

    private final Transactions transactions;
    private final LockTable lockTable;
    private final UndoLog undo;
    private final UnpurgedChanges unpurged;

    RowWriter(Transactions transactions, UndoLog undo, UnpurgedChanges unpurged) {
        this.transactions = transactions;
        this.lockTable = transactions.lockTable();
        this.undo = undo;
        this.unpurged = unpurged;
    }

    /** What an insert may do about the newest version {@code current}. */
    Decision forInsert(Transaction transaction, RowVersion current) {
        if (!current.exists()) {
            return Decision.PROCEED;
        }
        long writer = current.transactionId();
        if (writer == transaction.id()) {
            return current.deleted() ? Decision.PROCEED : Decision.DUPLICATE;
        }
        if (transactions.running(writer).isPresent()) {
            return Decision.WAIT;
        }
        if (transactions.aborted(writer)) {
            return Decision.REVERT;
        }
        return current.deleted() ? Decision.PROCEED : Decision.DUPLICATE;
    }

    /**
     * What an update or delete may do about the newest version {@code current}, having seen the version with {@code seenWriter} and
     * {@code seenUndo}.
     *
     * @param mode {@link RowLockMode#NO_KEY_UPDATE} if the row keeps its unique keys, else {@link RowLockMode#UPDATE}
     * @throws SqlException 40001 if the row was changed since the view of a REPEATABLE READ transaction
     */
    Decision forUpdate(
            Transaction transaction,
            ReadView view,
            RowVersion current,
            long seenWriter,
            long seenUndo,
            RowKey key,
            RowLockMode mode) {
        Decision decision = forLock(transaction, view, current, seenWriter, seenUndo, mode);
        return decision == Decision.PROCEED
                        && lockTable.anyRowLocks()
                        && lockTable.blocked(transaction.locks(), key, mode)
                ? Decision.WAIT_FOR_LOCK
                : decision;
    }

    /** Like {@link #forUpdate}, for one who has the row's explicit lock. */
    Decision forLock(
            Transaction transaction,
            ReadView view,
            RowVersion current,
            long seenWriter,
            long seenUndo,
            RowLockMode mode) {
        if (current.sameVersion(seenWriter, seenUndo)) {
            return Decision.PROCEED;
        }
        if (!current.exists()) {
            return gone(transaction);
        }
        long writer = current.transactionId();
        if (writer == transaction.id()) {
            return Decision.CHANGED_BY_SELF;
        }
        if (transactions.running(writer).isPresent()) {
            return mode == RowLockMode.KEY_SHARE && current.keepsKeys() ? Decision.PROCEED : Decision.WAIT;
        }
        if (transactions.aborted(writer)) {
            return Decision.REVERT;
        }
        if (transaction.isolation() != IsolationLevel.READ_COMMITTED
                && !transactions.committedAtOrBelow(writer, view.lsn())) {
            throw serializationFailure();
        }
        return current.deleted() ? Decision.GONE : Decision.CHANGED;
    }

    /**
     * What one who has the row's explicit lock may say about the newest version {@code current}, whatever version was seen before: {@link Decision#PROCEED} if the row is there
     * with keys that stay, {@link Decision#GONE} if it is not.
     */
    Decision forKeyLock(Transaction transaction, RowVersion current) {
        if (!current.exists()) {
            return Decision.GONE;
        }
        long writer = current.transactionId();
        if (writer != transaction.id()) {
            if (transactions.running(writer).isPresent()) {
                return current.keepsKeys() ? Decision.PROCEED : Decision.WAIT;
            }
            if (transactions.aborted(writer)) {
                return Decision.REVERT;
            }
        }
        return current.deleted() ? Decision.GONE : Decision.PROCEED;
    }

    private static Decision gone(Transaction transaction) {
        if (transaction.isolation() != IsolationLevel.READ_COMMITTED) {
            throw serializationFailure();
        }
        return Decision.GONE;
    }

    private static SqlException serializationFailure() {
        return new SqlException(ErrorCode.SERIALIZATION_FAILURE, "could not serialize access due to concurrent update");
    }

    /**
     * One attempt to make a change, in a mini-transaction of its own. Whenever it answers anything but {@link Decision#PROCEED}, nothing was
     * changed and nothing is held.
     *
     * @param rule what to do about the newest version, which it finds in the workspace's {@code current()}
     * @param flags of the new version
     * @return {@link Decision#PROCEED} once the change is made
     */
    Decision attempt(
            Transaction transaction, Table table, byte[] key, Rule rule, byte[] row, int from, int length, int flags) {
        Workspace workspace = transaction.workspace();
        MiniTransaction mtr = workspace.mtr();
        BTree tree = table.tree();
        UndoStream stream = undo.streamOf(transaction.assignId());
        transaction.checkRoomForChange();
        RowVersion current = workspace.current();
        int valueLength = RowHeader.BYTES + length;
        while (true) {
            long tail = stream.tail();
            boolean undoFull = false;
            mtr.begin(2);
            try {
                int undoPage = mtr.fix(tail);
                LeafPosition leaf = workspace.leaf();
                tree.findForUpdate(mtr, key, key.length, leaf);
                read(mtr, leaf, current);
                Decision decision = rule.decide(current);
                if (decision != Decision.PROCEED) {
                    return decision;
                }
                boolean fits = leaf.found() ? leaf.fitsReplace(valueLength) : leaf.fitsInsert(valueLength);
                if (fits) {
                    mtr.latch(undoPage);
                    undoFull = !undo.fits(mtr, undoPage, stream, UndoRecord.length(key.length, current.end()));
                    if (!undoFull) {
                        write(transaction, table.treeId(), mtr, undoPage, leaf, key, row, from, length, flags);
                        stream.changed();
                        return Decision.PROCEED;
                    }
                }
            } finally {
                mtr.close();
            }
            if (undoFull) {
                undo.grow(mtr, stream, tail);
            } else {
                tree.makeRoom(mtr, key, key.length, valueLength, workspace.leaf());
            }
        }
    }

    /** Decides about the newest version that is passed to it, under the leaf's latch: it neither waits nor loads. */
    @FunctionalInterface
    interface Rule {
        Decision decide(RowVersion current);
    }

    private void write(
            Transaction transaction,
            long treeId,
            MiniTransaction mtr,
            int undoPage,
            LeafPosition leaf,
            byte[] key,
            byte[] row,
            int from,
            int length,
            int flags) {
        Workspace workspace = transaction.workspace();
        RowVersion current = workspace.current();
        RowVersion written = workspace.written();
        long pointer = undo.pointer(mtr, undoPage);
        int recordLength = UndoRecord.encode(
                mtr.scratch().firstMemory(),
                0,
                UndoKind.ROW,
                transaction.id(),
                transaction.lastUndo(),
                transaction.changes(),
                treeId,
                key,
                key.length,
                current);
        // What a transaction did to the keys before counts as well.
        boolean keysChanged = current.exists() && current.transactionId() == transaction.id() && !current.keepsKeys();
        int kept = keysChanged ? flags & ~RowHeader.SAME_KEYS : flags;
        written.set(transaction.id(), pointer, transaction.changes(), kept, row, from, length);
        unpurged.begin(treeId, key, key.length);
        undo.append(mtr, undoPage, mtr.scratch().first(), recordLength);
        if (leaf.found()) {
            leaf.replace(written.memory(), 0, written.end());
        } else {
            leaf.insert(written.memory(), 0, written.end());
        }
        transaction.changed(pointer);
        mtr.commit();
    }

    /** Copies the version at a leaf position. */
    static void read(MiniTransaction mtr, LeafPosition leaf, RowVersion target) {
        if (leaf.found()) {
            target.copyFrom(mtr.memory(), leaf.valueAt(), leaf.valueLength());
        } else {
            target.clear();
        }
    }

    /** Waits until the transaction that wrote {@code current} has ended, in line with all others that want the row in this mode. */
    void awaitWriter(Transaction transaction, RowVersion current, RowKey key, RowLockMode mode) {
        transactions
                .running(current.transactionId())
                .ifPresent(writer -> lockTable.acquireBehind(
                        transaction.locks(),
                        key,
                        mode,
                        writer.locks(),
                        current.keepsKeys() ? RowLockMode.NO_KEY_UPDATE : RowLockMode.UPDATE,
                        transaction.lockWait()));
    }
}
