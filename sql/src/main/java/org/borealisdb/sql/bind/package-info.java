/**
 * Binding: from syntax trees to plans. Names find their tables and columns, operators and functions their implementation, literals
 * and parameters their types, by PostgreSQL's rules.
 *
 * <p>{@link org.borealisdb.sql.bind.QueryBinder} binds queries, {@link org.borealisdb.sql.bind.DataChangeBinder} changes of rows, both
 * with an {@link org.borealisdb.sql.bind.ExpressionBinder} over the {@link org.borealisdb.sql.bind.Scope} of a FROM clause. A
 * subquery in an expression is a call of a function made for it, whose arguments are what it reads of the rows around it. Binders belong to
 * one task and one statement.
 */
@NullMarked
package org.borealisdb.sql.bind;

import org.jspecify.annotations.NullMarked;
