package org.borealisdb.sql.plan;

import java.util.List;
import java.util.Optional;
import org.borealisdb.expr.aggregate.OrderedSet;
import org.borealisdb.expr.scalar.Expression;
import org.borealisdb.expr.type.SqlType;

/**
 * An ordered-set aggregate of a group.
 *
 * @param set which; missing if a user made it, so that it takes rows like others
 * @param direct its direct arguments, over the group's keys; over the group's input until the plan has a place for them
 * @param result the type of the result
 */
public record OrderedSetCall(Optional<OrderedSet> set, List<Expression> direct, SqlType result) {
    /** Copies the arguments. */
    public OrderedSetCall {
        direct = List.copyOf(direct);
    }
}
