package org.borealisdb.sql.optimize;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.borealisdb.expr.scalar.Expression;
import org.borealisdb.sql.plan.Expressions;
import org.borealisdb.sql.plan.Plan;

/** Leaves out what is computed of no rows at all, as in a view without FROM, and nobody reads: it may fail. Stateless. */
final class UnreadValues {
    private UnreadValues() {}

    /** Returns the same rows, without values below that these do not show. */
    static Plan without(Plan plan) {
        if (!(plan instanceof Plan.Project outer) || !(outer.input() instanceof Plan.Project inner)) {
            return plan;
        }
        Set<Integer> read = Expressions.columns(outer.values());
        List<Expression> values = new ArrayList<>();
        for (int place = 0; place < inner.values().size(); place++) {
            Expression value = inner.values().get(place);
            boolean kept = read.contains(place) || !Expressions.isStable(value);
            values.add(kept ? value : new Expression.Constant(value.type(), null));
        }
        return values.equals(inner.values())
                ? plan
                : new Plan.Project(without(new Plan.Project(inner.input(), values)), outer.values());
    }
}
