package org.borealisdb.expr.scalar;

import static org.borealisdb.expr.scalar.FunctionTable.boxed;
import static org.borealisdb.expr.type.BuiltInType.BOOL;
import static org.borealisdb.expr.type.BuiltInType.DATE;
import static org.borealisdb.expr.type.BuiltInType.FLOAT8;
import static org.borealisdb.expr.type.BuiltInType.INT4;
import static org.borealisdb.expr.type.BuiltInType.INTERVAL;
import static org.borealisdb.expr.type.BuiltInType.TEXT;
import static org.borealisdb.expr.type.BuiltInType.TIME;
import static org.borealisdb.expr.type.BuiltInType.TIMESTAMP;
import static org.borealisdb.expr.type.BuiltInType.TIMESTAMPTZ;
import static org.borealisdb.expr.value.CivilCalendar.MICROS_PER_DAY;
import static org.borealisdb.expr.value.CivilCalendar.MICROS_PER_SECOND;

import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.expr.format.Formatting;
import org.borealisdb.expr.type.SqlType;
import org.borealisdb.expr.value.CivilCalendar;
import org.borealisdb.expr.value.Interval;
import org.borealisdb.expr.value.Values;
import org.jspecify.annotations.Nullable;

/**
 * Declares the functions that make dates, times and intervals, and convert and compare them. A table: oids, names and signatures
 * are those of PostgreSQL 15's pg_proc.
 */
final class DateMakingFunctions {
    private final FunctionTable table;

    DateMakingFunctions(FunctionTable table) {
        this.table = table;
    }

    void declare() {
        declareIntervals();
        declareMaking();
        declareConversions();
        declareOverlaps();
    }

    private static long local(EvaluationContext context, long instant) {
        return CivilCalendar.toLocal(instant, context.format().zone());
    }

    private static long today(EvaluationContext context) {
        return CivilCalendar.timestamp(CivilCalendar.dayOf(local(context, context.transactionTimestamp())), 0);
    }

    private void declareIntervals() {
        table.immutable(
                2058,
                "age",
                INTERVAL,
                boxed((context, arguments) ->
                        IntervalMath.age(NumericMath.whole(arguments, 0), NumericMath.whole(arguments, 1))),
                TIMESTAMP,
                TIMESTAMP);
        table.stable(
                1199,
                "age",
                INTERVAL,
                boxed((context, arguments) -> IntervalMath.age(
                        local(context, NumericMath.whole(arguments, 0)),
                        local(context, NumericMath.whole(arguments, 1)))),
                TIMESTAMPTZ,
                TIMESTAMPTZ);
        table.stable(
                2059,
                "age",
                INTERVAL,
                boxed((context, arguments) -> IntervalMath.age(today(context), NumericMath.whole(arguments, 0))),
                TIMESTAMP);
        table.stable(
                1386,
                "age",
                INTERVAL,
                boxed((context, arguments) ->
                        IntervalMath.age(today(context), local(context, NumericMath.whole(arguments, 0)))),
                TIMESTAMPTZ);
        table.immutable(
                1295,
                "justify_days",
                INTERVAL,
                boxed((context, arguments) ->
                        IntervalMath.withMonthsOfDays((Interval) NumericMath.value(arguments, 0))),
                INTERVAL);
        table.immutable(
                1175,
                "justify_hours",
                INTERVAL,
                boxed((context, arguments) -> IntervalMath.withDaysOfHours((Interval) NumericMath.value(arguments, 0))),
                INTERVAL);
        table.immutable(
                2711,
                "justify_interval",
                INTERVAL,
                boxed((context, arguments) -> IntervalMath.justified((Interval) NumericMath.value(arguments, 0))),
                INTERVAL);
        table.immutable(
                2048,
                "isfinite",
                BOOL,
                boxed((context, arguments) -> !CivilCalendar.isInfinite(NumericMath.whole(arguments, 0))),
                TIMESTAMP);
        table.immutable(1390, "isfinite", BOOL, boxed((context, arguments) -> true), INTERVAL);
        table.immutable(
                1389,
                "isfinite",
                BOOL,
                boxed((context, arguments) -> !CivilCalendar.isInfinite(NumericMath.whole(arguments, 0))),
                TIMESTAMPTZ);
        table.immutable(
                1373,
                "isfinite",
                BOOL,
                boxed((context, arguments) ->
                        !CivilCalendar.isInfinite(DateTimeMath.startOfDay(NumericMath.whole(arguments, 0)))),
                DATE);
    }

