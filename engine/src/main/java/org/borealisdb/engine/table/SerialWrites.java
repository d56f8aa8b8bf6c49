package org.borealisdb.engine.table;

import java.util.NavigableSet;
import org.borealisdb.engine.serial.SerialTransaction;
import org.borealisdb.engine.transaction.Transaction;
import org.borealisdb.engine.undo.RowVersion;
import org.borealisdb.expr.value.ByteSink;
import org.borealisdb.redo.page.RowHeader;
import org.jspecify.annotations.Nullable;

/**
 * Tells a serializable transaction of the keys that its changes of rows touch: the primary key, and in every index that of the version before and that of the new one. So whoever has read a row, be
 * it by an index, or has not found it, is met.
 */
final class SerialWrites {
    private SerialWrites() {}

    /**
     * Tells of a change that was made.
     *
     * @param before the version that was replaced
     * @throws org.borealisdb.expr.error.SqlException 40001 if the transaction must not commit
     */
    static void changed(
            SerialTransaction serial,
            Transaction transaction,
            Table table,
            byte[] primaryKey,
            RowVersion before,
            RowChange change) {
        serial.wrote(table.treeId(), primaryKey, primaryKey);
        if (table.indexes().isEmpty()) {
            return;
        }
        LongRows.load(transaction.workspace(), table, before);
        ByteSink sink = transaction.workspace().otherKey();
        boolean deleted = (change.flags() & RowHeader.DELETED) != 0;
        for (Index index : table.indexes()) {
            if (index.key().isInverted()) {
                inverted(serial, index, before, change, deleted, primaryKey);
                continue;
            }
            IndexEntry old = IndexKeeper.pastEntryOf(index, before, sink);
            IndexEntry now = deleted ? null : entryOf(index, change, sink);
            if (old != null) {
                touched(serial, index, old, primaryKey);
            }
            if (now != null && (old == null || !old.isSame(now))) {
                touched(serial, index, now, primaryKey);
            }
        }
    }

    private static @Nullable IndexEntry entryOf(Index index, RowChange change, ByteSink sink) {
        sink.clear();
        return index.key().encode(change.row(), 0, change.length(), sink) == Indexing.ABSENT
                ? null
                : IndexEntry.of(index, change.row(), 0, change.length(), sink);
    }

    private static void inverted(
            SerialTransaction serial,
            Index index,
            RowVersion before,
            RowChange change,
            boolean deleted,
            byte[] primaryKey) {
        NavigableSet<byte[]> keys = InvertedEntries.pastKeysOf(index, before);
        if (!deleted) {
            keys.addAll(InvertedEntries.keysOf(index, change.row(), 0, change.length()));
        }
        for (byte[] key : keys) {
            touched(serial, index, IndexEntry.ofKey(key), primaryKey);
        }
    }

    private static void touched(SerialTransaction serial, Index index, IndexEntry entry, byte[] primaryKey) {
        byte[] inTree = entry.inTree(primaryKey);
        serial.wrote(index.treeId(), inTree, inTree);
    }

    /** Tells of a key that could not be added because it is there: that others have read it may be the better reason to fail. */
    static void refused(SerialTransaction serial, Table table, DuplicateKey duplicate, ByteSink sink) {
        byte[] key = duplicate.primaryKey();
        for (Index index : table.indexes()) {
            if (index.treeId() == duplicate.treeId()) {
                sink.clear();
                index.key().encode(duplicate.row(), 0, duplicate.row().length, sink);
                key = sink.toBytes();
            }
        }
        byte[] end = KeyRange.after(key);
        serial.wrote(duplicate.treeId(), key, end.length == 0 ? key : end);
    }
}
