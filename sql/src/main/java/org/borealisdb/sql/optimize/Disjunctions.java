package org.borealisdb.sql.optimize;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.borealisdb.expr.scalar.Expression;
import org.borealisdb.sql.plan.AccessRules;
import org.borealisdb.sql.plan.Expressions;

/** What can be said of disjunctions. Stateless. */
final class Disjunctions {
    private Disjunctions() {}

    /** Appends the parts that must all hold for a condition to hold; what all branches of a disjunction have in common is such a part. */
    static void conjuncts(Expression condition, List<Expression> target) {
        List<Expression> parts = new ArrayList<>();
        Expressions.conjuncts(condition, parts);
        for (Expression part : parts) {
            if (part instanceof Expression.Or or && Expressions.isStable(or)) {
                factored(or, target);
            } else {
                target.add(part);
            }
        }
    }

    private static void factored(Expression.Or or, List<Expression> target) {
        List<List<Expression>> branches = new ArrayList<>();
        for (Expression operand : or.operands()) {
            List<Expression> branch = new ArrayList<>();
            conjuncts(operand, branch);
            branches.add(branch);
        }
        List<Expression> common = branches.getFirst().stream()
                .filter(part -> branches.stream().allMatch(branch -> branch.contains(part)))
                .distinct()
                .toList();
        if (common.isEmpty()) {
            target.add(or);
            return;
        }
        target.addAll(common);
        List<Expression> rest = new ArrayList<>();
        for (List<Expression> branch : branches) {
            branch.removeAll(common);
            if (branch.isEmpty()) {
                return;
            }
            rest.add(AccessRules.and(branch));
        }
        target.add(new Expression.Or(rest));
    }

    /** Returns what a disjunction says by such parts of its branches as meet a test, if every branch has some. */
    static Optional<Expression> within(Expression.Or or, Predicate<Expression> test) {
        List<Expression> branches = new ArrayList<>();
        for (Expression operand : or.operands()) {
            List<Expression> parts = new ArrayList<>();
            Expressions.conjuncts(operand, parts);
            parts.removeIf(part -> !test.test(part) || Expressions.readsOnly(part, 0, 0));
            if (parts.isEmpty()) {
                return Optional.empty();
            }
            branches.add(AccessRules.and(parts));
        }
        return Optional.of(new Expression.Or(branches));
    }
}
