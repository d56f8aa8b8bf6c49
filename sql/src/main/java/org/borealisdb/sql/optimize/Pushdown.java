package org.borealisdb.sql.optimize;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.borealisdb.expr.scalar.Expression;
import org.borealisdb.sql.plan.AccessRules;
import org.borealisdb.sql.plan.Expressions;
import org.borealisdb.sql.plan.Plan;
import org.borealisdb.sql.plan.WindowUntil;

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
        Plan moved = below.isEmpty() ? plan : move(plan, below);
        return moved instanceof Plan.Window window && parts.stream().allMatch(Expressions::isStable)
                ? until(window, above)
                : new Moved(moved, above);
    }

    /** Moves conditions into a window by which rows at the end of a partition are not wanted. */
    private static Moved until(Plan.Window window, List<Expression> parts) {
        List<WindowUntil> until = new ArrayList<>();
        List<Expression> left = new ArrayList<>();
        for (Expression part : parts) {
            Optional<WindowUntil.Found> found = WindowUntil.of(window, part);
            found.ifPresent(each -> until.add(each.until()));
            if (found.filter(WindowUntil.Found::whole).isEmpty()) {
                left.add(part);
            }
        }
        return new Moved(until.isEmpty() ? window : window.until(until), left);
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
                new Plan.Window(
                        filter(window.input(), parts),
                        window.shape(),
                        window.calls(),
                        window.ordered(),
                        window.until());
            default -> throw new IllegalStateException("nothing is moved into " + plan);
        };
    }

    private static Plan filter(Plan input, List<Expression> parts) {
        return new Plan.Filter(input, AccessRules.and(parts));
    }
}
