/**
 * Tables: rows in clustered trees, secondary indexes, and what keeps both right when transactions are rolled back or old versions die.
 *
 * <p>{@link org.borealisdb.engine.table.RowStore} is the contract for the layer above: it reads rows as a view sees them, and inserts,
 * updates, deletes and locks them. It knows nothing of columns: a row is bytes, a key is bytes, and an index's key is a function of the
 * row's bytes ({@link org.borealisdb.engine.table.IndexKey}). {@link org.borealisdb.engine.table.TableEngine} makes tables and indexes;
 * {@link org.borealisdb.engine.table.Maintenance} is the background work.
 *
 * <p>A value in a clustered tree is a {@link org.borealisdb.redo.page.RowHeader} and the row. The newest version is in the tree, older
 * ones are in undo. A change of a row and its undo record are one mini-transaction. Index entries are added in mini-transactions of their
 * own after it; should a crash come in between, the transaction is dead and the reverter removes what it left.
 *
 * <p>Invariants:
 * <ul>
 * <li>A row's newest version that is by a running transaction is changed by that transaction alone.
 * <li>For every version that a view may see, there is an entry in every index that the view may use.
 * <li>A version by an aborted transaction is never built upon: it is taken back first, entries and all (R17).
 * <li>An undo record's row is looked at by its (transaction, undo pointer), so whoever does something twice does nothing the second time.
 * </ul>
 *
 * <p>Order of what one may hold: key stripes, then latches of one mini-transaction. Transactions are waited for with neither. A stripe keeps apart those
 * who change a row together with its entries: writers of tables with indexes, the reverter and purge.
 */
@NullMarked
package org.borealisdb.engine.table;

import org.jspecify.annotations.NullMarked;
