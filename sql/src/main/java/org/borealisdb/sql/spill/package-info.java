/**
 * Rows within a limit of memory. Whatever keeps rows while a statement runs keeps them here: {@link org.borealisdb.sql.spill.RowSorter} sorts them, {@link
 * org.borealisdb.sql.spill.RowBuffer} keeps them by their numbers, {@link org.borealisdb.sql.spill.SpilledPartitions} sets those apart that a hash table has no room for. Each has an {@link
 * org.borealisdb.sql.spill.OperatorMemory} with a limit, and goes on in the statement's {@link org.borealisdb.sql.spill.ScratchFile} once that is reached.
 *
 * <p>Accounts are three deep: an operator's belongs to its statement's {@link org.borealisdb.sql.spill.StatementMemory}, which takes bytes of {@link
 * org.borealisdb.sql.spill.InstanceMemory} in pieces. Only the last is shared between tasks, so that counting a row costs an addition. Sizes are estimates of what objects take.
 *
 * <p>What is on disk is of no use to anybody but the statement that wrote it: it is sealed with a key that is in memory only, and goes with the statement, or when an instance starts that finds it.
 */
@NullMarked
package org.borealisdb.sql.spill;

import org.jspecify.annotations.NullMarked;
