package org.borealisdb.engine.table;

import java.util.Arrays;
import java.util.List;
import org.borealisdb.engine.btree.OverflowPages;
import org.borealisdb.engine.lock.LockKey;
import org.borealisdb.engine.lock.LockWait;
import org.borealisdb.engine.lock.RowKey;
import org.borealisdb.engine.lock.RowLockMode;
import org.borealisdb.engine.serial.SerialTransaction;
import org.borealisdb.engine.transaction.ReadView;
import org.borealisdb.engine.transaction.Transaction;
import org.borealisdb.engine.transaction.Transactions;
import org.borealisdb.engine.transaction.Workspace;
import org.borealisdb.engine.undo.RowVersion;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.expr.item.ItemQuery;
import org.borealisdb.expr.value.ByteSink;
import org.borealisdb.redo.page.RowHeader;
import org.jspecify.annotations.Nullable;

/**
 * Rows: reads them as a view sees them, and changes them for a transaction. The contract for the layer above; safe for use by all tasks,
 * each transaction being run by one.
 *
 * <p>An update or delete names the version that the statement saw. If the row has a newer one by then, nothing happens but an answer
 * ({@link RowResult}), after waiting for whoever is changing it; so a statement evaluates its conditions again and tries again
 * with the newer version (READ COMMITTED), or fails with 40001 (REPEATABLE READ).
 *
 * <p>The caller holds the table lock that its statement needs, and has a view open throughout.
 */
public final class RowStore {
    /** Longest primary key in bytes. */
    public static final int MAX_PRIMARY_KEY = 1024;
    /** Longest row in bytes. */
    public static final int MAX_ROW = OverflowPages.MAX_VALUE_BYTES;
    /** Longest row in bytes that stands in the leaf; longer ones go to overflow pages. */
    static final int MAX_INLINE = 4096;

    private static final byte[] NO_ROW = {};

    private final Transactions transactions;
    private final RowReader reader;
    private final RowWriter writer;
    private final UniqueCheck uniqueCheck;
    private final IndexKeeper keeper;
    private final KeyStripes stripes;
    private final Reverter reverter;
    private final Versions versions;
    private final LaterVersions later;
    private final UnpurgedChanges unpurged;

    RowStore(
            Transactions transactions,
            RowReader reader,
            RowWriter writer,
            UniqueCheck uniqueCheck,
            IndexKeeper keeper,
            KeyStripes stripes,
            Reverter reverter,
            Versions versions,
            UnpurgedChanges unpurged) {
        this.transactions = transactions;
        this.reader = reader;
        this.writer = writer;
        this.uniqueCheck = uniqueCheck;
        this.keeper = keeper;
        this.stripes = stripes;
        this.reverter = reverter;
        this.versions = versions;
        this.later = new LaterVersions(reader, versions);
        this.unpurged = unpurged;
    }

    /** Reads the row with this primary key as {@code view} sees it; false if there is none for it. */
    public boolean read(Workspace workspace, Table table, byte[] primaryKey, ReadView view, RowVersion target) {
        SerialTransaction serial = view.serial();
        if (serial != null) {
            serial.reads(table.treeId(), primaryKey, Arrays.copyOf(primaryKey, primaryKey.length + 1), true);
        }
        return reader.read(workspace, table, primaryKey, view, target);
    }

    /** A scan of the table in the order of its primary key. */
    public RowCursor scan(Workspace workspace, Table table, ReadView view, KeyRange range) {
        note(view, table.treeId(), range);
        return new RowCursor(workspace, table, view, range, versions);
    }

    /** A scan of the rows in the order of an index. */
    public IndexCursor scan(Workspace workspace, Table table, Index index, ReadView view, KeyRange range) {
        note(view, index.treeId(), range);
        return new IndexCursor(workspace, table, index, view, range, reader, versions, unpurged, false);
    }

    /** The same for one who wants no more of a row than what stands in its entry: rows are looked at only where that is needed to know whether the view sees them. */
    public IndexCursor scanEntries(Workspace workspace, Table table, Index index, ReadView view, KeyRange range) {
        note(view, index.treeId(), range);
        return new IndexCursor(workspace, table, index, view, range, reader, versions, unpurged, true);
    }

    /** Begins a scan of a table again, with another range. */
    public void restart(RowCursor cursor, Table table, ReadView view, KeyRange range) {
        note(view, table.treeId(), range);
        cursor.restart(range);
    }

    /** Begins a scan of an index again, with another range. */
    public void restart(IndexCursor cursor, Index index, ReadView view, KeyRange range) {
        note(view, index.treeId(), range);
        cursor.restart(range);
    }

