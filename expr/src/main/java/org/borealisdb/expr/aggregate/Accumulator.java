package org.borealisdb.expr.aggregate;

import java.util.function.ToLongFunction;
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

    /**
     * Returns the boxed result of an aggregate that has direct arguments.
     *
     * @param direct boxed
     */
    @Nullable
    default Object resultWith(@Nullable Object... direct) {
        return result();
    }

    /**
     * Returns by how many bytes the state is larger than it was whenever this was asked before; 0 for one that keeps nothing but arguments.
     *
     * @param bytes tells how many bytes a boxed value takes
     */
    default long growth(ToLongFunction<@Nullable Object> bytes) {
        return 0;
    }
}