    private static long ofSeconds(double seconds) {
        if (Double.isNaN(seconds)) {
            throw new SqlException(ErrorCode.DATETIME_FIELD_OVERFLOW, "timestamp cannot be NaN");
        }
        if (Double.isInfinite(seconds)) {
            return seconds > 0 ? CivilCalendar.TIMESTAMP_INFINITY : CivilCalendar.TIMESTAMP_MINUS_INFINITY;
        }
        double since2000 = (seconds - CivilCalendar.EPOCH_SECONDS) * MICROS_PER_SECOND;
        long micros = (long) Math.rint(since2000);
        if (Math.abs(since2000) >= Long.MAX_VALUE || !CivilCalendar.isTimestamp(micros)) {
            throw new SqlException(
                    ErrorCode.DATETIME_FIELD_OVERFLOW,
                    "timestamp out of range: \"" + Formatting.general(seconds) + "\"");
        }
        return micros;
    }

    private static long plusTime(long date, long time) {
        long start = DateTimeMath.startOfDay(date);
        return CivilCalendar.isInfinite(start) ? start : CivilCalendar.timestamp(date, time);
    }

    private void declareMaking() {
        table.immutable(
                3846,
                "make_date",
                DATE,
                boxed((context, arguments) -> IntervalMath.date(
                        NumericMath.integer(arguments, 0),
                        NumericMath.integer(arguments, 1),
                        NumericMath.integer(arguments, 2))),
                INT4,
                INT4,
                INT4);
        table.immutable(
                3847,
                "make_time",
                TIME,
                boxed((context, arguments) ->
                        IntervalMath.time(NumericMath.integer(arguments, 0), NumericMath.integer(arguments, 1), (Double)
                                NumericMath.value(arguments, 2))),
                INT4,
                INT4,
                FLOAT8);
        table.immutable(
                3461,
                "make_timestamp",
                TIMESTAMP,
                boxed((context, arguments) -> IntervalMath.timestamp(arguments)),
                INT4,
                INT4,
                INT4,
                INT4,
                INT4,
                FLOAT8);
        table.stable(
                3462,
                "make_timestamptz",
                TIMESTAMPTZ,
                boxed((context, arguments) -> CivilCalendar.toInstant(
                        IntervalMath.timestamp(arguments), context.format().zone())),
                INT4,
                INT4,
                INT4,
                INT4,
                INT4,
                FLOAT8);
        table.stable(
                3463,
                "make_timestamptz",
                TIMESTAMPTZ,
                boxed((context, arguments) -> {
                    long local = IntervalMath.timestamp(arguments);
                    return CivilCalendar.toInstant(local, NumericTimeZone.zone(TextMath.text(arguments, 6), local));
                }),
                INT4,
                INT4,
                INT4,
                INT4,
                INT4,
                FLOAT8,
                TEXT);
        table.declare(new ScalarFunction(
                3464,
                "make_interval",
                List.of(INT4.type(), INT4.type(), INT4.type(), INT4.type(), INT4.type(), INT4.type(), FLOAT8.type()),
                INTERVAL.type(),
                true,
                ScalarFunction.Volatility.IMMUTABLE,
                false,
                boxed((context, arguments) -> IntervalMath.made(arguments)),
                List.of(0L, 0L, 0L, 0L, 0L, 0L, 0.0)));
        table.immutable(
                1158,
                "to_timestamp",
                TIMESTAMPTZ,
                boxed((context, arguments) -> ofSeconds((Double) NumericMath.value(arguments, 0))),
                FLOAT8);
        table.immutable(
                2025,
                "timestamp",
                TIMESTAMP,
                boxed((context, arguments) ->
                        plusTime(NumericMath.whole(arguments, 0), NumericMath.whole(arguments, 1))),
                DATE,
                TIME);
        table.immutable(
                1296,
                "timedate_pl",
                TIMESTAMP,
                boxed((context, arguments) ->
                        plusTime(NumericMath.whole(arguments, 1), NumericMath.whole(arguments, 0))),
                TIME,
                DATE);
        table.stable(
                1176,
                "timestamptz",
                TIMESTAMPTZ,
                boxed((context, arguments) -> CivilCalendar.toInstant(
                        plusTime(NumericMath.whole(arguments, 0), NumericMath.whole(arguments, 1)),
                        context.format().zone())),
                DATE,
                TIME);
        table.immutable(
                2550,
                "integer_pl_date",
                DATE,
                boxed((context, arguments) ->
                        DateTimeMath.datePlus(NumericMath.whole(arguments, 1), NumericMath.whole(arguments, 0))),
                INT4,
                DATE);
        table.immutable(
                1848,
                "interval_pl_time",
                TIME,
                boxed((context, arguments) -> Math.floorMod(
                        NumericMath.whole(arguments, 1) + ((Interval) NumericMath.value(arguments, 0)).micros(),
                        MICROS_PER_DAY)),
                INTERVAL,
                TIME);
    }

