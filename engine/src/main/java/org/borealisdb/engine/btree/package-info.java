/**
 * B+trees over byte keys in unsigned lexicographic order, with byte values.
 *
 * <p>{@link org.borealisdb.engine.btree.BTree} is one tree, named by its root page, which never moves. {@link
 * org.borealisdb.engine.btree.LeafPosition} is a place in a latched leaf, on which the caller edits within its own mini-transaction;
 * {@link org.borealisdb.engine.btree.TreeCursor} scans, copying leaf by leaf. {@link org.borealisdb.engine.btree.OverflowPages}
 * hold values that are too long for a leaf.
 *
 * <p>How a row change and its undo record become one mini-transaction:
 *
 * <pre>{@code
 * mtr.begin(3);
 * try {
 *     int undo = mtr.fix(undoPage);                       // pages other than the leaf first
 *     tree.findForUpdate(mtr, key, keyLength, leaf);      // descends, pins and latches the leaf
 *     if (!leaf.fitsInsert(valueLength)) {
 *         mtr.abandon();
 *         tree.makeRoom(mtr, key, keyLength, valueLength, leaf);   // splits, in mini-transactions of its own
 *         // ... and begin again
 *     }
 *     mtr.latch(undo);                                    // after the leaf, in the order of latches
 *     // ... look again whether everything is as it should be, then edit: mtr.setBytes(undo, ...)
 *     leaf.insert(value, from, valueLength);
 *     mtr.commit();
 * } finally {
 *     mtr.close();
 * }
 * }</pre>
 */
@NullMarked
package org.borealisdb.engine.btree;

import org.jspecify.annotations.NullMarked;
