package org.borealisdb.sql.plan;

import java.util.List;
import org.borealisdb.expr.value.RowSource;

/** Computes the rows of a virtual table. */
@FunctionalInterface
public interface RowSupplier {
    /** Returns the rows as of now. */
    List<RowSource> rows();
}
