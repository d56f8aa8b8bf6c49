package org.borealisdb.engine.table;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.Optional;
import org.borealisdb.engine.btree.BTree;
import org.borealisdb.engine.btree.TreeCursor;
import org.borealisdb.engine.btree.TreeFiller;
import org.borealisdb.engine.space.PageAllocator;
import org.borealisdb.engine.transaction.ReadView;
import org.borealisdb.engine.transaction.Transaction;
import org.borealisdb.engine.transaction.Workspace;
import org.borealisdb.engine.undo.RowVersion;
import org.borealisdb.expr.value.ByteSink;

/**
 * Fills a new index with the rows of a table: their entries are sorted and appended as whole leaves, and only then is looked whether a key is there twice.
 *
 * <p>If others change rows meanwhile, they maintain the index, all of them since before the view: so each row that the view sees, or that changes after it, gets its entry from here or from
 * them, and purge takes away none that this adds, for the view holds it back.
 */
final class IndexBuilder {
    private final RowReader reader;
    private final Versions versions;
    private final PageAllocator allocator;
    private final UniqueCheck uniqueCheck;
    private final KeyStripes stripes;

    IndexBuilder(
            RowReader reader, Versions versions, PageAllocator allocator, UniqueCheck uniqueCheck, KeyStripes stripes) {
        this.reader = reader;
        this.versions = versions;
        this.allocator = allocator;
        this.uniqueCheck = uniqueCheck;
        this.stripes = stripes;
    }

    /** Fills the index with the rows that {@code view}, the latest, sees, and nobody changes meanwhile; answers a duplicate, if the index is unique and there is one. */
    Optional<DuplicateKey> build(Workspace workspace, Table table, Index index, ReadView view) {
        TreeFiller filler =
                new TreeFiller(index.tree(), workspace.mtr(), allocator, new byte[0], TreeFiller.DEFAULT_BYTES);
        return fill(filler, workspace, table, index, view) && index.unique()
                ? duplicate(workspace, table, index)
                : Optional.empty();
    }

    /**
     * Fills an index that others maintain, and have maintained since before {@code view} was opened; what they make meanwhile is waited for where it decides.
     *
     * @return a duplicate, if the index is unique and there is one
     */
    Optional<DuplicateKey> buildBeside(Transaction transaction, Table table, Index index, ReadView view) {
        Workspace workspace = transaction.workspace();
        TreeFiller filler = TreeFiller.shared(index.tree(), workspace.mtr(), allocator);
        fill(filler, workspace, table, index, view);
        if (!index.unique()) {
            return Optional.empty();
        }
        // Whoever looked for a key before its entry came from here, or did not look yet, has its own there then.
        stripes.passAll();
        return uniqueCheck.findRepeated(transaction, table, index);
    }

    /** Adds the entries of all rows; returns whether there is one of a {@link Indexing#DISTINCT} key. */
    private boolean fill(TreeFiller filler, Workspace workspace, Table table, Index index, ReadView view) {
        byte[] entry = new byte[BTree.MAX_KEY_BYTES];
        byte[] value = new byte[IndexEntry.MAX_VALUE_BYTES];
        RowCursor cursor = new RowCursor(workspace, table, view, KeyRange.all(), versions);
        boolean distinct = false;
        while (cursor.next()) {
            workspace.step();
            if (index.key().isInverted()) {
                RowVersion row = cursor.row();
                for (byte[] key : InvertedEntries.keysOf(index, row.bytes(), row.rowStart(), row.rowLength())) {
                    add(filler, index, key, key.length, key.length, cursor, entry, value);
                }
                continue;
            }
            Indexing indexing = IndexKeeper.keyOf(index, cursor.row(), workspace.key());
            if (indexing == Indexing.ABSENT) {
                continue;
            }
            distinct |= indexing == Indexing.DISTINCT;
            ByteSink key = workspace.key();
            int keyLength = key.size();
            RowVersion row = cursor.row();
            IndexEntry.appendPayload(index, row.bytes(), row.rowStart(), row.rowLength(), key);
            add(filler, index, key.array(), key.size(), keyLength, cursor, entry, value);
        }
        added(filler.finish(), index);
        return distinct;
    }

    private static void add(
            TreeFiller filler,
            Index index,
            byte[] bytes,
            int length,
            int keyLength,
            RowCursor row,
            byte[] entry,
            byte[] value) {
        int primaryLength = row.primaryKeyLength();
        IndexKeeper.checkLength(index, length, primaryLength);
        IndexEntry.put(bytes, length, keyLength, row.primaryKeyBytes(), primaryLength, entry);
        int valueLength =
                IndexEntry.putValue(index, keyLength, keyLength + primaryLength, MemorySegment.ofArray(value));
        added(filler.add(entry, length + primaryLength, value, 0, valueLength), index);
    }

    private static void added(boolean distinct, Index index) {
        if (!distinct) {
            throw new IllegalStateException("two rows of the table of index " + index.treeId() + " have the same key");
        }
    }

    /** Looks for two entries, one behind the other, with the same key; NULLs, say, are not the same. */
    private Optional<DuplicateKey> duplicate(Workspace workspace, Table table, Index index) {
        TreeCursor cursor = new TreeCursor(index.tree(), workspace.counts());
        byte[] key = new byte[BTree.MAX_KEY_BYTES];
        byte[] before = new byte[BTree.MAX_KEY_BYTES];
        int beforeLength = -1;
        cursor.seekFirst();
        while (cursor.next()) {
            workspace.step();
            cursor.copyKey(key);
            int length = IndexEntry.keyLength(cursor);
            if (Arrays.equals(key, 0, length, before, 0, Math.max(0, beforeLength)) && beforeLength >= 0) {
                byte[] primaryKey = Arrays.copyOfRange(key, length, IndexEntry.primaryEnd(cursor));
                RowVersion row = workspace.current();
                reader.newest(workspace, table, primaryKey, row);
                LongRows.load(workspace, table, row);
                if (IndexKeeper.keyOf(index, row, workspace.otherKey()) == Indexing.DISTINCT) {
                    return Optional.of(new DuplicateKey(index.treeId(), primaryKey, row.row()));
                }
            }
            beforeLength = length;
            byte[] passed = before;
            before = key;
            key = passed;
        }
        return Optional.empty();
    }
}
