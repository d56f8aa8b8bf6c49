/**
 * Running plans: {@link org.borealisdb.sql.execute.PlanRunner} opens a tree of row iterators over a plan, {@link
 * org.borealisdb.sql.execute.ChangeRunner} inserts, updates and deletes. An {@link org.borealisdb.sql.execute.Execution} is what one run of a
 * statement shares: transaction, view, parameters, and the check for cancellation that long loops make. Everything belongs to one task.
 */
@NullMarked
package org.borealisdb.sql.execute;

import org.jspecify.annotations.NullMarked;
