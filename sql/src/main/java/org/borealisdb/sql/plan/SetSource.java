package org.borealisdb.sql.plan;

import java.util.Iterator;
import java.util.Optional;
import org.borealisdb.expr.scalar.EvaluationContext;
import org.jspecify.annotations.Nullable;

/** What a call of a function that returns a set takes its values from. */
public interface SetSource {
    /** Returns the function's name. */
    String functionName();

    /** Returns the name that its column in FROM has whatever the alias, if it has one. */
    default Optional<String> columnName() {
        return Optional.empty();
    }

    /**
     * Returns the boxed values of the set, {@code null} for NULL.
     *
     * @param arguments boxed
     * @param context the session's, with the zone for steps of days
     */
    Iterator<@Nullable Object> open(@Nullable Object[] arguments, EvaluationContext context);
}
