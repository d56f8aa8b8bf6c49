package org.borealisdb.sql.plan;

import java.math.BigDecimal;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.expr.scalar.DateTimeMath;
import org.borealisdb.expr.scalar.EvaluationContext;
import org.borealisdb.expr.scalar.RegexCalls;
import org.borealisdb.expr.value.ArrayValue;
import org.borealisdb.expr.value.BoxedRow;
import org.borealisdb.expr.value.Interval;
import org.borealisdb.expr.value.Numeric;
import org.jspecify.annotations.Nullable;

/** The functions that return sets. */
public enum SetFunction implements SetSource {
    /** The elements of an array. */
    UNNEST,
    /** The elements of an array with their subscripts from 1, as {@code information_schema} needs them. */
    EXPAND_ARRAY,
    /** The values from one to another in steps. */
    SERIES,
    /** The subscripts of a dimension of an array. */
    SUBSCRIPTS,
    /** The parts of a text between separators. */
    SPLIT,
    /** The tables that a table is a part of: none yet. psql asks for them. */
    ANCESTORS,
    /** The names and values of options in the form {@code name=value}. */
    OPTIONS,
    /** The groups of the matches of a regular expression. */
    MATCHES,
    /** The parts of a text between the matches of a regular expression. */
    SPLIT_BY_MATCHES;

