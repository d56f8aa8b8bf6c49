package org.borealisdb.sql.optimize;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.expr.scalar.Expression;
import org.borealisdb.expr.scalar.ScalarFunction;
import org.borealisdb.expr.type.BuiltInType;
import org.borealisdb.expr.type.SqlType;
import org.borealisdb.expr.value.BoxedRow;
import org.borealisdb.sql.plan.AccessRules;
import org.borealisdb.sql.plan.Expressions;
import org.borealisdb.sql.plan.ItemAccess;

/**
 * Which part of some rows a condition holds for: by the columns' statistics, and where there are none by the guesses that PostgreSQL makes. Columns are told by whoever asks, so that the rows may be
 * those of a table or of a join.
 */
final class Selectivity {
    private static final double EQUAL = 0.005;
    private static final double COMPARED = 1.0 / 3;
    /** Of a bound that is not known, or of values that are not: less than PostgreSQL's third, for there are no plans of their own for parameters, and reading a large table is worse than an index too many. */
    private static final double BOUND = 0.1;

    private static final double RANGE = 0.005;
    private static final double MATCHED = 0.005;
    private static final double NULL = 0.005;
    private static final double LEAST = 1e-9;
    private static final int DISTINCT = 200;
    /** Values of a column that another one is compared with, of each kind of its statistics. */
    private static final int MOST_TRIED = 20;

    private final Function<Expression, Optional<Known>> columns;

    /** What is known of an expression that is a column: facts of its values, if there are any, and the rows of its table. */
    record Known(Optional<ColumnFacts> facts, double rows, boolean unique, boolean notNull) {
        double distinct() {
            return facts.map(known -> known.distinct(rows)).orElse(unique ? rows : Math.min(rows, DISTINCT));
        }

        double nullFraction() {
            return notNull ? 0 : facts.map(ColumnFacts::nullFraction).orElse(0.0);
        }
    }

    Selectivity(Function<Expression, Optional<Known>> columns) {
        this.columns = columns;
    }

    /** Returns the part of the rows that all conditions hold for, as if they had nothing to do with each other but for the bounds of a range. */
    double all(List<Expression> conditions) {
        Map<Bound, Deque<Expression>> single = new LinkedHashMap<>();
        double part = 1;
        for (Expression condition : conditions) {
            Optional<Bound> bound = bound(condition);
            if (bound.isEmpty()) {
                part *= of(condition);
                continue;
            }
            Deque<Expression> others = single.get(bound.get().opposite());
            if (others != null && !others.isEmpty()) {
                part *= range(others.removeFirst(), condition);
            } else {
                single.computeIfAbsent(bound.get(), any -> new ArrayDeque<>()).add(condition);
            }
        }
        for (Deque<Expression> each : single.values()) {
            for (Expression condition : each) {
                part *= of(condition);
            }
        }
        return clamp(part);
    }

    /** One end of a range of a value. */
    private record Bound(Expression value, boolean less) {
        Bound opposite() {
            return new Bound(value, !less);
        }
    }

    private static Optional<Bound> bound(Expression condition) {
        return comparedWithValue(condition)
                .filter(comparison -> !comparison.sign().equals("="))
                .map(comparison ->
                        new Bound(comparison.value(), comparison.sign().charAt(0) == '<'));
    }

    private static double clamp(double part) {
        return Math.min(1, Math.max(LEAST, part));
    }

    /** A date as a timestamp is where the date is. */
    private static Expression sameScale(Expression value) {
        boolean widened = value instanceof Expression.Call call
                && call.arguments().size() == 1
                && call.arguments().getFirst().type().is(BuiltInType.DATE)
                && value.type().is(BuiltInType.TIMESTAMP);
        return widened ? ((Expression.Call) value).arguments().getFirst() : value;
    }

    private double range(Expression first, Expression second) {
        double one = of(first);
        double other = of(second);
        boolean guessed = one == BOUND || other == BOUND;
        return guessed ? RANGE : Math.max(1e-4, one + other - 1);
    }

    /** An expression compared with one that is the same for all rows. */
    private record Comparison(Expression value, String sign, Expression bound) {}

