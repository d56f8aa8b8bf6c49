package org.borealisdb.sql.plan;

import java.util.Locale;
import java.util.Optional;

/** The functions that are computed over the rows of a window and are no aggregates. */
public enum WindowFunction {
    ROW_NUMBER,
    RANK,
    DENSE_RANK,
    PERCENT_RANK,
    CUME_DIST,
    NTILE,
    LAG,
    LEAD,
    FIRST_VALUE,
    LAST_VALUE,
    NTH_VALUE;

    /** Returns the function of a name. */
    public static Optional<WindowFunction> named(String name) {
        for (WindowFunction function : values()) {
            if (function.functionName().equals(name)) {
                return Optional.of(function);
            }
        }
        return Optional.empty();
    }

    /** Returns the name in SQL. */
    public String functionName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Returns whether it numbers rows by those before: its values do not fall, and need no row behind. */
    public boolean isNumber() {
        return this == ROW_NUMBER || this == RANK || this == DENSE_RANK;
    }

    /** Returns whether it goes by the frame of a row, and not by the whole partition. */
    public boolean readsFrame() {
        return this == FIRST_VALUE || this == LAST_VALUE || this == NTH_VALUE;
    }
}
