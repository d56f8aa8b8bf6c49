package org.borealisdb.expr.aggregate;

import org.jspecify.annotations.Nullable;

/** The state of an aggregate over one group. */
public interface Accumulator {
    /**
     * Takes a row's values in.
     *
     * @param arguments boxed, {@code null} for NULL; empty for {@code count(*)}
     */
    void add(@Nullable Object... arguments);

    /** Returns the boxed result, {@code null} for NULL; more values may be added afterwards. */
    @Nullable
    Object result();
}
