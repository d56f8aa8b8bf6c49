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

    /**
     * Takes a row's values out again, the earliest of those that are still in.
     *
     * @return whether that could be done; if not, the state is as before, and has to be made anew from the rows that are left
     */
    default boolean remove(@Nullable Object... arguments) {
        return false;
    }

    /** Returns the boxed result, {@code null} for NULL; more values may be added afterwards. */
    @Nullable
    Object result();
}
