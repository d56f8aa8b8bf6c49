package org.borealisdb.sql.plan;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Supplier;
import org.borealisdb.expr.scalar.EvaluationContext;
import org.borealisdb.expr.type.CompositeType;
import org.borealisdb.expr.value.BoxedRow;
import org.jspecify.annotations.Nullable;

/**
 * A function without arguments that returns rows as a session computes them.
 *
 * @param oid its number
 * @param functionName its name
 * @param type of each row
 * @param rows computes the rows as of now; called by the session's task
 */
public record RowFunction(int oid, String functionName, CompositeType type, Supplier<List<BoxedRow>> rows)
        implements SetSource {
    @Override
    public Iterator<@Nullable Object> open(@Nullable Object[] arguments, EvaluationContext context) {
        List<@Nullable Object> values = new ArrayList<>(rows.get());
        return values.iterator();
    }
}
