package org.borealisdb.sql.catalog;

import org.borealisdb.expr.scalar.Expression;

/**
 * A column whose value is computed whenever a row is written.
 *
 * @param place of the column, from 0
 * @param value over the row's other columns
 */
public record GeneratedColumn(int place, Expression value) {}
