package org.borealisdb.sql.execute;

import org.borealisdb.expr.value.RowSource;

/** Rows, one after the other. Belongs to one task. */
public interface RowIterator extends AutoCloseable {
    /** Goes to the next row; false if there is none. */
    boolean next();

    /** Returns the row that was gone to; good until the next call of {@link #next}. */
    RowSource row();

    /**
     * Begins again, with what the slots hold now that the plan reads, at any time after it was opened; false if it has to be closed and opened anew, whatever it has done until then. Who runs a plan for each of many rows is spared most of what opening takes.
     */
    default boolean restart() {
        return false;
    }

    /** Gives back what the rows take of memory and disk; afterwards there are none, unless it begins again. The end of the statement does that too. */
    @Override
    default void close() {}
}