    private static Optional<Comparison> comparedWithValue(Expression condition) {
        if (!(condition instanceof Expression.Call call) || call.arguments().size() != 2) {
            return Optional.empty();
        }
        String sign = AccessRules.sign(call);
        Expression left = call.arguments().get(0);
        Expression right = call.arguments().get(1);
        if (sign.isEmpty()) {
            return Optional.empty();
        }
        if (Expressions.readsOnly(right, 0, 0)) {
            return Optional.of(new Comparison(sameScale(left), sign, right));
        }
        return Expressions.readsOnly(left, 0, 0)
                ? Optional.of(new Comparison(sameScale(right), AccessRules.mirrored(sign), left))
                : Optional.empty();
    }

    /** Returns the part of the rows that a condition holds for. */
    double of(Expression condition) {
        return clamp(
                switch (condition) {
                    case Expression.Constant constant -> Boolean.TRUE.equals(constant.value()) ? 1 : 0;
                    case Expression.And and -> all(and.operands());
                    case Expression.Or or -> {
                        double none = 1;
                        for (Expression part : or.operands()) {
                            none *= 1 - of(part);
                        }
                        yield 1 - none;
                    }
                    case Expression.Not not -> 1 - of(not.operand());
                    case Expression.IsNull test -> {
                        double nulls = columns.apply(test.operand())
                                .map(Known::nullFraction)
                                .filter(found -> found > 0 || !test.negated())
                                .orElse(NULL);
                        yield test.negated() ? 1 - nulls : nulls;
                    }
                    case Expression.IsTruth test -> {
                        double part = test.truth() ? of(test.operand()) : 1 - of(test.operand());
                        yield test.negated() ? 1 - part : part;
                    }
                    case Expression.IsDistinct test -> test.negated() ? EQUAL : 1 - EQUAL;
                    case Expression.Quantified test -> quantified(test);
                    case Expression.QuantifiedArray test -> test.all() ? 0.5 : elements(test);
                    case Expression.ColumnReference column -> truth(column);
                    case Expression.Call call -> call(call);
                    default -> 0.5;
                });
    }

    private double elements(Expression.QuantifiedArray test) {
        List<Expression> known = ArrayElements.known(test.array());
        if (!known.isEmpty() && known.size() <= MOST_TRIED) {
            return quantified(new Expression.Quantified(test.operator(), false, test.operand(), known));
        }
        double each = isNamed(test.operator(), "eq")
                ? columns.apply(test.operand())
                        .map(column -> 1 / column.distinct())
                        .orElse(EQUAL)
                : COMPARED;
        return Math.min(0.5, each * ArrayElements.count(test.array()));
    }

    private double truth(Expression column) {
        return columns.apply(column)
                .flatMap(Known::facts)
                .map(facts -> {
                    int place = facts.common().indexOf(true);
                    return place < 0 ? 0.0 : facts.frequencies().get(place);
                })
                .orElse(0.5);
    }

    private double quantified(Expression.Quantified test) {
        double sum = 0;
        double product = 1;
        for (Expression element : test.elements()) {
            double each = call(new Expression.Call(test.operator(), List.of(test.operand(), element), test.type()));
            sum += each;
            product *= each;
        }
        return test.all() ? product : Math.min(1, sum);
    }

    private static boolean isNamed(ScalarFunction function, String end) {
        return function.name().endsWith(end) && !function.name().contains("regex");
    }

