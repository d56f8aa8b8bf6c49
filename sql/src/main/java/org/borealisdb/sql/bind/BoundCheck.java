package org.borealisdb.sql.bind;

import org.borealisdb.expr.scalar.Expression;

/**
 * A check constraint.
 *
 * @param condition over the table's rows
 */
public record BoundCheck(String name, Expression condition) {}