    /** True if entries of indexes tell by themselves whether rows are seen, as a rule: not soon after opening, and not on a reader, which does not know how far purge is. */
    public boolean knowsChanges() {
        return unpurged.isComplete();
    }

    /** A scan of the rows in which the items are that a query asks for, by an inverted index. */
    public ItemCursor scan(Workspace workspace, Table table, Index index, ReadView view, ItemQuery query) {
        query.items().forEach(item -> note(view, index.treeId(), KeyRange.of(item, KeyRange.after(item))));
        return new ItemCursor(workspace, table, index, view, query, reader, versions, unpurged);
    }

    /** Notes what a serializable transaction is about to read. */
    private static void note(ReadView view, long treeId, KeyRange range) {
        SerialTransaction serial = view.serial();
        if (serial != null) {
            serial.reads(treeId, range.from(), range.to(), range.bounded());
        }
    }

    /**
     * Inserts a row.
     *
     * @return {@link RowResult#DONE} or a {@link DuplicateKey}
     * @throws SqlException 40P01, 55P03, 57014 from waiting for a transaction that has changed a row of the same key; 54000 if the row or
     *     a key is too long
     */
    public RowOutcome insert(Transaction transaction, Table table, byte[] primaryKey, byte[] row, int length) {
        checkLength(primaryKey, length);
        return put(
                transaction,
                table,
                primaryKey,
                current -> writer.forInsert(transaction, current),
                row,
                length,
                RowLockMode.UPDATE);
    }

    /**
     * Replaces the version {@code seen} of a row, which keeps its primary key.
     *
     * @return a {@link RowResult}, a {@link MovedRow}, or a {@link DuplicateKey} of a unique index
     * @throws SqlException as {@link #insert}, and 40001
     */
    public RowOutcome update(
            Transaction transaction,
            ReadView view,
            Table table,
            byte[] primaryKey,
            RowVersion seen,
            byte[] row,
            int length) {
        return update(transaction, view, table, primaryKey, seen, row, length, false);
    }

    /**
     * Replaces the version {@code seen} of a row, which keeps its primary key.
     *
     * @param keepsKeys whether it keeps the keys of all unique indexes, too: then it does not disturb those who hold {@link RowLockMode#KEY_SHARE}
     */
    public RowOutcome update(
            Transaction transaction,
            ReadView view,
            Table table,
            byte[] primaryKey,
            RowVersion seen,
            byte[] row,
            int length,
            boolean keepsKeys) {
        checkLength(primaryKey, length);
        RowLockMode mode = keepsKeys ? RowLockMode.NO_KEY_UPDATE : RowLockMode.UPDATE;
        RowWriter.Rule rule = updateRule(transaction, view, table, primaryKey, seen, mode);
        return put(transaction, table, primaryKey, rule, row, length, mode);
    }

    /** Deletes the version {@code seen} of a row; otherwise like {@link #update}. */
    public RowOutcome delete(Transaction transaction, ReadView view, Table table, byte[] primaryKey, RowVersion seen) {
        return change(
                transaction,
                table,
                primaryKey,
                updateRule(transaction, view, table, primaryKey, seen, RowLockMode.UPDATE),
                new RowChange(NO_ROW, 0, NO_ROW, 0, RowHeader.DELETED, RowLockMode.UPDATE));
    }

    /**
     * Deletes the version {@code seen} of a row that is inserted anew under another primary key by the same transaction: whoever has seen the row under this key finds it there.
     *
     * @param movedTo the other primary key
     */
    public RowOutcome deleteMoved(
            Transaction transaction, ReadView view, Table table, byte[] primaryKey, RowVersion seen, byte[] movedTo) {
        checkLength(movedTo, 0);
        return change(
                transaction,
                table,
                primaryKey,
                updateRule(transaction, view, table, primaryKey, seen, RowLockMode.UPDATE),
                new RowChange(NO_ROW, 0, movedTo, movedTo.length, RowHeader.DELETED, RowLockMode.UPDATE));
    }

