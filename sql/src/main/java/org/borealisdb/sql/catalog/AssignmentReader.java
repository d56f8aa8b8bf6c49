package org.borealisdb.sql.catalog;

import java.util.List;
import org.borealisdb.expr.scalar.Expression;
import org.borealisdb.expr.type.SqlType;

/** Binds the expressions of generated columns, which the catalog keeps as SQL in which {@code $1} stands for the first column of the table. */
@FunctionalInterface
public interface AssignmentReader {
    /** Returns the expression of a text over rows with columns of some types, as it is assigned to a column of a type. */
    Expression read(String text, List<? extends SqlType> types, SqlType target, TypeLookup lookup);
}