    private double call(Expression.Call call) {
        if (call.arguments().size() == 2) {
            Expression left = call.arguments().get(0);
            Expression right = call.arguments().get(1);
            Optional<Comparison> comparison = comparedWithValue(call);
            if (comparison.isPresent()) {
                return compared(comparison.get());
            }
            boolean equal = AccessRules.sign(call).equals("=");
            if (equal && Expressions.readsOnly(left, 0, 0) == Expressions.readsOnly(right, 0, 0)) {
                return equal(left, right);
            }
            if (!equal && !AccessRules.sign(call).isEmpty()) {
                return inequality(left, AccessRules.sign(call), right).orElse(COMPARED);
            }
            if (isNamed(call.function(), "ne")) {
                return 1
                        - (Expressions.readsOnly(right, 0, 0)
                                ? compared(new Comparison(left, "=", right))
                                : Expressions.readsOnly(left, 0, 0)
                                        ? compared(new Comparison(right, "=", left))
                                        : equal(left, right));
            }
        }
        OptionalDouble sampled = sampled(call);
        if (sampled.isPresent()) {
            return sampled.getAsDouble();
        }
        String name = call.function().name();
        if (name.contains("like") || name.contains("regex")) {
            boolean negated = name.contains("nlike") || name.contains("nregex") || name.contains("icnlike");
            return negated ? 1 - MATCHED : MATCHED;
        }
        if (ItemAccess.isContainment(call)) {
            return MATCHED;
        }
        return AccessRules.sign(call).isEmpty()
                ? COMPARED
                : AccessRules.sign(call).equals("=") ? EQUAL : COMPARED;
    }

    private double equal(Expression left, Expression right) {
        double distinct = Math.max(distinct(left), distinct(right));
        double known = columns.apply(left).map(Known::nullFraction).orElse(0.0);
        double other = columns.apply(right).map(Known::nullFraction).orElse(0.0);
        return (1 - known) * (1 - other) / Math.max(1, distinct);
    }

    /** Returns how many values an expression has, as far as can be told. */
    double distinct(Expression expression) {
        Optional<Known> known = columns.apply(expression);
        return known.map(Known::distinct).orElse((double) DISTINCT);
    }

    /** Returns how many different values some expressions have together in some rows; nothing if nobody knows. */
    Optional<Double> values(List<Expression> expressions, double rows) {
        double values = 1;
        for (Expression expression : expressions) {
            Optional<Known> known = columns.apply(expression);
            if (known.isEmpty()
                    || (known.get().facts().isEmpty() && !known.get().unique())) {
                return Optional.empty();
            }
            values = Math.min(rows, values * known.get().distinct());
        }
        return Optional.of(Math.max(1, values));
    }

    /** Returns the part of all pairs of values of two columns, or of one and what is read of another, of which one is less or greater. */
    private OptionalDouble inequality(Expression value, String sign, Expression bound) {
        Optional<ColumnFacts> of = columns.apply(value).flatMap(Known::facts);
        Optional<ColumnFacts> by = columns.apply(bound).flatMap(Known::facts);
        if (of.isEmpty() || by.isEmpty()) {
            return OptionalDouble.empty();
        }
        double sum = 0;
        double weight = 0;
        List<Object> common = by.get().common();
        for (int i = 0; i < common.size(); i += 1 + common.size() / MOST_TRIED) {
            double frequency = by.get().frequencies().get(i);
            sum += frequency * below(of.get(), sign, by.get().type(), common.get(i));
            weight += frequency;
        }
        List<Object> histogram = by.get().histogram();
        int step = 1 + histogram.size() / MOST_TRIED;
        double each = (1 - by.get().commonFraction() - by.get().nullFraction())
                / Math.max(1, (histogram.size() + step - 1) / step);
        for (int i = 0; i < histogram.size(); i += step) {
            sum += each * below(of.get(), sign, by.get().type(), histogram.get(i));
            weight += each;
        }
        return weight <= 0 ? OptionalDouble.empty() : OptionalDouble.of(sum / weight);
    }

    private double compared(Comparison comparison) {
        Optional<Known> known = columns.apply(comparison.value());
        Optional<ColumnFacts> facts = known.flatMap(Known::facts);
        boolean equal = comparison.sign().equals("=");
        if (equal && known.isPresent() && known.get().unique()) {
            return 1 / known.get().rows();
        }
        if (facts.isEmpty()) {
            return equal ? known.map(column -> 1 / column.distinct()).orElse(EQUAL) : BOUND;
        }
        Object bound = comparison.bound() instanceof Expression.Constant constant ? constant.value() : null;
        boolean isConstant = comparison.bound() instanceof Expression.Constant;
        if (isConstant && bound == null) {
            return 0;
        }
        double rows = known.get().rows();
        if (bound == null) {
            return equal
                    ? (1 - facts.get().nullFraction()) / facts.get().distinct(rows)
                    : inequality(comparison.value(), comparison.sign(), comparison.bound())
                            .orElse(BOUND);
        }
        return equal
                ? equalTo(facts.get(), rows, comparison.bound().type(), bound)
                : below(facts.get(), comparison.sign(), comparison.bound().type(), bound);
    }

