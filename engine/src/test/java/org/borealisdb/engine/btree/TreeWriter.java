package org.borealisdb.engine.btree;

import java.lang.foreign.MemorySegment;
import org.borealisdb.engine.PageEngine;
import org.borealisdb.engine.mtr.MiniTransaction;

/** Single changes of a tree, as a session makes them. */
final class TreeWriter {
    final MiniTransaction mtr;
    final LeafPosition leaf;
    final BTree tree;

    /** Consistency point of the last change. */
    long lastCommit;

    TreeWriter(PageEngine engine, BTree tree) {
        this.mtr = engine.mtr();
        this.leaf = engine.leaf();
        this.tree = tree;
    }

    /** Inserts or replaces; true if the key was there. */
    boolean put(byte[] key, byte[] value) {
        while (true) {
            mtr.begin(1);
            try {
                tree.findForUpdate(mtr, key, key.length, leaf);
                boolean found = leaf.found();
                if (found ? leaf.fitsReplace(value.length) : leaf.fitsInsert(value.length)) {
                    if (found) {
                        leaf.replace(MemorySegment.ofArray(value), 0, value.length);
                    } else {
                        leaf.insert(MemorySegment.ofArray(value), 0, value.length);
                    }
                    lastCommit = mtr.commit();
                    return found;
                }
            } finally {
                mtr.close();
            }
            tree.makeRoom(mtr, key, key.length, value.length, leaf);
        }
    }

    /** Deletes; true if the key was there. */
    boolean delete(byte[] key) {
        boolean found;
        boolean empty = false;
        mtr.begin(1);
        try {
            tree.findForUpdate(mtr, key, key.length, leaf);
            found = leaf.found();
            if (found) {
                empty = leaf.delete();
            }
            lastCommit = mtr.commit();
        } finally {
            mtr.close();
        }
        if (empty) {
            tree.reclaim(mtr, key, key.length, leaf);
        }
        return found;
    }
}