    private static final Map<String, SetFunction> BY_NAME =
            Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(SetFunction::functionName, each -> each));

    /** Returns the function of a name. */
    public static Optional<SetFunction> named(String name) {
        return Optional.ofNullable(BY_NAME.get(name));
    }

    @Override
    public String functionName() {
        return switch (this) {
            case UNNEST -> "unnest";
            case EXPAND_ARRAY -> "_pg_expandarray";
            case SERIES -> "generate_series";
            case SUBSCRIPTS -> "generate_subscripts";
            case SPLIT -> "string_to_table";
            case MATCHES -> "regexp_matches";
            case SPLIT_BY_MATCHES -> "regexp_split_to_table";
            case ANCESTORS -> "pg_partition_ancestors";
            case OPTIONS -> "pg_options_to_table";
        };
    }

    @Override
    public Iterator<@Nullable Object> open(@Nullable Object[] arguments, EvaluationContext context) {
        if (this == SPLIT) {
            return split(
                    (String) arguments[0], (String) arguments[1], arguments.length > 2 ? (String) arguments[2] : null);
        }
        if (this == UNNEST && arguments.length > 1) {
            return together(arguments);
        }
        for (@Nullable Object argument : arguments) {
            if (argument == null) {
                return Collections.emptyIterator();
            }
        }
        Object first = Objects.requireNonNull(arguments[0]);
        return switch (this) {
            case UNNEST -> ((ArrayValue) first).elements().iterator();
            case EXPAND_ARRAY -> expand((ArrayValue) first);
            case SUBSCRIPTS -> subscripts((ArrayValue) first, arguments);
            case MATCHES -> RegexCalls.matches(context, arguments).iterator();
            case SPLIT_BY_MATCHES ->
                RegexCalls.split(context, arguments, functionName()).iterator();
            case ANCESTORS -> Collections.emptyIterator();
            case OPTIONS -> options((ArrayValue) first);
            case SERIES, SPLIT -> series(first, arguments, context.format().zone());
        };
    }

    /** Rows of the elements of several arrays; where one has ended, or is NULL, its columns are NULL. */
    private static Iterator<@Nullable Object> together(@Nullable Object[] arrays) {
        int longest = 0;
        for (@Nullable Object array : arrays) {
            longest = Math.max(longest, array == null ? 0 : ((ArrayValue) array).size());
        }
        List<@Nullable Object> rows = new ArrayList<>();
        for (int i = 0; i < longest; i++) {
            @Nullable Object[] row = new @Nullable Object[arrays.length];
            for (int k = 0; k < arrays.length; k++) {
                ArrayValue array = (ArrayValue) arrays[k];
                row[k] = array == null || i >= array.size() ? null : array.element(i);
            }
            rows.add(BoxedRow.of(row));
        }
        return rows.iterator();
    }

    private static Iterator<@Nullable Object> expand(ArrayValue array) {
        List<@Nullable Object> rows = new ArrayList<>();
        for (int i = 0; i < array.size(); i++) {
            rows.add(BoxedRow.of(array.element(i), (long) i + 1));
        }
        return rows.iterator();
    }

    private static Iterator<@Nullable Object> options(ArrayValue array) {
        List<@Nullable Object> rows = new ArrayList<>();
        for (int i = 0; i < array.size(); i++) {
            if (array.element(i) instanceof String option) {
                int equals = option.indexOf('=');
                rows.add(
                        equals < 0
                                ? BoxedRow.of(option, null)
                                : BoxedRow.of(option.substring(0, equals), option.substring(equals + 1)));
            }
        }
        return rows.iterator();
    }

    private static Iterator<@Nullable Object> subscripts(ArrayValue array, @Nullable Object[] arguments) {
        long dimension = (Long) Objects.requireNonNull(arguments[1]) - 1;
        if (dimension < 0 || dimension >= array.dimensions()) {
            return Collections.emptyIterator();
        }
        long low = array.lowerBound((int) dimension);
        long high = low + array.length((int) dimension) - 1;
        boolean reverse = arguments.length > 2 && (Boolean) Objects.requireNonNull(arguments[2]);
        return reverse ? whole(high, low, -1) : whole(low, high, 1);
    }

    private static Iterator<@Nullable Object> series(Object first, @Nullable Object[] arguments, ZoneId zone) {
        Object last = Objects.requireNonNull(arguments[1]);
        if (first instanceof Numeric from) {
            Numeric step = arguments.length > 2 ? (Numeric) Objects.requireNonNull(arguments[2]) : Numeric.ONE;
            return numeric(from, (Numeric) last, step);
        }
        if (arguments.length > 2 && arguments[2] instanceof Interval step) {
            return times((Long) first, (Long) last, step, zone);
        }
        return whole((Long) first, (Long) last, arguments.length > 2 ? (Long) Objects.requireNonNull(arguments[2]) : 1);
    }

    private static SqlException zeroStep() {
        return new SqlException(ErrorCode.INVALID_PARAMETER_VALUE, "step size cannot equal zero");
    }

    private static Iterator<@Nullable Object> whole(long from, long to, long step) {
        if (step == 0) {
            throw zeroStep();
        }
        Predicate<Long> within = value -> step > 0 ? value <= to : value >= to;
        return steps(from, within, value -> {
            long next = value + step;
            return ((value ^ next) & (step ^ next)) < 0 ? null : (Long) next;
        });
    }

    private static void requireFinite(Numeric value, String what) {
        if (!value.isFinite()) {
            throw new SqlException(
                    ErrorCode.INVALID_PARAMETER_VALUE, what + " cannot be " + (value.isNaN() ? "NaN" : "infinity"));
        }
    }

    private static Iterator<@Nullable Object> numeric(Numeric from, Numeric to, Numeric step) {
        requireFinite(from, "start value");
        requireFinite(to, "stop value");
        requireFinite(step, "step size");
        if (step.signum() == 0) {
            throw zeroStep();
        }
        Predicate<Numeric> within = value -> step.signum() > 0 ? value.compareTo(to) <= 0 : value.compareTo(to) >= 0;
        boolean nearLimit = Stream.of(to, step).anyMatch(Numeric::isNearLimit);
        return steps(from, within, value -> nearLimit && passes(value, step, to) ? null : value.plus(step));
    }

    private static boolean passes(Numeric value, Numeric step, Numeric to) {
        BigDecimal left = to.toBigDecimal().subtract(value.toBigDecimal()).abs();
        return left.compareTo(step.toBigDecimal().abs()) < 0;
    }

    private static Iterator<@Nullable Object> times(long from, long to, Interval step, ZoneId zone) {
        int sign = step.compareTo(Interval.ZERO);
        if (sign == 0) {
            throw zeroStep();
        }
        Predicate<Long> within = value -> sign > 0 ? value <= to : value >= to;
        return steps(from, within, value -> DateTimeMath.plus(value, step, zone));
    }

    private static <T> Iterator<@Nullable Object> steps(T from, Predicate<T> within, UnaryOperator<@Nullable T> next) {
        return new Iterator<>() {
            private @Nullable T value = from;

            @Override
            public boolean hasNext() {
                return value != null && within.test(value);
            }

            @Override
            public Object next() {
                T current = value;
                if (current == null || !hasNext()) {
                    throw new NoSuchElementException();
                }
                value = next.apply(current);
                return current;
            }
        };
    }

    private static Iterator<@Nullable Object> split(
            @Nullable String text, @Nullable String separator, @Nullable String asNull) {
        if (text == null) {
            return Collections.emptyIterator();
        }
        List<@Nullable Object> parts = new ArrayList<>();
        if (separator == null) {
            text.codePoints().forEach(c -> parts.add(Character.toString(c)));
        } else if (!text.isEmpty()) {
            int from = 0;
            int at = separator.isEmpty() ? -1 : text.indexOf(separator);
            while (at >= 0) {
                parts.add(text.substring(from, at));
                from = at + separator.length();
                at = text.indexOf(separator, from);
            }
            parts.add(text.substring(from));
        }
        parts.replaceAll(part -> Objects.equals(part, asNull) ? null : part);
        return parts.iterator();
    }
}
