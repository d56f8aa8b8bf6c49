package org.borealisdb.sql.plan;

import java.util.Collections;
import java.util.Iterator;
import org.borealisdb.expr.scalar.EvaluationContext;
import org.jspecify.annotations.Nullable;

/**
 * A function that returns no set beside those that do: a set of its one value, which is the argument.
 *
 * @param functionName its name
 */
public record SingleValue(String functionName) implements SetSource {
    @Override
    public Iterator<@Nullable Object> open(@Nullable Object[] arguments, EvaluationContext context) {
        return Collections.singletonList(arguments[0]).iterator();
    }
}
