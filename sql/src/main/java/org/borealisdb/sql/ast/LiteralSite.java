package org.borealisdb.sql.ast;

/**
 * A number in an expression, and where its digits stand.
 *
 * @param literal the node of the tree, told from others by identity
 * @param offset of the first digit in the text
 * @param negated whether a sign before the digits was folded into the node
 */
public record LiteralSite(SyntaxExpression.Literal literal, int offset, boolean negated) {}
