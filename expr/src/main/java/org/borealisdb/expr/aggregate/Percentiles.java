package org.borealisdb.expr.aggregate;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.expr.scalar.DateTimeMath;
import org.borealisdb.expr.type.SqlType;
import org.borealisdb.expr.value.ArrayValue;
import org.borealisdb.expr.value.Interval;
import org.borealisdb.expr.value.ValueOrder;
import org.jspecify.annotations.Nullable;

/** What ordered-set aggregates answer of sorted values, none of which is NULL. Stateless. */
public final class Percentiles {
    private Percentiles() {}

    /**
     * Returns the boxed answer, {@code null} for NULL.
     *
     * @param fraction the direct argument: a fraction, an array of them, or {@code null} for NULL and for MODE
     * @param type of the values
     */
    public static @Nullable Object of(OrderedSet set, @Nullable Object fraction, SqlType type, List<Object> sorted) {
        if (set == OrderedSet.MODE) {
            return sorted.isEmpty() ? null : mostFrequent(type, sorted);
        }
        if (fraction instanceof Double one) {
            check(one);
            return sorted.isEmpty() ? null : at(set, one, sorted);
        }
        if (!(fraction instanceof ArrayValue several) || sorted.isEmpty()) {
            return null;
        }
        List<@Nullable Object> answers = new ArrayList<>();
        for (Object each : several.elements()) {
            if (each instanceof Double one) {
                check(one);
                answers.add(at(set, one, sorted));
            } else {
                answers.add(null);
            }
        }
        int[] lengths = new int[several.dimensions()];
        int[] bounds = new int[lengths.length];
        for (int i = 0; i < lengths.length; i++) {
            lengths[i] = several.length(i);
            bounds[i] = several.lowerBound(i);
        }
        return ArrayValue.ofDimensions(type, lengths, bounds, answers);
    }

    private static void check(double fraction) {
        if (!(fraction >= 0 && fraction <= 1)) {
            throw new SqlException(
                    ErrorCode.NUMERIC_VALUE_OUT_OF_RANGE,
                    "percentile value " + shown(fraction) + " is not between 0 and 1");
        }
    }

    /** As C's {@code %g} shows it: six digits, and no zeros behind them. */
    private static String shown(double value) {
        if (Double.isNaN(value)) {
            return "NaN";
        }
        if (Double.isInfinite(value)) {
            return value > 0 ? "Infinity" : "-Infinity";
        }
        double size = Math.abs(value);
        if (value == 0 || (size >= 1e-4 && size < 1e6)) {
            BigDecimal rounded = new BigDecimal(value).round(new MathContext(6));
            return rounded.signum() == 0 ? "0" : rounded.stripTrailingZeros().toPlainString();
        }
        String text = String.format(Locale.ROOT, "%.5e", value);
        int exponent = text.indexOf('e');
        return text.substring(0, exponent).replaceAll("\\.?0+$", "") + text.substring(exponent);
    }

    private static Object at(OrderedSet set, double fraction, List<Object> sorted) {
        if (set == OrderedSet.PERCENTILE_DISC) {
            int number = (int) Math.ceil(fraction * sorted.size());
            return sorted.get(Math.max(number, 1) - 1);
        }
        double place = fraction * (sorted.size() - 1);
        int below = (int) Math.floor(place);
        int above = (int) Math.ceil(place);
        return below == above ? sorted.get(below) : between(sorted.get(below), sorted.get(above), place - below);
    }

    private static Object between(Object low, Object high, double share) {
        if (low instanceof Interval first) {
            return first.plus(DateTimeMath.times(((Interval) high).plus(first.negated()), share));
        }
        double first = (Double) low;
        return first + share * ((Double) high - first);
    }

    /** The first of those that are there most often. */
    private static Object mostFrequent(SqlType type, List<Object> sorted) {
        Object best = sorted.getFirst();
        int most = 0;
        int from = 0;
        for (int i = 1; i <= sorted.size(); i++) {
            if (i == sorted.size() || ValueOrder.compare(type, sorted.get(from), sorted.get(i)) != 0) {
                if (i - from > most) {
                    most = i - from;
                    best = sorted.get(from);
                }
                from = i;
            }
        }
        return best;
    }
}
