package org.borealisdb.engine.table;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.borealisdb.engine.btree.BTree;
import org.borealisdb.engine.btree.LeafPosition;
import org.borealisdb.engine.mtr.MiniTransaction;
import org.borealisdb.engine.transaction.ReadView;
import org.borealisdb.engine.transaction.Workspace;
import org.borealisdb.engine.undo.RowVersion;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.expr.value.ByteSink;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the entries of secondary indexes. An entry says that some version of a row has, or had, a key; whoever finds one looks at the row.
 * Entries are added with the version that needs them, and removed, by purge and the reverter, when no remaining version does.
 *
 * <p>All methods are called with the row's stripe taken ({@link KeyStripes}), which keeps adding and removing apart.
 */
final class IndexKeeper {
    private final Versions versions;

    IndexKeeper(Versions versions) {
        this.versions = versions;
    }

    /** The key of a version in an index, without a payload, in {@code target}; {@link Indexing#ABSENT} for one in which the row does not exist. */
    static Indexing keyOf(Index index, RowVersion version, ByteSink target) {
        target.clear();
        return version.absent()
                ? Indexing.ABSENT
                : index.key().encode(version.bytes(), version.rowStart(), version.rowLength(), target);
    }

    /** The same of a version that may be older than the index: it has no entry if its key cannot be computed. */
    private static Indexing pastKeyOf(Index index, RowVersion version, ByteSink target) {
        try {
            return keyOf(index, version, target);
        } catch (SqlException none) {
            return Indexing.ABSENT;
        }
    }

    /** The entry of a version that may be older than the index; null if it has none. */
    static @Nullable IndexEntry pastEntryOf(Index index, RowVersion version, ByteSink scratch) {
        return pastKeyOf(index, version, scratch) == Indexing.ABSENT
                ? null
                : IndexEntry.of(index, version.bytes(), version.rowStart(), version.rowLength(), scratch);
    }

    /** True if {@code version} has this key, whatever its payload is. */
    static boolean hasKey(Index index, RowVersion version, byte[] key, ByteSink scratch) {
        return pastKeyOf(index, version, scratch) != Indexing.ABSENT
                && Arrays.equals(scratch.array(), 0, scratch.size(), key, 0, key.length);
    }

    /** True if {@code version} has exactly this entry. */
    static boolean hasEntry(Index index, RowVersion version, IndexEntry entry, ByteSink scratch) {
        return hasEntry(
                index, version, entry.bytes(), entry.bytes().length, entry.keyLength(), entry.keyLength(), scratch);
    }

    /**
     * True if {@code version} has exactly the entry with a key in the tree.
     *
     * @param keyLength where in it the index key ends
     * @param primaryEnd where in it the primary key ends
     */
    static boolean hasEntry(
            Index index,
            RowVersion version,
            byte[] inTree,
            int length,
            int keyLength,
            int primaryEnd,
            ByteSink scratch) {
        if (index.key().isInverted()) {
            return InvertedEntries.pastKeysOf(index, version).contains(Arrays.copyOf(inTree, keyLength));
        }
        if (pastKeyOf(index, version, scratch) == Indexing.ABSENT
                || !Arrays.equals(scratch.array(), 0, scratch.size(), inTree, 0, keyLength)) {
            return false;
        }
        IndexEntry.appendPayload(index, version.bytes(), version.rowStart(), version.rowLength(), scratch);
        return Arrays.equals(scratch.array(), keyLength, scratch.size(), inTree, primaryEnd, length);
    }

    /** Fails if an entry would be too long. */
    static void checkLength(Index index, int entryLength, int primaryKeyLength) {
        if (entryLength + primaryKeyLength > IndexEntry.MAX_BYTES) {
            throw new SqlException(
                            ErrorCode.PROGRAM_LIMIT_EXCEEDED,
                            "index entry of " + (entryLength + primaryKeyLength)
                                    + " bytes is longer than the maximum of " + IndexEntry.MAX_BYTES)
                    .withDetail("Index object " + index.objectId() + ".");
        }
    }

    /** Adds the entry of a row, unless it is there from an older version. */
    void add(Workspace workspace, Index index, IndexEntry added, byte[] primaryKey) {
        byte[] entry = added.inTree(primaryKey);
        MemorySegment value = MemorySegment.ofArray(new byte[IndexEntry.MAX_VALUE_BYTES]);
        int valueBytes = IndexEntry.putValue(index, added.keyLength(), added.keyLength() + primaryKey.length, value);
        MiniTransaction mtr = workspace.mtr();
        LeafPosition leaf = workspace.leaf();
        BTree tree = index.tree();
        while (true) {
            mtr.begin(1);
            try {
                tree.findForUpdate(mtr, entry, entry.length, leaf);
                if (leaf.found()) {
                    return;
                }
                if (leaf.fitsInsert(valueBytes)) {
                    leaf.insert(value, 0, valueBytes);
                    mtr.commit();
                    return;
                }
            } finally {
                mtr.close();
            }
            tree.makeRoom(mtr, entry, entry.length, valueBytes, leaf);
        }
    }

    /** Removes an entry if it is there. */
    void remove(Workspace workspace, Index index, byte[] entry) {
        MiniTransaction mtr = workspace.mtr();
        LeafPosition leaf = workspace.leaf();
        boolean emptied = false;
        mtr.begin(1);
        try {
            index.tree().findForUpdate(mtr, entry, entry.length, leaf);
            if (leaf.found()) {
                emptied = leaf.delete();
                mtr.commit();
            }
        } finally {
            mtr.close();
        }
        if (emptied) {
            index.tree().reclaim(mtr, entry, entry.length, leaf);
        }
    }

    /**
     * Removes the entries of {@code leaving} that no version from {@code from} back to the last that any view needs has.
     *
     * @param leaving changed only in that its bytes are loaded
     * @param from the newest version that stays; used up
     */
    void removeUnneeded(
            Workspace workspace, Table table, byte[] primaryKey, RowVersion leaving, RowVersion from, ReadView pin) {
        if (leaving.absent()) {
            return;
        }
        LongRows.load(workspace, table, leaving);
        List<Index> indexes = table.indexes();
        @Nullable IndexEntry[] entries = new IndexEntry[indexes.size()];
        List<InvertedEntries.Gone> inverted = List.of();
        int left = 0;
        for (int number = 0; number < entries.length; number++) {
            Index index = indexes.get(number);
            if (index.key().isInverted()) {
                inverted = inverted.isEmpty() ? new ArrayList<>() : inverted;
                inverted.add(InvertedEntries.gone(index, leaving));
                left++;
            } else {
                entries[number] = pastEntryOf(index, leaving, workspace.key());
                left += entries[number] == null ? 0 : 1;
            }
        }
        while (left > 0 && from.exists()) {
            LongRows.load(workspace, table, from);
            for (int number = 0; number < entries.length; number++) {
                IndexEntry entry = entries[number];
                if (entry != null && hasEntry(indexes.get(number), from, entry, workspace.otherKey())) {
                    entries[number] = null;
                    left--;
                }
            }
            for (InvertedEntries.Gone each : inverted) {
                each.without(from);
            }
            if (versions.last(from, pin)) {
                break;
            }
            versions.before(workspace, from);
        }
        for (int number = 0; number < entries.length; number++) {
            IndexEntry entry = entries[number];
            if (entry != null) {
                remove(workspace, indexes.get(number), entry.inTree(primaryKey));
            }
        }
        for (InvertedEntries.Gone each : inverted) {
            for (byte[] key : each.keys()) {
                remove(workspace, each.index(), IndexEntry.ofKey(key).inTree(primaryKey));
            }
        }
    }
}
