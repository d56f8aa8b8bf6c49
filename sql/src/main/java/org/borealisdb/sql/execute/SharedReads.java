package org.borealisdb.sql.execute;

import java.util.ArrayList;
import java.util.List;
import org.borealisdb.expr.scalar.Expression;
import org.borealisdb.sql.plan.Expressions;
import org.borealisdb.sql.plan.Plan;
import org.borealisdb.sql.plan.Plans;
import org.borealisdb.sql.plan.Subquery;

/** Finds what is computed once in a run but is another in each step of a recursion, as it is made of what came last: shared rows, and the answers of subqueries. Belongs to one task. */
final class SharedReads {
    private final Object working;
    private final List<Object> found = new ArrayList<>();

    private SharedReads(Object working) {
        this.working = working;
    }

    /** Returns the identities of the shared rows and the subqueries of a plan that read a working table. */
    static List<Object> over(Plan step, Object working) {
        SharedReads reads = new SharedReads(working);
        reads.visit(step);
        return reads.found;
    }

    private boolean visit(Plan plan) {
        boolean reads = plan instanceof Plan.Working read && read.identity().equals(working);
        for (Expression expression : Plans.expressions(plan)) {
            reads |= visit(expression);
        }
        for (Plan input : Plans.inputs(plan)) {
            reads |= visit(input);
        }
        if (reads && plan instanceof Plan.Shared shared) {
            found.add(shared.identity());
        }
        return reads;
    }

    private boolean visit(Expression expression) {
        List<Subquery> subqueries = new ArrayList<>();
        Expressions.any(expression, part -> {
            Subquery.of(part).ifPresent(subqueries::add);
            return false;
        });
        boolean reads = false;
        for (Subquery subquery : subqueries) {
            if (visit(subquery.plan())) {
                found.add(subquery.key());
                reads = true;
            }
        }
        return reads;
    }
}
