package org.borealisdb.sql.optimize;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.ToDoubleFunction;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.expr.scalar.Expression;
import org.borealisdb.expr.value.BoxedRow;
import org.borealisdb.sql.plan.AccessRules;
import org.borealisdb.sql.plan.Expressions;
import org.borealisdb.sql.plan.Subquery;
import org.borealisdb.sql.statistics.JointStatistics;
import org.jspecify.annotations.Nullable;

/**
 * Which part of a table's rows several conditions hold for together, by extended statistics: of the most common values of several columns those are counted that fit, and of the rest it is known how far one column's value
 * tells another's (PostgreSQL's mcv.c and dependencies.c). Conditions are over the table's rows. Used once.
 */
final class JointSelectivity {
    private final List<JointFacts> facts;
    private final ToDoubleFunction<List<Expression>> alone;
    private final List<Expression> left;
    private double part = 1;

    /**
     * Begins.
     *
     * @param alone which part some conditions hold for, as if they had nothing to do with each other
     */
    JointSelectivity(List<JointFacts> facts, List<Expression> conditions, ToDoubleFunction<List<Expression>> alone) {
        this.facts = facts;
        this.alone = alone;
        this.left = new ArrayList<>(conditions);
    }

    /** Returns the part of the rows that the conditions hold for which statistics are of; {@link #left} has the others then. */
    double part() {
        for (JointFacts best = bestOfCommon(); best != null; best = bestOfCommon()) {
            byCommon(best);
        }
        for (JointFacts each : facts) {
            byDependencies(each);
        }
        return part;
    }

    /** Returns the conditions that nothing is known of together. */
    List<Expression> left() {
        return left;
    }

    private @Nullable JointFacts bestOfCommon() {
        JointFacts best = null;
        int most = 1;
        for (JointFacts each : facts) {
            int dimensions = each.common().isEmpty() ? 0 : dimensions(each);
            if (dimensions > most) {
                best = each;
                most = dimensions;
            }
        }
        return best;
    }

    /**
     * The conditions over dimensions of statistics only, as conditions over a row of these.
     *
     * @param parameters whether there may be such in them
     */
    private static SequencedMap<Expression, Expression> over(
            JointFacts facts, List<Expression> conditions, boolean parameters) {
        SequencedMap<Expression, Expression> over = new LinkedHashMap<>();
        for (Expression condition : conditions) {
            boolean[] other = {false};
            Expression mapped = Expressions.map(condition, expression -> {
                int dimension = facts.dimension(expression);
                if (dimension >= 0) {
                    return new Expression.ColumnReference(dimension, expression.type());
                }
                other[0] |= expression instanceof Expression.ColumnReference
                        || (!parameters && expression instanceof Expression.Parameter)
                        || Subquery.of(expression).isPresent();
                return null;
            });
            if (!other[0] && Expressions.isImmutable(condition)) {
                over.put(condition, mapped);
            }
        }
        return over;
    }

    /** How many dimensions conditions are over. */
    private int dimensions(JointFacts each) {
        return Expressions.columns(List.copyOf(over(each, left, false).values()))
                .size();
    }

    private void byCommon(JointFacts best) {
        SequencedMap<Expression, Expression> covered = over(best, left, false);
        double found = 0;
        double base = 0;
        double listed = 0;
        for (JointFacts.Common each : best.common()) {
            listed += each.frequency();
            if (covered.values().stream().allMatch(condition -> holds(condition, each.values()))) {
                found += each.frequency();
                base += each.base();
            }
        }
        double simple = alone.applyAsDouble(List.copyOf(covered.keySet()));
        double others = Math.clamp(simple - base, 0.0, Math.max(0.0, 1 - listed));
        part *= Math.clamp(found + others, 0.0, 1.0);
        left.removeAll(covered.keySet());
    }

    private static boolean holds(Expression condition, BoxedRow row) {
        try {
            return Boolean.TRUE.equals(Constants.value(condition, row));
        } catch (SqlException fails) {
            return false;
        }
    }

    /** Goes by how far the value of one column tells another's, for conditions that want certain values. */
    private void byDependencies(JointFacts each) {
        Map<Integer, List<Expression>> byDimension = new TreeMap<>();
        over(each, left, true).forEach((condition, over) -> {
            List<Integer> read = List.copyOf(Expressions.columns(List.of(over)));
            if (read.size() == 1 && isEquality(over)) {
                byDimension
                        .computeIfAbsent(read.getFirst(), any -> new ArrayList<>())
                        .add(condition);
            }
        });
        TreeSet<Integer> open = new TreeSet<>(byDimension.keySet());
        Deque<JointStatistics.Dependency> found = new ArrayDeque<>();
        for (var next = each.strongest(open); next.isPresent(); next = each.strongest(open)) {
            found.push(next.get());
            open.remove(next.get().to());
        }
        if (found.isEmpty()) {
            return;
        }
        TreeSet<Integer> used = new TreeSet<>();
        found.forEach(dependency -> {
            used.addAll(dependency.from());
            used.add(dependency.to());
        });
        double[] parts = new double[used.last() + 1];
        used.forEach(
                dimension -> parts[dimension] = alone.applyAsDouble(byDimension.getOrDefault(dimension, List.of())));
        // The weakest first, so that what determines another has been corrected before.
        for (JointStatistics.Dependency dependency : found) {
            double from = 1;
            for (int dimension : dependency.from()) {
                from *= parts[dimension];
            }
            double to = parts[dependency.to()];
            double degree = dependency.degree();
            parts[dependency.to()] = from <= to ? degree + (1 - degree) * to : degree * to / from + (1 - degree) * to;
        }
        for (int dimension : used) {
            part *= parts[dimension];
            left.removeAll(byDimension.getOrDefault(dimension, List.of()));
        }
    }

    private static boolean isEquality(Expression condition) {
        return switch (condition) {
            case Expression.Call call -> AccessRules.sign(call).equals("=");
            case Expression.Quantified test ->
                !test.all() && test.operator().name().endsWith("eq");
            case Expression.QuantifiedArray test ->
                !test.all() && test.operator().name().endsWith("eq");
            case Expression.Or or -> or.operands().stream().allMatch(JointSelectivity::isEquality);
            case Expression.ColumnReference _ -> true;
            case Expression.Not not -> not.operand() instanceof Expression.ColumnReference;
            default -> false;
        };
    }
}
