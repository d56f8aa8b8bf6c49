package org.borealisdb.engine.table;

import org.borealisdb.engine.btree.BTree;

/**
 * A secondary index of a table: a tree whose keys are (index key, primary key) and whose values are the length of the index key (16 bits) and flags (8 bits, 0).
 *
 * @param objectId its catalog object; 0 if it has none
 * @param tree its tree
 * @param key computes a row's key
 * @param unique whether two rows may not have the same {@link Indexing#DISTINCT} key
 */
public record Index(long objectId, BTree tree, IndexKey key, boolean unique) {
    /** Root page of the tree, which names it for ever. */
    public long treeId() {
        return tree.root();
    }
}
