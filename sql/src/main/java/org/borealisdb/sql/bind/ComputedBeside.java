package org.borealisdb.sql.bind;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.IntUnaryOperator;
import java.util.function.UnaryOperator;
import org.borealisdb.expr.scalar.Expression;
import org.borealisdb.sql.plan.Expressions;
import org.borealisdb.sql.plan.Plan;
import org.borealisdb.sql.plan.SetCall;

/** Puts what is computed of the rows of a plan beside them. Stateless. */
final class ComputedBeside {
    private ComputedBeside() {}

    /**
     * Adds the values of sets that some values read to a plan's rows; references to them are from {@link SetBinder#SETS} on. Sets whose arguments are values of sets are computed of the rows
     * that have these, and those of the same depth side by side.
     */
    static Plan withSets(Plan input, List<SetCall> calls, List<Expression> values, UnaryOperator<Expression> placed) {
        SortedMap<Integer, List<Integer>> levels = new TreeMap<>();
        setsIn(values).forEach(number -> addTo(levels, number, calls));
        Plan plan = input;
        Map<Integer, Integer> places = new HashMap<>();
        for (List<Integer> level : levels.values()) {
            List<SetCall> beside = new ArrayList<>();
            for (int number : level) {
                SetCall call = calls.get(number);
                List<Expression> arguments = new ArrayList<>(all(call.arguments(), placed));
                replace(arguments, SetBinder.SETS, WindowBinder.WINDOWS, set -> placeOf(set, places));
                beside.add(new SetCall(call.function(), arguments, call.type()));
            }
            int width = plan.types().size();
            for (int i = 0; i < level.size(); i++) {
                places.put(level.get(i), width + i);
            }
            plan = new Plan.ProjectSet(plan, beside);
        }
        replace(values, SetBinder.SETS, WindowBinder.WINDOWS, set -> placeOf(set, places));
        return plan;
    }

    private static int placeOf(int set, Map<Integer, Integer> places) {
        return Objects.requireNonNull(places.get(set));
    }

    /** Adds a set and those that its arguments read to their levels; returns the level of the set. */
    private static int addTo(SortedMap<Integer, List<Integer>> levels, int number, List<SetCall> calls) {
        int level = 1;
        for (int read : setsIn(calls.get(number).arguments())) {
            level = Math.max(level, addTo(levels, read, calls) + 1);
        }
        List<Integer> same = levels.computeIfAbsent(level, any -> new ArrayList<>());
        if (!same.contains(number)) {
            same.add(number);
        }
        return level;
    }

    private static List<Integer> setsIn(List<Expression> values) {
        List<Integer> read = new ArrayList<>();
        for (Expression value : values) {
            Expressions.map(value, part -> {
                if (part instanceof Expression.ColumnReference column
                        && column.column() >= SetBinder.SETS
                        && column.column() < WindowBinder.WINDOWS
                        && !read.contains(column.column() - SetBinder.SETS)) {
                    read.add(column.column() - SetBinder.SETS);
                }
                return null;
            });
        }
        return read;
    }

    private static List<Expression> all(List<Expression> expressions, UnaryOperator<Expression> placed) {
        return expressions.stream().map(placed).toList();
    }

    /** Replaces references to what is computed beside, from {@code from} on and below {@code to}, by those to its places. */
    static void replace(List<Expression> values, int from, int to, IntUnaryOperator places) {
        values.replaceAll(value -> Expressions.map(
                value,
                part -> part instanceof Expression.ColumnReference column
                                && column.column() >= from
                                && column.column() < to
                        ? new Expression.ColumnReference(places.applyAsInt(column.column() - from), column.type())
                        : null));
    }
}
