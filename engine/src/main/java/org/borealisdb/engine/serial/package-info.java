/**
 * Serializable snapshot isolation (SSI): lets SERIALIZABLE transactions read with their view without locks that anybody waits for, and ends one of them with 40001 when they might have no order
 * in which they could have run one after the other. After Cahill, Röhm and Fekete, <i>Serializable Isolation for Snapshot Databases</i> (SIGMOD 2008), and Ports and Grittner,
 * <i>Serializable Snapshot Isolation in PostgreSQL</i> (VLDB 2012).
 *
 * <p>If R reads what W, which runs at the same time, replaces or adds, R must come before W: a <i>conflict</i> R → W. Every history of such views that has no serial order has two conflicts in a row,
 * T1 → T2 → T3, of which T3 is the first to commit ({@link org.borealisdb.engine.serial.SerialTransactions}). Conflicts are found from both sides: a reader meets a version that its view
 * does not see, or a writer meets a key in a range that was read ({@link org.borealisdb.engine.serial.ReadRanges}). A read is noted before the page is looked at, a write is looked for after it
 * was made: so one of the two finds the other.
 *
 * <p>All of it is kept in the writer's memory and lost with it, together with the transactions that it is about: those that were committed go on to matter only for those that run.
 *
 * <p>Threading: one monitor, which is a leaf but for the registry of views, for all methods.
 */
@NullMarked
package org.borealisdb.engine.serial;

import org.jspecify.annotations.NullMarked;
