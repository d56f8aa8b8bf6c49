package org.borealisdb.sql.plan;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Supplier;
import org.borealisdb.expr.scalar.EvaluationContext;
import org.borealisdb.expr.type.CompositeType;
import org.borealisdb.expr.value.BoxedRow;
import org.jspecify.annotations.Nullable;

/**
 * A function that returns rows as a session computes them.
 *
 * @param oid its number
 * @param functionName its name
 * @param arguments their names and types; for a NULL among them {@code rows} is not asked
 * @param type of each row
 * @param set whether it returns a set, which is empty for a NULL; otherwise it returns one row, which is NULL then
 * @param rows computes the rows as of now; called by the session's task
 */
public record RowFunction(
        int oid,
        String functionName,
        List<CompositeType.Field> arguments,
        CompositeType type,
        boolean set,
        Function<Object[], List<BoxedRow>> rows)
        implements SetSource {
    /** Copies the arguments. */
    public RowFunction {
        arguments = List.copyOf(arguments);
    }

    /** A function without arguments. */
    public RowFunction(int oid, String functionName, CompositeType type, Supplier<List<BoxedRow>> rows) {
        this(oid, functionName, List.of(), type, true, _ -> rows.get());
    }

    @Override
    public Iterator<@Nullable Object> open(@Nullable Object[] arguments, EvaluationContext context) {
        List<@Nullable Object> values = new ArrayList<>();
        if (Arrays.stream(arguments).noneMatch(Objects::isNull)) {
            values.addAll(rows.apply(arguments));
        } else if (!set) {
            values.add(null);
        }
        return values.iterator();
    }
}
