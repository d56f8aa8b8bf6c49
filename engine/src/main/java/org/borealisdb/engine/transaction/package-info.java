/**
 * Transactions, what they see, and when what they left may go.
 *
 * <p>A commit is one mini-transaction: it stamps its own LSN into the transaction's status slot. A read view is an LSN
 * ({@link org.borealisdb.engine.transaction.ReadView}); a version is visible to it if its transaction's commit LSN is set and not above. There are no
 * lists of active transactions. {@link org.borealisdb.engine.transaction.Transactions} begins and ends transactions, {@link
 * org.borealisdb.engine.transaction.Horizon} raises the purge horizon and {@code allVisibleBelow}.
 *
 * <table border="1">
 * <caption>Transaction status page, little-endian, behind the common page header</caption>
 * <tr><th>offset</th><th>bytes</th><th>field</th></tr>
 * <tr><td>24</td><td>8</td><td>number of the page in the sequence of all: its first transaction id is this times 2,043</td></tr>
 * <tr><td>32</td><td>8</td><td>next page; 0 in the last one</td></tr>
 * <tr><td>40</td><td>8 each</td><td>commit LSN by transaction id; 0 if it runs, was rolled back, or died</td></tr>
 * </table>
 *
 * <p>Invariants: an id is handed out below a logged mark; an empty slot below {@code deadBelow} is of a dead transaction (R12); to others
 * a transaction runs until its commit is durable (R2); a view never changes what it sees.
 *
 * <p>Threading: a transaction, its workspace and its views belong to one task. The rest is safe for use by all. Locks in order: the
 * commit queue's monitor, then the lock table's.
 */
@NullMarked
package org.borealisdb.engine.transaction;

import org.jspecify.annotations.NullMarked;
