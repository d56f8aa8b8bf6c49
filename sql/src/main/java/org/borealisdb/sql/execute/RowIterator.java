package org.borealisdb.sql.execute;

import org.borealisdb.expr.value.RowSource;

/** Rows, one after the other. Belongs to one task. */
public interface RowIterator extends AutoCloseable {
    /** Goes to the next row; false if there is none. */
    boolean next();

    /** Returns the row that was gone to; good until the next call of {@link #next}. */
    RowSource row();

    /** Gives back what the rows take of memory and disk; afterwards there are none. The end of the statement does that too. */
    @Override
    default void close() {}
}
