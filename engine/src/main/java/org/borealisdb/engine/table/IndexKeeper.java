package org.borealisdb.engine.table;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.borealisdb.engine.btree.BTree;
import org.borealisdb.engine.btree.LeafPosition;
import org.borealisdb.engine.btree.TreeCursor;
import org.borealisdb.engine.mtr.MiniTransaction;
import org.borealisdb.engine.transaction.ReadView;
import org.borealisdb.engine.transaction.Workspace;
import org.borealisdb.engine.undo.RowVersion;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.expr.value.ByteSink;
import org.borealisdb.redo.page.Page;
import org.borealisdb.runtime.codec.MalformedException;

/**
 * Keeps the entries of secondary indexes. An entry says that some version of a row has, or had, a key; whoever finds one looks at the row.
 * Entries are added with the version that needs them, and removed, by purge and the reverter, when no remaining version does.
 *
 * <p>All methods are called with the row's stripe taken ({@link KeyStripes}), which keeps adding and removing apart.
 */
final class IndexKeeper {
    /** Longest index key, with the primary key behind it. */
    static final int MAX_ENTRY = BTree.MAX_KEY_BYTES;

    /** Bytes of an entry's value. */
    static final int VALUE_BYTES = 3;

    private final Versions versions;

    IndexKeeper(Versions versions) {
        this.versions = versions;
    }

    /** The key of a version in an index, in {@code target}; {@link Indexing#ABSENT} for one in which the row does not exist. */
    static Indexing keyOf(Index index, RowVersion version, ByteSink target) {
        target.clear();
        return version.absent()
                ? Indexing.ABSENT
                : index.key().encode(version.bytes(), version.rowStart(), version.rowLength(), target);
    }

    /** The same of a version that may be older than the index: it has no entry if its key cannot be computed. */
    static Indexing pastKeyOf(Index index, RowVersion version, ByteSink target) {
        try {
            return keyOf(index, version, target);
        } catch (SqlException none) {
            return Indexing.ABSENT;
        }
    }

    /** True if {@code version} has exactly this key. */
    static boolean hasKey(Index index, RowVersion version, byte[] key, int length, ByteSink scratch) {
        if (index.key().isInverted()) {
            return InvertedEntries.pastKeysOf(index, version).contains(Arrays.copyOf(key, length));
        }
        return pastKeyOf(index, version, scratch) != Indexing.ABSENT
                && Arrays.equals(scratch.array(), 0, scratch.size(), key, 0, length);
    }

    /** Index key and primary key, as one. */
    static byte[] entry(byte[] key, byte[] primaryKey) {
        byte[] entry = Arrays.copyOf(key, key.length + primaryKey.length);
        System.arraycopy(primaryKey, 0, entry, key.length, primaryKey.length);
        return entry;
    }

    /** Fails if an entry would be too long. */
    static void checkLength(Index index, int keyLength, int primaryKeyLength) {
        if (keyLength + primaryKeyLength > MAX_ENTRY) {
            throw new SqlException(
                            ErrorCode.PROGRAM_LIMIT_EXCEEDED,
                            "index entry of " + (keyLength + primaryKeyLength) + " bytes is longer than the maximum of "
                                    + MAX_ENTRY)
                    .withDetail("Index object " + index.objectId() + ".");
        }
    }

    /** Where the index key of the cursor's entry ends, and the primary key begins. */
    static int keyLength(TreeCursor cursor) {
        int at = cursor.valueOffset();
        // Little-endian, as it was set.
        int length = (cursor.bytes()[at] & 0xff) | (cursor.bytes()[at + 1] & 0xff) << Byte.SIZE;
        if (cursor.valueLength() != VALUE_BYTES || length > cursor.keyLength()) {
            throw new MalformedException(
                    "an index entry of " + cursor.keyLength() + " bytes says that its key has " + length);
        }
        return length;
    }

    /** Adds the entry of a row, unless it is there from an older version. */
    void add(Workspace workspace, Index index, byte[] key, byte[] primaryKey) {
        byte[] entry = entry(key, primaryKey);
        MemorySegment value = MemorySegment.ofArray(new byte[VALUE_BYTES]);
        value.set(Page.SHORT, 0, (short) key.length);
        value.set(ValueLayout.JAVA_BYTE, Short.BYTES, (byte) 0);
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
                if (leaf.fitsInsert(VALUE_BYTES)) {
                    leaf.insert(value, 0, VALUE_BYTES);
                    mtr.commit();
                    return;
                }
            } finally {
                mtr.close();
            }
            tree.makeRoom(mtr, entry, entry.length, VALUE_BYTES, leaf);
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
        byte[][] keys = new byte[indexes.size()][];
        List<InvertedEntries.Gone> inverted = List.of();
        int left = 0;
        for (int number = 0; number < keys.length; number++) {
            Index index = indexes.get(number);
            if (index.key().isInverted()) {
                inverted = inverted.isEmpty() ? new ArrayList<>() : inverted;
                inverted.add(InvertedEntries.gone(index, leaving));
                left++;
            } else if (pastKeyOf(index, leaving, workspace.key()) != Indexing.ABSENT) {
                keys[number] = workspace.key().toBytes();
                left++;
            }
        }
        while (left > 0 && from.exists()) {
            LongRows.load(workspace, table, from);
            for (int number = 0; number < keys.length; number++) {
                byte[] key = keys[number];
                if (key != null && hasKey(indexes.get(number), from, key, key.length, workspace.otherKey())) {
                    keys[number] = null;
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
        for (int number = 0; number < keys.length; number++) {
            byte[] key = keys[number];
            if (key != null) {
                remove(workspace, indexes.get(number), entry(key, primaryKey));
            }
        }
        for (InvertedEntries.Gone each : inverted) {
            for (byte[] key : each.keys()) {
                remove(workspace, each.index(), entry(key, primaryKey));
            }
        }
    }
}