    private static @Nullable Long timeOf(long local) {
        return CivilCalendar.isInfinite(local) ? null : (Long) CivilCalendar.timeOf(local);
    }

    private static long shifted(Interval offset, long time, int sign) {
        if (CivilCalendar.isInfinite(time)) {
            return time;
        }
        return CivilCalendar.checkTimestamp(time + (long) sign * DateTimeMath.offset(offset) * MICROS_PER_SECOND);
    }

    private static String timeOfDay(EvaluationContext context) {
        return Formatting.ofInstant(context.clock().getAsLong(), context.format(), "Dy Mon DD HH24:MI:SS.US YYYY TZ")
                .orElseThrow();
    }

    private void declareConversions() {
        table.immutable(
                1370,
                "interval",
                INTERVAL,
                boxed((context, arguments) -> new Interval(0, 0, NumericMath.whole(arguments, 0))),
                TIME);
        table.immutable(
                1419,
                "time",
                TIME,
                boxed((context, arguments) ->
                        Math.floorMod(((Interval) NumericMath.value(arguments, 0)).micros(), MICROS_PER_DAY)),
                INTERVAL);
        table.immutable(
                1316, "time", TIME, boxed((context, arguments) -> timeOf(NumericMath.whole(arguments, 0))), TIMESTAMP);
        table.stable(
                2019,
                "time",
                TIME,
                boxed((context, arguments) -> timeOf(local(context, NumericMath.whole(arguments, 0)))),
                TIMESTAMPTZ);
        table.immutable(
                2070,
                "timezone",
                TIMESTAMPTZ,
                boxed((context, arguments) ->
                        shifted((Interval) NumericMath.value(arguments, 0), NumericMath.whole(arguments, 1), -1)),
                INTERVAL,
                TIMESTAMP);
        table.immutable(
                1026,
                "timezone",
                TIMESTAMP,
                boxed((context, arguments) ->
                        shifted((Interval) NumericMath.value(arguments, 0), NumericMath.whole(arguments, 1), 1)),
                INTERVAL,
                TIMESTAMPTZ);
        table.fresh(274, "timeofday", TEXT, boxed((context, arguments) -> timeOfDay(context)));
    }

    private void overlaps(
            int oid, List<SqlType> arguments, ScalarFunction.Volatility volatility, ScalarFunction.Boxed body) {
        table.declare(
                new ScalarFunction(oid, "overlaps", arguments, BOOL.type(), false, volatility, false, boxed(body)));
    }

    private static @Nullable Long whole(@Nullable Object[] arguments, int index) {
        Object value = arguments[index];
        return value == null ? null : (Long) Values.unboxLong(value);
    }

    /** Returns the end of a period that is given by its beginning and its length. */
    private static @Nullable Long end(ZoneId zone, @Nullable Object[] arguments, int index) {
        Long start = whole(arguments, index);
        return start == null || !(arguments[index + 1] instanceof Interval length)
                ? null
                : (Long) DateTimeMath.plus(start, length, zone);
    }

    private static @Nullable Long endOfTime(@Nullable Object[] arguments, int index) {
        Long start = whole(arguments, index);
        return start == null || !(arguments[index + 1] instanceof Interval length)
                ? null
                : (Long) Math.floorMod(start + length.micros(), MICROS_PER_DAY);
    }

