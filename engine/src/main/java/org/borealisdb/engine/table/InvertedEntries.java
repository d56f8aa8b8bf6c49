package org.borealisdb.engine.table;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;
import org.borealisdb.engine.transaction.Workspace;
import org.borealisdb.engine.undo.RowVersion;
import org.borealisdb.expr.error.SqlException;

/**
 * The entries that one change of a row adds to inverted indexes, where a row has an entry for each item that is in it. Such an index is never unique. Used by one task, for one
 * change.
 */
final class InvertedEntries {
    private record Added(Index index, NavigableSet<byte[]> keys) {}

    /** Entries of a version that leaves, as far as no version that stays has them. */
    record Gone(Index index, NavigableSet<byte[]> keys) {
        void without(RowVersion staying) {
            if (!keys.isEmpty()) {
                keys.removeAll(pastKeysOf(index, staying));
            }
        }
    }

    static Gone gone(Index index, RowVersion leaving) {
        return new Gone(index, pastKeysOf(index, leaving));
    }

    private final List<Added> added = new ArrayList<>();

    /** The keys of a row. */
    static NavigableSet<byte[]> keysOf(Index index, byte[] row, int from, int length) {
        NavigableSet<byte[]> keys = new TreeSet<>(Arrays::compareUnsigned);
        keys.addAll(index.key().encodeAll(row, from, length));
        return keys;
    }

    /** The keys of a version; none if the row does not exist in it, or they cannot be computed, for then it is older than the index. */
    static NavigableSet<byte[]> pastKeysOf(Index index, RowVersion version) {
        if (version.absent()) {
            return new TreeSet<>(Arrays::compareUnsigned);
        }
        try {
            return keysOf(index, version.bytes(), version.rowStart(), version.rowLength());
        } catch (SqlException none) {
            return new TreeSet<>(Arrays::compareUnsigned);
        }
    }

    /**
     * Takes note of the keys that a row is to have.
     *
     * @throws SqlException if one cannot be computed, or is too long
     */
    void wanted(Index index, RowChange change, int primaryKeyLength) {
        NavigableSet<byte[]> keys = keysOf(index, change.row(), 0, change.length());
        for (byte[] key : keys) {
            IndexKeeper.checkLength(index, key.length, primaryKeyLength);
        }
        added.add(new Added(index, keys));
    }

    /** Leaves out the entries that the version before has, too, whose bytes are loaded. */
    void without(RowVersion before) {
        for (Added each : added) {
            each.keys().removeAll(pastKeysOf(each.index(), before));
        }
    }

    /** Adds those that are left. */
    void add(IndexKeeper keeper, Workspace workspace, byte[] primaryKey) {
        for (Added each : added) {
            for (byte[] key : each.keys()) {
                keeper.add(workspace, each.index(), IndexEntry.ofKey(key), primaryKey);
            }
        }
    }
}
