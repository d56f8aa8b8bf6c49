/**
 * Plans: trees of {@link org.borealisdb.sql.plan.Plan} nodes over bound expressions, and the rules that choose how tables are read
 * ({@link org.borealisdb.sql.plan.AccessRules}). A node's rows have the columns of {@link org.borealisdb.sql.plan.Plan#types}; an expression's column
 * references are places in its input's rows, in a join the left ones before the right ones. Plans are immutable and may be run by
 * many executions at a time.
 */
@NullMarked
package org.borealisdb.sql.plan;

import org.jspecify.annotations.NullMarked;
