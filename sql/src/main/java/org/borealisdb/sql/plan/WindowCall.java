package org.borealisdb.sql.plan;

import java.util.List;
import java.util.Optional;
import org.borealisdb.expr.aggregate.Aggregate;
import org.borealisdb.expr.scalar.Expression;
import org.borealisdb.expr.type.SqlType;

/**
 * A call of a function over the rows of a window.
 *
 * @param function what is computed; missing if it is an aggregate
 * @param aggregate the aggregate, of the rows in a row's frame, if it is one
 * @param filter which rows an aggregate counts; all if it is missing
 * @param type of the value
 */
public record WindowCall(
        Optional<WindowFunction> function,
        Optional<Aggregate> aggregate,
        List<Expression> arguments,
        Optional<Expression> filter,
        SqlType type) {
    /** Copies the arguments. */
    public WindowCall {
        arguments = List.copyOf(arguments);
    }

    /** Returns whether another call has the same value for every row of the same window. */
    public boolean isSame(WindowCall other) {
        boolean sameAggregate = aggregate.isPresent() == other.aggregate.isPresent()
                && aggregate.stream().allMatch(mine -> mine.isSame(other.aggregate.orElseThrow()));
        return sameAggregate
                && function.equals(other.function)
                && filter.equals(other.filter)
                && arguments.equals(other.arguments)
                && arguments.stream().allMatch(Expressions::isStable)
                && filter.stream().allMatch(Expressions::isStable);
    }

    /** Returns whether it goes by the frame of a row. */
    public boolean readsFrame() {
        return function.map(WindowFunction::readsFrame).orElse(true);
    }
}
