package org.borealisdb.engine.table;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.Optional;
import org.borealisdb.engine.btree.TreeFiller;
import org.borealisdb.engine.space.PageAllocator;
import org.borealisdb.engine.transaction.ReadView;
import org.borealisdb.engine.transaction.Transaction;
import org.borealisdb.engine.transaction.Workspace;
import org.borealisdb.engine.undo.RowVersion;
import org.borealisdb.engine.undo.UndoRange;
import org.borealisdb.expr.value.ByteSink;
import org.borealisdb.redo.page.RowHeader;

/** Writes the rows of a table into a new one that is clustered by another key, byte for byte, as whole leaves. */
final class TableRewriter {
    /** All of a row's header but its flags, which come last. */
    private static final int SHARED_HEADER = RowHeader.BYTES - 1;

    private final TreeStore trees;
    private final PageAllocator allocator;
    private final Versions versions;

    TableRewriter(TreeStore trees, PageAllocator allocator, Versions versions) {
        this.trees = trees;
        this.allocator = allocator;
        this.versions = versions;
    }

    /** See {@link TableEngine#rewrite}. */
    Optional<byte[]> rewrite(Transaction transaction, Table from, Table to, IndexKey key, ReadView view) {
        Workspace workspace = transaction.workspace();
        byte[] header = new byte[RowHeader.BYTES];
        trees.rangeInserted(transaction, to.treeId(), UndoRange.ALL, MemorySegment.ofArray(header));
        TreeFiller filler = new TreeFiller(
                to.tree(), workspace.mtr(), allocator, Arrays.copyOf(header, SHARED_HEADER), TreeFiller.DEFAULT_BYTES);
        RowCursor cursor = new RowCursor(workspace, from, view, KeyRange.all(), versions);
        ByteSink newKey = workspace.key();
        boolean distinct = true;
        while (distinct && cursor.next()) {
            workspace.step();
            RowVersion row = cursor.row();
            newKey.clear();
            key.encode(row.bytes(), row.rowStart(), row.rowLength(), newKey);
            RowStore.checkLength(newKey.size(), row.rowLength());
            if (row.rowLength() > RowStore.MAX_INLINE) {
                byte[] stored = longRow(workspace, to, row);
                distinct = filler.add(newKey.array(), newKey.size(), stored, 0, stored.length);
            } else {
                // In the version's own bytes the flags, none, stand before the row.
                distinct =
                        filler.add(newKey.array(), newKey.size(), row.bytes(), row.rowStart() - 1, row.rowLength() + 1);
            }
        }
        if (distinct && filler.finish()) {
            return Optional.empty();
        }
        byte[] twice = filler.duplicate();
        RowVersion version = new RowVersion();
        version.set(transaction.id(), 0, 0, twice[0], twice, 1, twice.length - 1);
        LongRows.load(workspace, to, version);
        return Optional.of(version.row());
    }

    private static byte[] longRow(Workspace workspace, Table to, RowVersion row) {
        byte[] reference = LongRows.store(workspace, to, row.row(), row.rowLength());
        byte[] stored = new byte[1 + reference.length];
        stored[0] = RowHeader.OVERFLOW;
        System.arraycopy(reference, 0, stored, 1, reference.length);
        return stored;
    }
}
