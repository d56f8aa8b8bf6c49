package org.borealisdb.engine.table;

import org.borealisdb.engine.btree.BTree;
import org.borealisdb.engine.btree.EntryBuffer;
import org.borealisdb.engine.transaction.ReadView;
import org.borealisdb.engine.transaction.Workspace;
import org.borealisdb.engine.undo.RowVersion;

/** Reads single rows by primary key. Safe for use by all tasks, each with its own workspace. */
final class RowReader {
    private final Versions versions;

    RowReader(Versions versions) {
        this.versions = versions;
    }

    /** Copies the newest version of a row, whoever wrote it. */
    void newest(Workspace workspace, Table table, byte[] primaryKey, RowVersion target) {
        newest(workspace, table, primaryKey, primaryKey.length, target);
    }

    /** The same for a primary key that is the first {@code length} bytes. */
    void newest(Workspace workspace, Table table, byte[] primaryKey, int length, RowVersion target) {
        BTree tree = table.tree();
        EntryBuffer value = workspace.value();
        if (tree.get(primaryKey, length, workspace.path(tree), value)) {
            target.copyFrom(value.bytes(), 0, value.length());
        } else {
            target.clear();
        }
    }

    /** Copies the version of a row that {@code view} sees; false if there is no such row for it. */
    boolean read(Workspace workspace, Table table, byte[] primaryKey, ReadView view, RowVersion target) {
        try {
            newest(workspace, table, primaryKey, target);
            boolean there = versions.see(workspace, target, view);
            LongRows.load(workspace, table, target);
            view.checkGood();
            return there;
        } catch (RuntimeException failed) {
            throw view.failure(failed);
        }
    }
}
