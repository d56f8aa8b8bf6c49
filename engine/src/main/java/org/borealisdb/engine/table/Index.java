package org.borealisdb.engine.table;

import org.borealisdb.engine.btree.BTree;

/**
 * A secondary index of a table: a tree whose keys are (index key, primary key). A value is the length of the index key (16 bits) and flags (8 bits, 0).
 *
 * <p>Of an index with payload the keys are (index key, primary key, payload): a row whose payload changes has another entry, as one whose key does. The payload is a byte, 1, and what
 * {@link IndexKey#encodePayload} says, or only a byte, 0, if that would be too long; then the row has to be read. The flags are 1, and the length of index key and primary key (16 bits) follows.
 *
 * @param objectId its catalog object; 0 if it has none
 * @param tree its tree
 * @param key computes a row's key
 * @param unique whether two rows may not have the same {@link Indexing#DISTINCT} key
 */
public record Index(long objectId, BTree tree, IndexKey key, boolean unique) {
    /** The same index, as long as it does not keep two rows from having the same key. */
    Index withoutUniqueness() {
        return new Index(objectId, tree, key, false);
    }

    /** Root page of the tree, which names it for ever. */
    public long treeId() {
        return tree.root();
    }
}