    /**
     * Locks a row until the end of the transaction (SELECT FOR ...). On {@link RowResult#CHANGED} and of a {@link MovedRow} the lock is held as well.
     *
     * @param wait how long to wait for others; {@link LockWait#NONE} fails with 55P03 at once
     */
    public RowOutcome lock(
            Transaction transaction,
            ReadView view,
            Table table,
            byte[] primaryKey,
            RowVersion seen,
            RowLockMode mode,
            LockWait wait) {
        Workspace workspace = transaction.workspace();
        RowVersion found = seen;
        byte[] at = primaryKey;
        RowKey key = new RowKey(table.treeId(), at);
        LockWait usual = transaction.lockWait();
        transaction.lockWait(wait);
        try {
            while (true) {
                // First the lock, then the look: whoever changes the row from now on waits for this transaction.
                transaction.lock(key, mode);
                RowVersion current = workspace.current();
                reader.newest(workspace, table, at, current);
                if (mode == RowLockMode.KEY_SHARE && later.haveKeptKeys(workspace, current, found)) {
                    return LaterVersions.locked(at, current, seen, found);
                }
                switch (writer.forLock(transaction, view, current, found.transactionId(), found.undoPointer(), mode)) {
                    case PROCEED -> {
                        return LaterVersions.locked(at, current, seen, found);
                    }
                    case CHANGED -> {
                        LongRows.load(workspace, table, current);
                        return found == seen ? RowResult.CHANGED : new MovedRow(at);
                    }
                    case GONE -> {
                        if (!(later.follow(transaction, table) instanceof MovedRow moved)) {
                            return RowResult.GONE;
                        }
                        at = moved.primaryKey();
                        key = new RowKey(table.treeId(), at);
                        found = new RowVersion();
                        found.copyFrom(current);
                    }
                    case CHANGED_BY_SELF, DUPLICATE -> {
                        return RowResult.CHANGED_BY_SELF;
                    }
                    case WAIT, WAIT_FOR_LOCK -> {
                        // In line behind the writer: not with the lock just taken, which would pass those who wait
                        // already.
                        transactions.lockTable().release(transaction.locks(), key, mode);
                        writer.awaitWriter(transaction, current, key, mode);
                    }
                    case REVERT -> reverter.revertAborted(workspace, table, at);
                }
            }
        } finally {
            transaction.lockWait(usual);
        }
    }

    /**
     * Locks a row's newest version until the end of the transaction, whoever sees it, so that nobody else takes the row or one of its unique keys away
     * ({@link RowLockMode#KEY_SHARE}). Transactions that have changed a key or made the row are waited for.
     *
     * @return true if the row is there; then {@link Workspace#current()} is its newest version, and its unique keys are those that it keeps
     */
    public boolean lockKeys(Transaction transaction, Table table, byte[] primaryKey) {
        Workspace workspace = transaction.workspace();
        RowKey key = new RowKey(table.treeId(), primaryKey);
        while (true) {
            // First the lock, then the look: whoever changes the row from now on waits for this transaction.
            transaction.lock(key, RowLockMode.KEY_SHARE);
            RowVersion current = workspace.current();
            reader.newest(workspace, table, primaryKey, current);
            switch (writer.forKeyLock(transaction, current)) {
                case PROCEED -> {
                    LongRows.load(workspace, table, current);
                    return true;
                }
                case WAIT, WAIT_FOR_LOCK -> {
                    transactions.lockTable().release(transaction.locks(), key, RowLockMode.KEY_SHARE);
                    writer.awaitWriter(transaction, current, key, RowLockMode.KEY_SHARE);
                }
                case REVERT -> reverter.revertAborted(workspace, table, primaryKey);
                case CHANGED, GONE, CHANGED_BY_SELF, DUPLICATE -> {
                    return false;
                }
            }
        }
    }

    /**
     * Looks whether another row has a key of an index that does not see to that itself. The row's own entry is there already: so of two transactions that add the same key one finds
     * the other's.
     *
     * @param primaryKey of the row whose key it is
     * @param wait whether to wait for running transactions that have to do with the key; then the answer is never {@link KeyState#UNDECIDED}
     * @throws SqlException 40P01, 55P03, 57014 from waiting
     */
    public KeyState keyState(
            Transaction transaction, Table table, Index index, byte[] key, byte[] primaryKey, boolean wait) {
        while (true) {
            UniqueCheck.Finding finding = uniqueCheck.find(transaction, table, index, key, primaryKey);
            if (finding.free()) {
                return KeyState.FREE;
            }
            if (finding.duplicate() != null) {
                return KeyState.TAKEN;
            }
            if (!wait) {
                return KeyState.UNDECIDED;
            }
            uniqueCheck.awaitEnd(transaction, finding.waitFor());
        }
    }