    private static double equalTo(ColumnFacts facts, double rows, SqlType type, Object bound) {
        for (int i = 0; i < facts.common().size(); i++) {
            if (ValueScale.compare(facts.type(), facts.common().get(i), type, bound)
                            .orElse(1)
                    == 0) {
                return facts.frequencies().get(i);
            }
        }
        double others = facts.distinct(rows) - facts.common().size();
        double part = (1 - facts.commonFraction() - facts.nullFraction()) / Math.max(1, others);
        double least = facts.frequencies().isEmpty() ? 1 : facts.frequencies().getLast();
        return Math.min(part, least);
    }

    private static double below(ColumnFacts facts, String sign, SqlType type, Object bound) {
        boolean less = sign.startsWith("<");
        double common = 0;
        boolean comparable = true;
        for (int i = 0; i < facts.common().size(); i++) {
            Optional<Integer> order =
                    ValueScale.compare(facts.type(), facts.common().get(i), type, bound);
            comparable &= order.isPresent();
            int found = order.orElse(0);
            boolean fits = less
                    ? found < 0 || (found == 0 && sign.endsWith("="))
                    : found > 0 || (found == 0 && sign.endsWith("="));
            common += fits ? facts.frequencies().get(i) : 0;
        }
        List<Object> histogram = facts.histogram();
        double others = 1 - facts.commonFraction() - facts.nullFraction();
        if (histogram.size() < 2) {
            return comparable && !facts.common().isEmpty() ? common + others * COMPARED : COMPARED;
        }
        OptionalDouble part = ValueScale.partBelow(facts.type(), histogram, type, bound);
        if (part.isEmpty()) {
            return COMPARED;
        }
        double of = less ? part.getAsDouble() : 1 - part.getAsDouble();
        return common + others * Math.min(0.9999, Math.max(0.0001, of));
    }

    /** What a condition on one column, and on nothing else that is unknown, says of the values in its statistics. */
    private OptionalDouble sampled(Expression condition) {
        List<Expression> read = new ArrayList<>();
        boolean other = Expressions.any(condition, part -> {
            if (part instanceof Expression.ColumnReference && !read.contains(part)) {
                read.add(part);
            }
            return part instanceof Expression.Parameter;
        });
        if (other || read.size() != 1 || !Expressions.isImmutable(condition)) {
            return OptionalDouble.empty();
        }
        Optional<ColumnFacts> facts = columns.apply(read.getFirst()).flatMap(Known::facts);
        if (facts.isEmpty()
                || facts.get().common().size() + facts.get().histogram().size() < 10) {
            return OptionalDouble.empty();
        }
        Expression over = Objects.requireNonNull(Expressions.map(
                condition,
                part -> part.equals(read.getFirst()) ? new Expression.ColumnReference(0, part.type()) : null));
        try {
            double common = 0;
            for (int i = 0; i < facts.get().common().size(); i++) {
                common += holds(over, facts.get().common().get(i))
                        ? facts.get().frequencies().get(i)
                        : 0;
            }
            int found = 0;
            for (Object value : facts.get().histogram()) {
                found += holds(over, value) ? 1 : 0;
            }
            int count = facts.get().histogram().size();
            double part = count == 0 ? 0 : Math.min(0.9999, Math.max(0.0001, (double) found / count));
            return OptionalDouble.of(common
                    + part * (1 - facts.get().commonFraction() - facts.get().nullFraction()));
        } catch (SqlException fails) {
            return OptionalDouble.empty();
        }
    }

    private static boolean holds(Expression condition, Object value) {
        return Boolean.TRUE.equals(Constants.value(condition, BoxedRow.of(new Object[] {value})));
    }
}
