package org.borealisdb.sql.plan;

import java.time.ZoneId;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/** What a call of a function that returns a set takes its values from. */
public interface SetSource {
    /** Returns the function's name. */
    String functionName();

    /**
     * Returns the boxed values of the set, {@code null} for NULL.
     *
     * @param arguments boxed
     * @param zone the session's, for steps of days
     */
    Iterator<@Nullable Object> open(@Nullable Object[] arguments, ZoneId zone);
}
