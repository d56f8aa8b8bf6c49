package org.borealisdb.engine.table;

import org.borealisdb.engine.btree.BTree;
import org.borealisdb.engine.btree.EntryBuffer;
import org.borealisdb.engine.btree.LeafPosition;
import org.borealisdb.engine.mtr.MiniTransaction;
import org.borealisdb.engine.transaction.Workspace;
import org.borealisdb.engine.undo.RowVersion;
import org.borealisdb.redo.page.RowHeader;

/** A tree of values without versions, each changed in a mini-transaction of its own and never undone: for sequences. */
public final class ValueStore {
    private final BTree tree;

    public ValueStore(BTree tree) {
        this.tree = tree;
    }

    public BTree tree() {
        return tree;
    }

    /** Copies a value, behind an empty row header; false if the key is not there. */
    public boolean get(Workspace workspace, byte[] key, RowVersion target) {
        EntryBuffer value = workspace.value();
        if (!tree.get(key, key.length, workspace.path(tree), value)) {
            return false;
        }
        target.copyFrom(value.bytes(), 0, value.length());
        return true;
    }

    /**
     * Sets a value.
     *
     * @return the LSN at which the change is durable
     */
    public long put(Workspace workspace, byte[] key, byte[] value) {
        MiniTransaction mtr = workspace.mtr();
        LeafPosition leaf = workspace.leaf();
        RowVersion written = workspace.written();
        written.set(0, 0, 0, 0, value, 0, value.length);
        while (true) {
            mtr.begin(1);
            try {
                tree.findForUpdate(mtr, key, key.length, leaf);
                if (leaf.found() && leaf.fitsReplace(written.end())) {
                    leaf.replace(written.memory(), 0, written.end());
                    return mtr.commit();
                }
                if (!leaf.found() && leaf.fitsInsert(written.end())) {
                    leaf.insert(written.memory(), 0, written.end());
                    return mtr.commit();
                }
            } finally {
                mtr.close();
            }
            tree.makeRoom(mtr, key, key.length, RowHeader.BYTES + value.length, leaf);
        }
    }
}
