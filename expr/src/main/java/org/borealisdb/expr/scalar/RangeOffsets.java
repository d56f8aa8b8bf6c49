package org.borealisdb.expr.scalar;

import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.expr.type.BuiltInType;
import org.borealisdb.expr.type.SqlType;
import org.borealisdb.expr.value.Interval;
import org.borealisdb.expr.value.Numeric;
import org.borealisdb.expr.value.ValueOrder;
import org.borealisdb.expr.value.Values;
import org.borealisdb.expr.value.ZonedTimes;
import org.jspecify.annotations.Nullable;

/** How far values lie from each other, as frames of windows by RANGE ask: PostgreSQL's {@code in_range} functions. Stateless. */
public final class RangeOffsets {
    private RangeOffsets() {}

    /** Returns the types that an offset from a column of some type may have; none if the type knows no offsets. */
    public static List<SqlType> offsetTypes(SqlType column) {
        return column.builtIn()
                .map(type -> switch (type) {
                    case INT2, INT4 -> types(BuiltInType.INT8, BuiltInType.INT4, BuiltInType.INT2);
                    case INT8 -> types(BuiltInType.INT8);
                    case FLOAT4, FLOAT8 -> types(BuiltInType.FLOAT8);
                    case NUMERIC -> types(BuiltInType.NUMERIC);
                    case DATE, TIME, TIMETZ, TIMESTAMP, TIMESTAMPTZ, INTERVAL -> types(BuiltInType.INTERVAL);
                    default -> List.<SqlType>of();
                })
                .orElse(List.of());
    }

    private static List<SqlType> types(BuiltInType... types) {
        return List.of(types).stream()
                .map(BuiltInType::type)
                .map(SqlType.class::cast)
                .toList();
    }

    /**
     * A value's place beside the end of a range.
     *
     * @param subtract whether the end lies before the base, else behind it
     * @param less whether values at or below the end are asked for, else those at or above
     */
    public record Question(boolean subtract, boolean less) {
        private boolean fits(int order) {
            return less ? order <= 0 : order >= 0;
        }
    }

    /**
     * Returns whether a value lies on the asked side of {@code base} moved by {@code offset}.
     *
     * @param column the type of {@code value} and {@code base}, boxed
     * @param zone the session's, for steps of days
     */
    public static boolean test(
            SqlType column, Object value, Object base, Object offset, Question question, ZoneId zone) {
        BuiltInType type = column.builtIn().orElseThrow();
        return switch (type) {
            case INT2, INT4, INT8 ->
                whole(Values.unboxLong(value), Values.unboxLong(base), Values.unboxLong(offset), question);
            case FLOAT4, FLOAT8 -> floating((Double) value, (Double) base, (Double) offset, question);
            case NUMERIC -> numeric((Numeric) value, (Numeric) base, (Numeric) offset, question);
            case TIME -> time(Values.unboxLong(value), Values.unboxLong(base), (Interval) offset, question);
            case TIMETZ -> zonedTime(Values.unboxLong(value), Values.unboxLong(base), (Interval) offset, question);
            case DATE ->
                timestamp(
                        DateTimeMath.startOfDay(Values.unboxLong(value)),
                        DateTimeMath.startOfDay(Values.unboxLong(base)),
                        (Interval) offset,
                        question,
                        ZoneOffset.UTC);
            case TIMESTAMP ->
                timestamp(Values.unboxLong(value), Values.unboxLong(base), (Interval) offset, question, ZoneOffset.UTC);
            case TIMESTAMPTZ ->
                timestamp(Values.unboxLong(value), Values.unboxLong(base), (Interval) offset, question, zone);
            case INTERVAL -> interval((Interval) value, (Interval) base, (Interval) offset, question);
            default -> throw new IllegalArgumentException("no offsets from " + column);
        };
    }

    private static SqlException invalidSize() {
        return new SqlException(
                ErrorCode.INVALID_PRECEDING_OR_FOLLOWING_SIZE,
                "invalid preceding or following size in window function");
    }

