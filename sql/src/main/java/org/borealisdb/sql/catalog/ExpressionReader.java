package org.borealisdb.sql.catalog;

import java.util.List;
import org.borealisdb.expr.scalar.Expression;
import org.borealisdb.expr.type.SqlType;

/** Binds the expressions of indexes, which the catalog keeps as SQL in which {@code $1} stands for the first column of the table. */
@FunctionalInterface
public interface ExpressionReader {
    /** Returns the expression of a text over rows with columns of some types. */
    Expression read(String text, List<? extends SqlType> types, TypeLookup lookup);
}
