package org.borealisdb.sql.plan;

import java.time.ZoneOffset;
import java.util.Iterator;
import java.util.List;
import org.borealisdb.expr.scalar.EvaluationContext;
import org.borealisdb.expr.scalar.Expression;
import org.borealisdb.expr.type.BuiltInType;
import org.borealisdb.expr.type.SqlType;
import org.jspecify.annotations.Nullable;

/**
 * A call of a function that returns a set.
 *
 * @param type of each value of the set
 */
public record SetCall(SetSource function, List<Expression> arguments, SqlType type) {
    /** Copies the arguments. */
    public SetCall {
        arguments = List.copyOf(arguments);
    }

    /** Returns the boxed values of the set for boxed arguments. */
    public Iterator<@Nullable Object> open(@Nullable Object[] values, EvaluationContext context) {
        return function.open(values, type.is(BuiltInType.TIMESTAMP) ? context.withZone(ZoneOffset.UTC) : context);
    }
}
