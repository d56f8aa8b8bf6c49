package org.borealisdb.engine.table;

import java.lang.foreign.MemorySegment;
import org.borealisdb.engine.transaction.Workspace;
import org.borealisdb.engine.undo.RowVersion;
import org.borealisdb.redo.page.Page;
import org.borealisdb.redo.page.RowHeader;

/**
 * Rows that are too long for a leaf: their bytes are in a chain of overflow pages of the table's tree, and what stands in the leaf (and in undo)
 * is the chain's first page (64 bits) and the row's length (32 bits), with a flag in the row's header.
 *
 * <p>Each version has a chain of its own. It is freed with the version: by purge when nobody can see the version any more, by the reverter when its
 * change was taken back. Before that the undo record that leads there is marked as done (by purge in a step of its own, by the reverter together with the
 * row), so a chain is never freed twice; a crash in between leaves it to the day when the table is dropped.
 */
final class LongRows {
    private static final int REFERENCE_BYTES = Long.BYTES + Integer.BYTES;

    private LongRows() {}

    /** Writes a row's bytes to a chain, and answers what stands for them. */
    static byte[] store(Workspace workspace, Table table, byte[] row, int length) {
        byte[] reference = new byte[REFERENCE_BYTES];
        MemorySegment memory = MemorySegment.ofArray(reference);
        memory.set(Page.LONG, 0, workspace.overflow().write(table.treeId(), MemorySegment.ofArray(row), 0, length));
        memory.set(Page.INT, Long.BYTES, length);
        return reference;
    }

    /** Puts the row's bytes into a version that only refers to them. The version must be one that a view or pin keeps. */
    static void load(Workspace workspace, Table table, RowVersion version) {
        if (!version.exists() || !version.overflows()) {
            return;
        }
        int length = version.memory().get(Page.INT, version.rowStart() + (long) Long.BYTES);
        byte[] row = new byte[length];
        workspace.overflow().read(table.treeId(), chain(version), MemorySegment.ofArray(row), 0, length);
        version.replaceRow(row, 0, length, version.flags() & ~RowHeader.OVERFLOW);
    }

    /** Frees a chain that {@link #store} wrote. */
    static void free(Workspace workspace, Table table, byte[] reference) {
        workspace
                .overflow()
                .free(table.treeId(), MemorySegment.ofArray(reference).get(Page.LONG, 0));
    }

    /** The first page of the chain that a version refers to. */
    static long chain(RowVersion version) {
        return version.memory().get(Page.LONG, version.rowStart());
    }
}
