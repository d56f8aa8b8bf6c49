package org.borealisdb.sql.plan;

import java.util.List;
import java.util.Optional;
import org.borealisdb.expr.aggregate.Aggregate;
import org.borealisdb.expr.scalar.Expression;

/**
 * An aggregate to compute for each group.
 *
 * @param distinct whether equal arguments count once
 * @param filter which rows count; all if it is missing
 */
public record AggregateCall(
        Aggregate aggregate, List<Expression> arguments, boolean distinct, Optional<Expression> filter) {
    /** Copies the arguments. */
    public AggregateCall {
        arguments = List.copyOf(arguments);
    }
}
