package org.borealisdb.sql.plan;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.borealisdb.expr.aggregate.Aggregate;
import org.borealisdb.expr.scalar.Expression;

/**
 * An aggregate to compute for each group.
 *
 * @param distinct whether equal arguments count once
 * @param filter which rows count; all if it is missing
 * @param order the values to sort the rows by first
 * @param keys how, by places in {@code order}
 */
public record AggregateCall(
        Aggregate aggregate,
        List<Expression> arguments,
        boolean distinct,
        Optional<Expression> filter,
        List<Expression> order,
        List<SortKey> keys) {
    /** Copies the arguments. */
    public AggregateCall {
        arguments = List.copyOf(arguments);
        order = List.copyOf(order);
        keys = List.copyOf(keys);
    }

    /** Returns what is to be computed of each row: the arguments, then the order. */
    public List<Expression> inputs() {
        return order.isEmpty()
                ? arguments
                : Stream.concat(arguments.stream(), order.stream()).toList();
    }
}
