package org.borealisdb.engine.table;

import java.util.Arrays;
import java.util.NavigableSet;
import org.borealisdb.engine.serial.SerialTransaction;
import org.borealisdb.engine.transaction.Transaction;
import org.borealisdb.engine.undo.RowVersion;
import org.borealisdb.expr.value.ByteSink;
import org.borealisdb.redo.page.RowHeader;

/**
 * Tells a serializable transaction of the keys that its changes of rows touch: the primary key, and in every index that of the version before and that of the new one. So whoever has read a row, be
 * it by an index, or has not found it, is met.
 */
final class SerialWrites {
    /** No entry: the key of one is never empty. */
    private static final byte[] NONE = {};

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
            byte[] old = IndexKeeper.pastKeyOf(index, before, sink) == Indexing.ABSENT ? NONE : sink.toBytes();
            sink.clear();
            boolean gone = deleted || index.key().encode(change.row(), 0, change.length(), sink) == Indexing.ABSENT;
            byte[] now = gone ? NONE : sink.toBytes();
            touched(serial, index, old, primaryKey);
            if (!Arrays.equals(old, now)) {
                touched(serial, index, now, primaryKey);
            }
        }
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
            touched(serial, index, key, primaryKey);
        }
    }

    private static void touched(SerialTransaction serial, Index index, byte[] key, byte[] primaryKey) {
        if (key.length > 0) {
            byte[] entry = IndexKeeper.entry(key, primaryKey);
            serial.wrote(index.treeId(), entry, entry);
        }
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
