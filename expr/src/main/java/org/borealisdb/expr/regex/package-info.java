/**
 * Regular expressions with PostgreSQL's syntax and meaning (chapter 9.7.3 of its manual), by an engine of our own (decision 55).
 *
 * <p>{@link org.borealisdb.expr.regex.Regex} is an expression, compiled; immutable and shared. A match is found in two steps, as
 * in Henry Spencer's engine that PostgreSQL uses. First, automata find where the leftmost match begins, and, by whether the
 * expression as a whole prefers long or short matches, where it ends: in time proportional to the text's length times the
 * expression's size, whatever the expression. Then, if somebody asks for its groups, the match is taken apart along the tree of
 * {@link org.borealisdb.expr.regex.Part}s: each takes the longest (or shortest) piece that lets the rest match. Only back
 * references make the second step try many ways.
 *
 * <p>Positions are counted in characters. A match asks every few thousand steps whether its statement is cancelled. The size of
 * an automaton is bounded.
 */
@NullMarked
package org.borealisdb.expr.regex;

import org.jspecify.annotations.NullMarked;