    private static boolean whole(long value, long base, long offset, Question question) {
        if (offset < 0) {
            throw invalidSize();
        }
        long sum = question.subtract() ? base - offset : base + offset;
        boolean overflow = question.subtract() ? sum > base : sum < base;
        if (overflow) {
            // Beyond all values there are.
            return question.subtract() != question.less();
        }
        return question.fits(Long.compare(value, sum));
    }

    /** NaN is above everything, and equals itself, wherever it is moved to. */
    private static @Nullable Boolean besideNaN(boolean value, boolean base, Question question) {
        if (value) {
            return base || !question.less();
        }
        return base ? question.less() : null;
    }

    private static boolean floating(double value, double base, double offset, Question question) {
        if (Double.isNaN(offset) || offset < 0) {
            throw invalidSize();
        }
        Boolean beside = besideNaN(Double.isNaN(value), Double.isNaN(base), question);
        if (beside != null) {
            return beside;
        }
        // An infinity moved back by an infinity: it reaches everything.
        if (Double.isInfinite(offset) && Double.isInfinite(base) && question.subtract() == base > 0) {
            return true;
        }
        return question.fits(ValueOrder.compareDoubles(value, question.subtract() ? base - offset : base + offset));
    }

    private static boolean numeric(Numeric value, Numeric base, Numeric offset, Question question) {
        if (offset.isNaN() || offset.signum() < 0) {
            throw invalidSize();
        }
        Boolean beside = besideNaN(value.isNaN(), base.isNaN(), question);
        if (beside != null) {
            return beside;
        }
        if (!offset.isFinite() && !base.isFinite() && question.subtract() == base.signum() > 0) {
            return true;
        }
        return question.fits(value.compareTo(question.subtract() ? base.minus(offset) : base.plus(offset)));
    }

    private static void check(Interval offset) {
        if (offset.compareTo(Interval.ZERO) < 0) {
            throw invalidSize();
        }
    }

    private static boolean timestamp(long value, long base, Interval offset, Question question, ZoneId zone) {
        check(offset);
        Interval moved = question.subtract() ? negated(offset) : offset;
        return question.fits(Long.compare(value, DateTimeMath.plus(base, moved, zone)));
    }

    private static Interval negated(Interval offset) {
        try {
            return offset.negated();
        } catch (ArithmeticException overflow) {
            throw intervalOutOfRange();
        }
    }

    private static SqlException intervalOutOfRange() {
        return new SqlException(ErrorCode.DATETIME_FIELD_OVERFLOW, "interval out of range");
    }

    /** Months and days do not move a time of day; it is moved beyond midnight, not around it. */
    private static boolean time(long value, long base, Interval offset, Question question) {
        if (offset.micros() < 0) {
            throw invalidSize();
        }
        long sum = question.subtract() ? base - offset.micros() : base + offset.micros();
        if (!question.subtract() && sum < base) {
            return question.less();
        }
        return question.fits(Long.compare(value, sum));
    }

    /** Moves on in Greenwich, and stays in its zone, which is the second thing that such times are sorted by, the west behind the east. */
    private static boolean zonedTime(long value, long base, Interval offset, Question question) {
        if (offset.micros() < 0) {
            throw invalidSize();
        }
        long moment = ZonedTimes.moment(base);
        long sum = question.subtract() ? moment - offset.micros() : moment + offset.micros();
        if (!question.subtract() && sum < moment) {
            return question.less();
        }
        int order = Long.compare(ZonedTimes.moment(value), sum);
        return question.fits(order == 0 ? Integer.compare(ZonedTimes.offset(base), ZonedTimes.offset(value)) : order);
    }

    private static boolean interval(Interval value, Interval base, Interval offset, Question question) {
        check(offset);
        try {
            return question.fits(value.compareTo(base.plus(question.subtract() ? offset.negated() : offset)));
        } catch (ArithmeticException overflow) {
            throw intervalOutOfRange();
        }
    }
}