    /** Gives the row a new version, whose bytes go to overflow pages if they are too many for a leaf. */
    private RowOutcome put(
            Transaction transaction,
            Table table,
            byte[] primaryKey,
            RowWriter.Rule rule,
            byte[] row,
            int length,
            RowLockMode mode) {
        int flags = mode == RowLockMode.NO_KEY_UPDATE ? RowHeader.SAME_KEYS : 0;
        if (length <= MAX_INLINE) {
            return change(transaction, table, primaryKey, rule, new RowChange(row, length, row, length, flags, mode));
        }
        Workspace workspace = transaction.workspace();
        byte[] reference = LongRows.store(workspace, table, row, length);
        try {
            RowOutcome outcome = change(
                    transaction,
                    table,
                    primaryKey,
                    rule,
                    new RowChange(row, length, reference, reference.length, flags | RowHeader.OVERFLOW, mode));
            if (outcome != RowResult.DONE) {
                LongRows.free(workspace, table, reference);
            }
            return outcome;
        } catch (SqlException refused) {
            // The statement fails without having changed the row, unless it was an entry that could not be added: then
            // the row refers to the chain.
            if (!written(workspace, table, primaryKey, reference)) {
                LongRows.free(workspace, table, reference);
            }
            throw refused;
        }
    }

    private boolean written(Workspace workspace, Table table, byte[] primaryKey, byte[] reference) {
        RowVersion newest = new RowVersion();
        reader.newest(workspace, table, primaryKey, newest);
        return newest.exists() && newest.overflows() && Arrays.equals(newest.row(), reference);
    }

    private RowWriter.Rule updateRule(
            Transaction transaction, ReadView view, Table table, byte[] primaryKey, RowVersion seen, RowLockMode mode) {
        RowKey key = new RowKey(table.treeId(), primaryKey);
        long seenWriter = seen.transactionId();
        long seenUndo = seen.undoPointer();
        return current -> writer.forUpdate(transaction, view, current, seenWriter, seenUndo, key, mode);
    }

    private RowOutcome change(
            Transaction transaction, Table table, byte[] primaryKey, RowWriter.Rule rule, RowChange change) {
        while (true) {
            RowWriter.Decision decision;
            if (table.indexes().isEmpty() || (change.flags() & RowHeader.DELETED) != 0) {
                // A deletion adds no entries, and those of the versions before stay until purge.
                decision = attempt(transaction, table, primaryKey, rule, change);
            } else {
                Indexed indexed = changeIndexed(transaction, table, primaryKey, rule, change);
                if (indexed.finding().duplicate() != null) {
                    return refused(transaction, table, indexed.finding().duplicate());
                }
                if (indexed.finding().waitFor() != 0) {
                    uniqueCheck.awaitEnd(transaction, indexed.finding().waitFor());
                    continue;
                }
                decision = indexed.decision();
            }
            Workspace workspace = transaction.workspace();
            switch (decision) {
                case PROCEED -> {
                    SerialTransaction serial = transaction.serial();
                    if (serial != null) {
                        SerialWrites.changed(serial, transaction, table, primaryKey, workspace.current(), change);
                    }
                    return RowResult.DONE;
                }
                case DUPLICATE -> {
                    LongRows.load(workspace, table, workspace.current());
                    return refused(
                            transaction,
                            table,
                            new DuplicateKey(
                                    table.treeId(),
                                    primaryKey,
                                    workspace.current().row()));
                }
                case CHANGED -> {
                    LongRows.load(workspace, table, workspace.current());
                    return RowResult.CHANGED;
                }
                case GONE -> {
                    return later.follow(transaction, table);
                }
                case CHANGED_BY_SELF -> {
                    return RowResult.CHANGED_BY_SELF;
                }
                case WAIT ->
                    writer.awaitWriter(
                            transaction, workspace.current(), new RowKey(table.treeId(), primaryKey), change.mode());
                case WAIT_FOR_LOCK -> transaction.lock(new RowKey(table.treeId(), primaryKey), change.mode());
                case REVERT -> reverter.revertAborted(workspace, table, primaryKey);
            }
        }
    }

    private static DuplicateKey refused(Transaction transaction, Table table, DuplicateKey duplicate) {
        SerialTransaction serial = transaction.serial();
        if (serial != null) {
            SerialWrites.refused(
                    serial, table, duplicate, transaction.workspace().otherKey());
        }
        return duplicate;
    }

    private RowWriter.Decision attempt(
            Transaction transaction, Table table, byte[] primaryKey, RowWriter.Rule rule, RowChange change) {
        return writer.attempt(
                transaction, table, primaryKey, rule, change.stored(), 0, change.storedLength(), change.flags());
    }

    /** What came of an attempt on a table with indexes. */
    private record Indexed(RowWriter.Decision decision, UniqueCheck.Finding finding) {}

