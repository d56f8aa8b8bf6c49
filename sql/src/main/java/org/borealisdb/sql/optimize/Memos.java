package org.borealisdb.sql.optimize;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.borealisdb.expr.scalar.Expression;
import org.borealisdb.expr.type.BuiltInType;
import org.borealisdb.expr.type.ScalarType;
import org.borealisdb.expr.type.SqlType;
import org.borealisdb.expr.type.ValueKind;
import org.borealisdb.sql.bind.BindContext;
import org.borealisdb.sql.plan.Estimate;
import org.borealisdb.sql.plan.Expressions;
import org.borealisdb.sql.plan.Plan;
import org.borealisdb.sql.plan.Plans;
import org.borealisdb.sql.plan.Subquery;

/**
 * Has the right rows of lateral joins kept by what is read for them of the left row, where left rows repeat that. What is kept is found again by values that are the same, not only equal, so that rows may show
 * them. Belongs to one task.
 */
final class Memos {
    /** Bytes of what is kept for some values, apart from its rows, and of each row. */
    private static final int KEPT_BYTES = 200;

    /** What keeping the rows of some values costs, and each row: about half of a lookup by a key. */
    private static final double KEEPING = 0.15;

    private final Set<Integer> within = new HashSet<>();
    private final Map<Integer, SqlType> read = new TreeMap<>();
    private boolean possible = true;

    private Memos() {}

    /**
     * Returns a join whose right side has a memo if that costs less.
     *
     * @param read what is read of left rows, over the graph's columns
     */
    static Plan.Lateral of(
            Plan.Lateral join,
            JoinPath at,
            JoinGraph graph,
            List<Expression> read,
            Estimator estimator,
            PlannerSettings settings) {
        boolean leftOnly = join.kind().isLeftOnly();
        if (!settings.memoize() || (leftOnly && join.condition().isPresent())) {
            return join;
        }
        double calls = Objects.requireNonNull(at.left()).rows();
        Selectivity selectivity = new Selectivity(expression -> estimator.column(graph.origin(expression)));
        Optional<Double> values = selectivity.values(read, calls);
        if (values.isEmpty() || values.get() * 2 > calls) {
            return join;
        }
        Estimate run = estimator.of(join.right());
        double rows = leftOnly ? Math.min(1, run.rows()) : run.rows();
        double fitting = settings.hashBytes() / (KEPT_BYTES + rows * (KEPT_BYTES + run.width()));
        double hits = (1 - values.get() / calls) * Math.min(1, fitting / values.get());
        double ran = Estimator.untilFound(join.kind(), run);
        double kept = (1 - hits) * (ran + (1 + rows) * KEEPING) + hits * (Estimator.ROW + rows * Estimator.OPERATOR);
        List<Expression> keys = kept < ran ? new Memos().keys(join.right()) : List.of();
        return keys.isEmpty()
                ? join
                : new Plan.Lateral(
                        join.left(),
                        new Plan.Memo(join.right(), keys, leftOnly, hits),
                        join.kind(),
                        join.arguments(),
                        join.slots(),
                        join.condition(),
                        join.types());
    }

    /** Returns what a plan reads of the rows around it; nothing if its rows may differ for the same values. */
    private List<Expression> keys(Plan plan) {
        if (Plans.isVolatile(plan)) {
            return List.of();
        }
        visit(plan);
        List<Expression> keys = new ArrayList<>();
        read.forEach((slot, type) -> {
            if (!within.contains(slot)) {
                keys.add(new Expression.Parameter(slot, type));
                possible &= isTheSameWhenEqual(type);
            }
        });
        return possible ? keys : List.of();
    }

    private void visit(Plan plan) {
        switch (plan) {
            case Plan.Lateral lateral -> within.addAll(lateral.slots());
            case Plan.Working working -> possible = false;
            case Plan.Computed computed -> possible = false;
            case Plan.KeyedScan keyed -> possible = false;
            default -> {}
        }
        for (Expression expression : Plans.expressions(plan)) {
            Expressions.any(expression, part -> {
                if (part instanceof Expression.Parameter parameter && parameter.index() >= BindContext.FIRST_SLOT) {
                    read.put(parameter.index(), parameter.type());
                }
                Subquery.of(part).ifPresent(subquery -> {
                    within.addAll(subquery.slots());
                    visit(subquery.plan());
                });
                return false;
            });
        }
        Plans.inputs(plan).forEach(this::visit);
    }

    private static boolean isTheSameWhenEqual(SqlType type) {
        return type.kind() == ValueKind.LONG
                || (type instanceof ScalarType scalar
                        && (scalar.base().isTextual() || scalar.base() == BuiltInType.UUID));
    }
}
