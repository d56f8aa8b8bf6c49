package org.borealisdb.sql.ast;

import org.jspecify.annotations.Nullable;

/**
 * One item of ORDER BY or of an index.
 *
 * @param expression what to order by
 * @param descending whether largest come first
 * @param nullsFirst where NULLs go; missing: last if ascending, first if descending
 * @param using the operator of {@code USING operator}
 * @param position offset of the expression
 */
public record OrderItem(
        SyntaxExpression expression,
        boolean descending,
        @Nullable Boolean nullsFirst,
        @Nullable QualifiedName using,
        int position) {}
