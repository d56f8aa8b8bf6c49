package org.borealisdb.sql.optimize;

import java.util.ArrayList;
import java.util.List;
import org.borealisdb.expr.scalar.Expression;
import org.borealisdb.sql.plan.AccessRules;
import org.borealisdb.sql.plan.Expressions;
import org.borealisdb.sql.plan.Plan;

/** Moves conditions on the rows of a plan into it, as far as they then exclude the same rows. Stateless. */
final class Pushdown {
    private Pushdown() {}

    /**
     * A plan with conditions moved into it.
     *
     * @param left those that could not be
     */
    record Moved(Plan plan, List<Expression> left) {}

    /** Moves conditions into a plan. */
    static Moved into(Plan plan, List<Expression> parts) {
        List<Expression> below = new ArrayList<>();
        List<Expression> above = new ArrayList<>();
        for (Expression part : parts) {
            (Expressions.isStable(part) && isMovable(plan, part) ? below : above).add(part);
        }
        return new Moved(below.isEmpty() ? plan : move(plan, below), above);
    }

    private static boolean isMovable(Plan plan, Expression part) {
        return switch (plan) {
            case Plan.Group group ->
                group.sets().isPlain(group.keys().size())
                        && !group.keys().isEmpty()
                        && Expressions.readsOnly(part, 0, group.keys().size())
                        && group.keys().stream().allMatch(Expressions::isStable);
            case Plan.Distinct distinct -> Expressions.readsOnly(part, 0, distinct.columns());
            case Plan.Combine combine -> true;
            case Plan.Sort sort -> true;
            case Plan.Window window ->
                !Expressions.any(
                        part,
                        each -> each instanceof Expression.ColumnReference column
                                && !window.shape().partition().contains(column));
            default -> false;
        };
    }

    private static Plan move(Plan plan, List<Expression> parts) {
        return switch (plan) {
            case Plan.Group group -> {
                List<Expression> moved = parts.stream()
                        .map(part -> JoinGraph.substituted(part, group.keys()))
                        .toList();
                yield new Plan.Group(filter(group.input(), moved), group.keys(), group.sets(), group.calls());
            }
            case Plan.Distinct distinct -> new Plan.Distinct(filter(distinct.input(), parts), distinct.columns());
            case Plan.Combine combine ->
                new Plan.Combine(
                        combine.operator(),
                        combine.all(),
                        filter(combine.left(), parts),
                        filter(combine.right(), parts));
            case Plan.Sort sort -> new Plan.Sort(filter(sort.input(), parts), sort.keys());
            case Plan.Window window ->
                new Plan.Window(filter(window.input(), parts), window.shape(), window.calls(), window.ordered());
            default -> throw new IllegalStateException("nothing is moved into " + plan);
        };
    }

    private static Plan filter(Plan input, List<Expression> parts) {
        return new Plan.Filter(input, AccessRules.and(parts));
    }
}
