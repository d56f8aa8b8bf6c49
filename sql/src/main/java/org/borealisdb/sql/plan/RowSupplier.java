package org.borealisdb.sql.plan;

import java.util.List;
import org.borealisdb.expr.type.SqlType;
import org.borealisdb.expr.value.RowSource;
import org.borealisdb.expr.value.Values;

/** Computes the rows of a virtual table. */
@FunctionalInterface
public interface RowSupplier {
    /** Returns the rows as of now. */
    List<RowSource> rows();

    /** Returns those with a boxed value in a column. */
    default List<RowSource> rows(int column, SqlType type, Object value) {
        return rows().stream()
                .filter(row -> value.equals(Values.read(row, column, type)))
                .toList();
    }
}
