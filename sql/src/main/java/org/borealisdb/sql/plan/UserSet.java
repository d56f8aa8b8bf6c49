package org.borealisdb.sql.plan;

import java.util.Iterator;
import java.util.function.Function;
import org.borealisdb.expr.scalar.EvaluationContext;
import org.jspecify.annotations.Nullable;

/**
 * A function of a user's that returns a set.
 *
 * @param functionName its name
 * @param rows returns the boxed values for boxed arguments; called by the session's task
 */
public record UserSet(String functionName, Function<@Nullable Object[], Iterator<@Nullable Object>> rows)
        implements SetSource {
    @Override
    public Iterator<@Nullable Object> open(@Nullable Object[] arguments, EvaluationContext context) {
        return rows.apply(arguments);
    }
}
