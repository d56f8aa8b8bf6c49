package org.borealisdb.sql.bind;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.borealisdb.expr.scalar.Expression;
import org.borealisdb.expr.type.BuiltInType;
import org.borealisdb.sql.plan.Plan;

/** The columns of a query that are literals without a type: they get the type of what they are inserted into, or united with. Stateless. */
final class UnknownColumns {
    private UnknownColumns() {}

    /** Returns a column of a query if it is such a literal or parameter, which can be replaced. */
    static Optional<Expression> literal(BoundQuery query, int column) {
        boolean unknown = query.columns().get(column).type().is(BuiltInType.UNKNOWN);
        return unknown && query.plan() instanceof Plan.Project project
                ? Optional.of(project.values().get(column))
                : Optional.empty();
    }

    /** Returns the plan of a query with other values in some columns. */
    static Plan replaced(Plan plan, Map<Integer, Expression> values) {
        if (values.isEmpty() || !(plan instanceof Plan.Project project)) {
            return plan;
        }
        List<Expression> all = new ArrayList<>(project.values());
        values.forEach(all::set);
        return new Plan.Project(project.input(), all);
    }
}