    private void declareOverlaps() {
        overlaps(
                2041,
                List.of(TIMESTAMP.type(), TIMESTAMP.type(), TIMESTAMP.type(), TIMESTAMP.type()),
                ScalarFunction.Volatility.IMMUTABLE,
                (context, arguments) -> IntervalMath.overlap(
                        whole(arguments, 0), whole(arguments, 1), whole(arguments, 2), whole(arguments, 3)));
        overlaps(
                2042,
                List.of(TIMESTAMP.type(), INTERVAL.type(), TIMESTAMP.type(), INTERVAL.type()),
                ScalarFunction.Volatility.IMMUTABLE,
                (context, arguments) -> IntervalMath.overlap(
                        whole(arguments, 0),
                        end(ZoneOffset.UTC, arguments, 0),
                        whole(arguments, 2),
                        end(ZoneOffset.UTC, arguments, 2)));
        overlaps(
                2044,
                List.of(TIMESTAMP.type(), INTERVAL.type(), TIMESTAMP.type(), TIMESTAMP.type()),
                ScalarFunction.Volatility.IMMUTABLE,
                (context, arguments) -> IntervalMath.overlap(
                        whole(arguments, 0),
                        end(ZoneOffset.UTC, arguments, 0),
                        whole(arguments, 2),
                        whole(arguments, 3)));
        overlaps(
                2043,
                List.of(TIMESTAMP.type(), TIMESTAMP.type(), TIMESTAMP.type(), INTERVAL.type()),
                ScalarFunction.Volatility.IMMUTABLE,
                (context, arguments) -> IntervalMath.overlap(
                        whole(arguments, 0),
                        whole(arguments, 1),
                        whole(arguments, 2),
                        end(ZoneOffset.UTC, arguments, 2)));
        overlaps(
                1304,
                List.of(TIMESTAMPTZ.type(), TIMESTAMPTZ.type(), TIMESTAMPTZ.type(), TIMESTAMPTZ.type()),
                ScalarFunction.Volatility.IMMUTABLE,
                (context, arguments) -> IntervalMath.overlap(
                        whole(arguments, 0), whole(arguments, 1), whole(arguments, 2), whole(arguments, 3)));
        overlaps(
                1305,
                List.of(TIMESTAMPTZ.type(), INTERVAL.type(), TIMESTAMPTZ.type(), INTERVAL.type()),
                ScalarFunction.Volatility.STABLE,
                (context, arguments) -> IntervalMath.overlap(
                        whole(arguments, 0),
                        end(context.format().zone(), arguments, 0),
                        whole(arguments, 2),
                        end(context.format().zone(), arguments, 2)));
        overlaps(
                1307,
                List.of(TIMESTAMPTZ.type(), INTERVAL.type(), TIMESTAMPTZ.type(), TIMESTAMPTZ.type()),
                ScalarFunction.Volatility.STABLE,
                (context, arguments) -> IntervalMath.overlap(
                        whole(arguments, 0),
                        end(context.format().zone(), arguments, 0),
                        whole(arguments, 2),
                        whole(arguments, 3)));
        overlaps(
                1306,
                List.of(TIMESTAMPTZ.type(), TIMESTAMPTZ.type(), TIMESTAMPTZ.type(), INTERVAL.type()),
                ScalarFunction.Volatility.STABLE,
                (context, arguments) -> IntervalMath.overlap(
                        whole(arguments, 0),
                        whole(arguments, 1),
                        whole(arguments, 2),
                        end(context.format().zone(), arguments, 2)));
        overlaps(
                1308,
                List.of(TIME.type(), TIME.type(), TIME.type(), TIME.type()),
                ScalarFunction.Volatility.IMMUTABLE,
                (context, arguments) -> IntervalMath.overlap(
                        whole(arguments, 0), whole(arguments, 1), whole(arguments, 2), whole(arguments, 3)));
        overlaps(
                1309,
                List.of(TIME.type(), INTERVAL.type(), TIME.type(), INTERVAL.type()),
                ScalarFunction.Volatility.IMMUTABLE,
                (context, arguments) -> IntervalMath.overlap(
                        whole(arguments, 0), endOfTime(arguments, 0), whole(arguments, 2), endOfTime(arguments, 2)));
        overlaps(
                1311,
                List.of(TIME.type(), INTERVAL.type(), TIME.type(), TIME.type()),
                ScalarFunction.Volatility.IMMUTABLE,
                (context, arguments) -> IntervalMath.overlap(
                        whole(arguments, 0), endOfTime(arguments, 0), whole(arguments, 2), whole(arguments, 3)));
        overlaps(
                1310,
                List.of(TIME.type(), TIME.type(), TIME.type(), INTERVAL.type()),
                ScalarFunction.Volatility.IMMUTABLE,
                (context, arguments) -> IntervalMath.overlap(
                        whole(arguments, 0), whole(arguments, 1), whole(arguments, 2), endOfTime(arguments, 2)));
    }
}
