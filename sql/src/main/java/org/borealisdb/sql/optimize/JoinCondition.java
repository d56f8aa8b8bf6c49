package org.borealisdb.sql.optimize;

import java.util.List;
import org.borealisdb.expr.scalar.Expression;
import org.borealisdb.sql.plan.AccessRules;

/**
 * A condition of a join graph, and which relations it reads.
 *
 * @param set what it reads
 * @param first what the first side reads, if it is an equality that a join can look rows up by; else nothing
 * @param second what the second side reads, likewise
 * @param equal the number of the class of expressions that it says are equal, -1 if it says nothing of the kind
 */
record JoinCondition(Expression condition, RelationSet set, RelationSet first, RelationSet second, int equal) {
    static JoinCondition of(JoinGraph graph, Expression condition, int equal) {
        RelationSet set = graph.set(condition);
        if (condition instanceof Expression.Call call && AccessRules.isHashable(call)) {
            return new JoinCondition(
                    condition,
                    set,
                    graph.set(call.arguments().get(0)),
                    graph.set(call.arguments().get(1)),
                    equal);
        }
        return new JoinCondition(condition, set, RelationSet.NONE, RelationSet.NONE, equal);
    }

    /** Returns whether it is a key of a join of two sides. */
    boolean isKey(RelationSet left, RelationSet right) {
        return !first.isEmpty()
                && !second.isEmpty()
                && ((first.isWithin(left) && second.isWithin(right))
                        || (first.isWithin(right) && second.isWithin(left)));
    }

    /** Returns, of a key, the side that is of the left rows. */
    Expression left(RelationSet left) {
        return sides().get(first.isWithin(left) ? 0 : 1);
    }

    /** Returns, of a key, the side that is of the right rows. */
    Expression right(RelationSet left) {
        return sides().get(first.isWithin(left) ? 1 : 0);
    }

    /** Returns whether both sides of a key are columns. */
    boolean isOfColumns() {
        return sides().stream().allMatch(Expression.ColumnReference.class::isInstance);
    }

    private List<Expression> sides() {
        return ((Expression.Call) condition).arguments();
    }

    /** Returns what conditions say. */
    static List<Expression> expressions(List<JoinCondition> conditions) {
        return conditions.stream().map(JoinCondition::condition).toList();
    }
}
