/**
 * Undo: for every change of a row, the version before it, kept until nobody can need it.
 *
 * <p>{@link org.borealisdb.engine.undo.UndoLog} has a few append-only streams of pages. A transaction writes to one of them. Its records
 * are chained from the newest to the oldest, and numbered; a row's header names the record of its newest change and that number. Purge walks each
 * stream from its head and frees pages whose records nobody needs.
 *
 * <table border="1">
 * <caption>Undo page, little-endian, behind the common page header</caption>
 * <tr><th>offset</th><th>bytes</th><th>field</th></tr>
 * <tr><td>24</td><td>8</td><td>next page of the stream; 0 in its last one</td></tr>
 * <tr><td>32</td><td>2</td><td>end of the records</td></tr>
 * <tr><td>34</td><td>2</td><td>number of the stream</td></tr>
 * <tr><td>40</td><td>...</td><td>records, one after the other</td></tr>
 * </table>
 *
 * <table border="1">
 * <caption>Undo record</caption>
 * <tr><th>offset</th><th>bytes</th><th>field</th></tr>
 * <tr><td>0</td><td>2</td><td>length of the whole record</td></tr>
 * <tr><td>2</td><td>1</td><td>kind ({@link org.borealisdb.engine.undo.UndoKind})</td></tr>
 * <tr><td>3</td><td>1</td><td>flags: 1 = dealt with for good</td></tr>
 * <tr><td>4</td><td>8</td><td>transaction id</td></tr>
 * <tr><td>12</td><td>8</td><td>undo pointer of the record that this transaction wrote before; 0 if none</td></tr>
 * <tr><td>20</td><td>4</td><td>number of the change within the transaction</td></tr>
 * <tr><td>24</td><td>8</td><td>root page of the tree, or id of the sequence</td></tr>
 * <tr><td>32</td><td>2</td><td>length of the primary key</td></tr>
 * <tr><td>34</td><td>2</td><td>0</td></tr>
 * <tr><td>36</td><td>...</td><td>primary key; then the version before, with its {@link org.borealisdb.redo.page.RowHeader}, or nothing if there was none; of a range, instead of a
 * key: length of the lowest key (2), lowest key, highest key</td></tr>
 * </table>
 *
 * <p>The page of roots (named by the volume header) has the head of each stream from offset 64, 8 bytes each. An undo pointer is
 * {@code page number << 14 | offset}.
 *
 * <p>Invariants: nobody follows the undo pointer of a version that it can see; so a page may be freed once all its transactions are
 * committed at or below the purge horizon, or fully reverted at or below it (R18, R19).
 *
 * <p>Threading: all but the records and versions themselves are safe for use by all tasks. Pages are loaded only without latches.
 */
@NullMarked
package org.borealisdb.engine.undo;

import org.jspecify.annotations.NullMarked;
