package org.borealisdb.sql.execute;

import org.borealisdb.expr.value.RowSource;

/** Rows, one after the other. */
public interface RowIterator {
    /** Goes to the next row; false if there is none. */
    boolean next();

    /** Returns the current row, good until the next step. */
    RowSource row();
}