    private Indexed changeIndexed(
            Transaction transaction, Table table, byte[] primaryKey, RowWriter.Rule rule, RowChange change) {
        List<Index> indexes = table.indexes();
        @Nullable IndexEntry[] entries = new IndexEntry[indexes.size()];
        boolean[] distinct = new boolean[entries.length];
        int[] wanted = new int[1 + entries.length];
        wanted[0] = KeyStripes.stripe(table.treeId(), primaryKey, primaryKey.length);
        int count = 1;
        InvertedEntries inverted = null;
        ByteSink sink = transaction.workspace().key();
        for (int number = 0; number < entries.length; number++) {
            Index index = indexes.get(number);
            if (index.key().isInverted()) {
                inverted = inverted == null ? new InvertedEntries() : inverted;
                inverted.wanted(index, change, primaryKey.length);
                continue;
            }
            sink.clear();
            Indexing indexing = index.key().encode(change.row(), 0, change.length(), sink);
            if (indexing != Indexing.ABSENT) {
                IndexEntry entry = IndexEntry.of(index, change.row(), 0, change.length(), sink);
                IndexKeeper.checkLength(index, entry.bytes().length, primaryKey.length);
                entries[number] = entry;
                distinct[number] = index.unique() && indexing == Indexing.DISTINCT;
                if (distinct[number]) {
                    wanted[count++] = KeyStripes.stripe(index.treeId(), entry.bytes(), entry.keyLength());
                }
            }
        }
        int taken = stripes.take(wanted, count);
        try {
            return changeIndexed(transaction, table, primaryKey, rule, change, indexes, entries, distinct, inverted);
        } finally {
            stripes.give(wanted, taken);
        }
    }

    private Indexed changeIndexed(
            Transaction transaction,
            Table table,
            byte[] primaryKey,
            RowWriter.Rule rule,
            RowChange change,
            List<Index> indexes,
            @Nullable IndexEntry[] entries,
            boolean[] distinct,
            @Nullable InvertedEntries inverted) {
        Workspace workspace = transaction.workspace();
        // Under the row's stripe only deletions and locks can come between this look and the change, which decides
        // again.
        RowVersion before = new RowVersion();
        reader.newest(workspace, table, primaryKey, before);
        LongRows.load(workspace, table, before);
        RowWriter.Decision decision = rule.decide(before);
        if (decision != RowWriter.Decision.PROCEED) {
            workspace.current().copyFrom(before);
            return new Indexed(decision, UniqueCheck.Finding.FREE);
        }
        for (int number = 0; number < entries.length; number++) {
            IndexEntry entry = entries[number];
            if (entry == null) {
                continue;
            }
            if (IndexKeeper.hasEntry(indexes.get(number), before, entry, workspace.otherKey())) {
                entries[number] = null;
            } else if (distinct[number]) {
                UniqueCheck.Finding finding =
                        uniqueCheck.find(transaction, table, indexes.get(number), entry.key(), primaryKey);
                if (!finding.free()) {
                    return new Indexed(decision, finding);
                }
            }
        }
        if (inverted != null) {
            inverted.without(before);
        }
        decision = attempt(transaction, table, primaryKey, rule, change);
        if (decision == RowWriter.Decision.PROCEED) {
            if (inverted != null) {
                inverted.add(keeper, workspace, primaryKey);
            }
            for (int number = 0; number < entries.length; number++) {
                IndexEntry entry = entries[number];
                if (entry != null) {
                    keeper.add(workspace, indexes.get(number), entry, primaryKey);
                }
            }
        }
        return new Indexed(decision, UniqueCheck.Finding.FREE);
    }

    /** Locks a table for the rest of the transaction. */
    public static LockKey tableKey(Table table) {
        return new LockKey.OfTable(table.objectId());
    }

    private static void checkLength(byte[] primaryKey, int length) {
        checkLength(primaryKey.length, length);
    }

    /** Fails if a row of {@code length} bytes, or its primary key, is too long. */
    static void checkLength(int keyLength, int length) {
        if (keyLength > MAX_PRIMARY_KEY) {
            throw new SqlException(
                    ErrorCode.PROGRAM_LIMIT_EXCEEDED,
                    "primary key of " + keyLength + " bytes is longer than the maximum of " + MAX_PRIMARY_KEY);
        }
        if (length > MAX_ROW) {
            throw new SqlException(
                    ErrorCode.PROGRAM_LIMIT_EXCEEDED,
                    "row of " + length + " bytes is longer than the maximum of " + MAX_ROW);
        }
    }
}
