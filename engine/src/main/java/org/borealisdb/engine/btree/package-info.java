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
 *
 * <table border="1">
 * <caption>Tree node, little-endian, behind the common page header</caption>
 * <tr><th>offset</th><th>bytes</th><th>field</th></tr>
 * <tr><td>24</td><td>8</td><td>root page of its tree</td></tr>
 * <tr><td>32</td><td>8</td><td>highest transaction id that marked an entry (leaves)</td></tr>
 * <tr><td>40</td><td>2</td><td>level, 0 for leaves</td></tr>
 * <tr><td>42</td><td>2</td><td>number of slots</td></tr>
 * <tr><td>44</td><td>2</td><td>where the heap begins (0: at the end of the page); it grows downwards</td></tr>
 * <tr><td>46</td><td>2</td><td>unused bytes in the heap</td></tr>
 * <tr><td>48</td><td>12 each</td><td>slots in the order of keys: the first 8 bytes of the key, big-endian and zero-padded, as a number; offset of the entry (2); length of the
 * key (2)</td></tr>
 * <tr><td>heap</td><td>...</td><td>entries: length of the value (2), the key behind its first 8 bytes, the value; above the leaves, the value is a child's page number
 * and the key the lowest of its range, that of the first child counting as lower than all</td></tr>
 * </table>
 */
@NullMarked
package org.borealisdb.engine.btree;

import org.jspecify.annotations.NullMarked;
