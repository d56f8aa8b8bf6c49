package org.borealisdb.sql.plan;

import java.util.List;
import java.util.Optional;
import org.borealisdb.expr.aggregate.Aggregate;
import org.borealisdb.expr.scalar.Expression;
import org.borealisdb.expr.type.SqlType;

/**
 * A call of a window function.
 *
 * @param function what is computed; missing if it is an aggregate of the rows up to the current one and its peers
 * @param aggregate the aggregate, if it is one
 * @param partition the values that rows of a partition have in common
 * @param order the values that rows of a partition are sorted by
 * @param keys how, by places in {@code order}
 * @param type of the value
 */
public record WindowCall(
        Optional<Function> function,
        Optional<Aggregate> aggregate,
        List<Expression> arguments,
        List<Expression> partition,
        List<Expression> order,
        List<SortKey> keys,
        SqlType type) {
    /** Copies the lists. */
    public WindowCall {
        arguments = List.copyOf(arguments);
        partition = List.copyOf(partition);
        order = List.copyOf(order);
        keys = List.copyOf(keys);
    }

    /** The functions that are no aggregates. */
    public enum Function {
        ROW_NUMBER,
        RANK,
        DENSE_RANK,
        LAG,
        LEAD,
        FIRST_VALUE,
        LAST_VALUE
    }
}
