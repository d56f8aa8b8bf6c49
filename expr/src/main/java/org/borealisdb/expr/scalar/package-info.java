/**
 * Scalar expressions as data, their evaluator, and the catalog of functions, operators and casts.
 *
 * <p>{@link org.borealisdb.expr.scalar.Expression} is the closed family of typed, bound expressions. {@link
 * org.borealisdb.expr.scalar.Evaluator} is what {@link org.borealisdb.expr.scalar.EvaluatorCompiler} makes of one: a tree of
 * small objects that evaluate one row at a time from a {@link org.borealisdb.expr.scalar.Frame}. The primitive kinds travel
 * as {@code long} and {@code double} with a NULL flag in the frame, so that integer, date and floating-point expressions
 * allocate nothing.
 *
 * <p>{@link org.borealisdb.expr.scalar.ScalarFunction} declares a function with PostgreSQL's oid, its signature and its body;
 * the tables of them ({@code ...Functions}) are lists of declarations. {@link
 * org.borealisdb.expr.scalar.FunctionCatalog} finds them by name, {@link org.borealisdb.expr.scalar.OperatorTable} the
 * operators, {@link org.borealisdb.expr.scalar.CastTable} the casts, and {@link org.borealisdb.expr.scalar.Resolution}
 * chooses among candidates by PostgreSQL's rules.
 *
 * <p>Expressions, functions and evaluators are immutable and shared between tasks; a frame belongs to one task.
 */
@NullMarked
package org.borealisdb.expr.scalar;

import org.jspecify.annotations.NullMarked;
