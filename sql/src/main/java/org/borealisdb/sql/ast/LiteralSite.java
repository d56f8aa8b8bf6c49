package org.borealisdb.sql.ast;

/**
 * A number or a string in an expression, and where its digits stand or its first quote.
 *
 * @param literal the node of the tree, told from others by identity
 * @param offset of the first digit or the quote in the text
 * @param negated whether a sign before a number was folded into the node
 */
public record LiteralSite(SyntaxExpression.Literal literal, int offset, boolean negated) {}
