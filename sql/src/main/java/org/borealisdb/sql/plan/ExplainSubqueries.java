package org.borealisdb.sql.plan;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.borealisdb.expr.scalar.Expression;
import org.borealisdb.expr.type.CompositeType;
import org.jspecify.annotations.Nullable;

/**
 * The subqueries of a statement as EXPLAIN calls them, which numbers them as PostgreSQL does: those within one before it, those of what a query answers before those of its conditions. One that reads nothing of the rows around is
 * run once, and is an InitPlan, whose values have numbers; another one is a SubPlan.
 */
final class ExplainSubqueries {
    private final IdentityHashMap<Object, Shown> shown = new IdentityHashMap<>();
    private int plans;
    private int values;

    /**
     * A subquery.
     *
     * @param name of its plan
     * @param text what stands for it in expressions
     */
    record Shown(Subquery subquery, String name, String text) {
        /** Returns whether it is run once. */
        boolean isInitial() {
            return subquery.slots().isEmpty();
        }
    }

    /** Numbers the subqueries of a plan, and of expressions over its rows, behind those of changes in WITH. */
    static ExplainSubqueries of(Plan plan, List<Expression> over, List<ExplainedChange.InWith> inWith) {
        ExplainSubqueries subqueries = new ExplainSubqueries();
        for (ExplainedChange.InWith each : inWith) {
            each.change().over().forEach(subqueries::number);
            subqueries.number(each.change().source());
        }
        over.forEach(subqueries::number);
        subqueries.number(plan);
        return subqueries;
    }

    private void number(Plan plan) {
        boolean last = plan instanceof Plan.Limit
                || (plan instanceof Plan.Filter filter && filter.input() instanceof Plan.Group);
        if (!last) {
            Plans.expressions(plan).forEach(this::number);
        }
        Plans.inputs(plan).forEach(this::number);
        if (last) {
            Plans.expressions(plan).forEach(this::number);
        }
    }

    private void number(Expression expression) {
        Expressions.any(expression, part -> {
            Subquery.of(part).filter(each -> !shown.containsKey(each.key())).ifPresent(this::number);
            return false;
        });
    }

    private void number(Subquery subquery) {
        // What it reads of the rows around has numbers, too, though it is shown by its names.
        values += subquery.slots().size();
        number(subquery.plan());
        int plan = ++plans;
        if (!subquery.slots().isEmpty()) {
            shown.put(subquery.key(), new Shown(subquery, "SubPlan " + plan, "(SubPlan " + plan + ")"));
            return;
        }
        boolean isRow = subquery.question() == SubqueryRunner.Question.VALUE
                && subquery.plan().types().getFirst() instanceof CompositeType row
                && !row.isNamed();
        int count = isRow
                ? ((CompositeType) subquery.plan().types().getFirst()).fields().size()
                : 1;
        String numbers = IntStream.range(values, values + count)
                .mapToObj(number -> "$" + number)
                .collect(Collectors.joining(","));
        values += count;
        shown.put(
                subquery.key(),
                new Shown(
                        subquery,
                        "InitPlan " + plan + " (returns " + numbers + ")",
                        isRow ? "(" + numbers + ")" : numbers));
    }

    /** Returns what stands for an expression that is a subquery, or a comparison with the rows of one; null if it is neither. */
    @Nullable
    String text(Expression expression) {
        if (expression instanceof Expression.Field field) {
            return Subquery.of(field.operand())
                    .flatMap(this::shown)
                    .filter(row -> row.isInitial() && row.text().startsWith("("))
                    .map(row -> row.text().substring(1, row.text().length() - 1).split(",", -1)[field.place()])
                    .orElse(null);
        }
        if (expression instanceof Expression.QuantifiedArray test) {
            return Subquery.of(test.array())
                    .flatMap(this::shown)
                    .filter(each -> !each.isInitial())
                    .map(Shown::text)
                    .orElse(null);
        }
        return Subquery.of(expression).flatMap(this::shown).map(Shown::text).orElse(null);
    }

    private Optional<Shown> shown(Subquery subquery) {
        return Optional.ofNullable(shown.get(subquery.key()));
    }

    /** Returns the subqueries of a plan, but for those within them, that are run once. */
    List<Shown> initial(Plan plan, List<Expression> over) {
        Set<Shown> found = new LinkedHashSet<>();
        over.forEach(expression -> collect(expression, found));
        collect(plan, found);
        found.removeIf(each -> !each.isInitial());
        return List.copyOf(found);
    }

    /** Returns the subqueries of expressions that are run for rows. */
    List<Shown> repeated(List<Expression> expressions) {
        Set<Shown> found = new LinkedHashSet<>();
        expressions.forEach(expression -> collect(expression, found));
        found.removeIf(Shown::isInitial);
        return new ArrayList<>(found);
    }

    private void collect(Plan plan, Set<Shown> target) {
        Plans.expressions(plan).forEach(expression -> collect(expression, target));
        Plans.inputs(plan).forEach(input -> collect(input, target));
    }

    private void collect(Expression expression, Set<Shown> target) {
        Expressions.any(expression, part -> {
            Subquery.of(part).flatMap(this::shown).ifPresent(target::add);
            return false;
        });
    }
}
