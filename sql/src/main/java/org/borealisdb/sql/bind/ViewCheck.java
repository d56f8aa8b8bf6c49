package org.borealisdb.sql.bind;

import org.borealisdb.expr.scalar.Expression;

/**
 * The condition of a view that rows written through it must meet.
 *
 * @param view its name
 * @param condition over a row of the table below; null is no better than false
 */
public record ViewCheck(String view, Expression condition) {}
