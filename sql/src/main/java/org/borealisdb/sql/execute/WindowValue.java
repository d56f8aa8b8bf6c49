package org.borealisdb.sql.execute;

import org.jspecify.annotations.Nullable;

/** Computes a function over a window, row after row of a partition. Belongs to one task. */
interface WindowValue {
    /** Begins with the first row of a partition. */
    void begin(WindowPartition partition);

    /** Returns the boxed value for a row, whose frame has been moved to. */
    @Nullable
    Object at(int place);
}
