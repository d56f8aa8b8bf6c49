package org.borealisdb.expr.scalar;

import static org.borealisdb.expr.type.BuiltInType.BOOL;
import static org.borealisdb.expr.type.BuiltInType.DATE;
import static org.borealisdb.expr.type.BuiltInType.FLOAT8;
import static org.borealisdb.expr.type.BuiltInType.INT4;
import static org.borealisdb.expr.type.BuiltInType.INTERVAL;
import static org.borealisdb.expr.type.BuiltInType.NUMERIC;
import static org.borealisdb.expr.type.BuiltInType.TEXT;
import static org.borealisdb.expr.type.BuiltInType.TIME;
import static org.borealisdb.expr.type.BuiltInType.TIMESTAMP;
import static org.borealisdb.expr.type.BuiltInType.TIMESTAMPTZ;
import static org.borealisdb.expr.value.CivilCalendar.MICROS_PER_DAY;

import java.time.ZoneId;
import java.time.ZoneOffset;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.expr.value.CivilCalendar;
import org.borealisdb.expr.value.Interval;
import org.borealisdb.expr.value.Numeric;
import org.borealisdb.expr.value.TimeZones;
import org.jspecify.annotations.Nullable;

/** Declares what intervals do to dates and times, conversions between time zones, and dates made of numbers. */
final class IntervalFunctions {
    private final FunctionTable table;

    IntervalFunctions(FunctionTable table) {
        this.table = table;
    }

    void declare() {
        declareSums();
        declareProducts();
        declareZones();
        declareParts();
    }

    private static Interval interval(@Nullable Object[] arguments, int index) {
        return (Interval) NumericMath.value(arguments, index);
    }

    private static long plusToDate(long date, Interval interval) {
        return DateTimeMath.plus(DateTimeMath.startOfDay(date), interval, ZoneOffset.UTC);
    }

    private void declareSums() {
        table.immutable(
                2071,
                "date_pl_interval",
                TIMESTAMP,
                FunctionTable.boxed(
                        (context, arguments) -> plusToDate(NumericMath.whole(arguments, 0), interval(arguments, 1))),
                DATE,
                INTERVAL);
        table.immutable(
                2072,
                "date_mi_interval",
                TIMESTAMP,
                FunctionTable.boxed((context, arguments) -> plusToDate(
                        NumericMath.whole(arguments, 0), interval(arguments, 1).negated())),
                DATE,
                INTERVAL);
        table.immutable(
                2546,
                "interval_pl_date",
                TIMESTAMP,
                FunctionTable.boxed(
                        (context, arguments) -> plusToDate(NumericMath.whole(arguments, 1), interval(arguments, 0))),
                INTERVAL,
                DATE);
        table.immutable(
                2548,
                "interval_pl_timestamp",
                TIMESTAMP,
                FunctionTable.boxed((context, arguments) ->
                        DateTimeMath.plus(NumericMath.whole(arguments, 1), interval(arguments, 0), ZoneOffset.UTC)),
                INTERVAL,
                TIMESTAMP);
        table.stable(
                2549,
                "interval_pl_timestamptz",
                TIMESTAMPTZ,
                FunctionTable.boxed((context, arguments) -> DateTimeMath.plus(
                        NumericMath.whole(arguments, 1),
                        interval(arguments, 0),
                        context.format().zone())),
                INTERVAL,
                TIMESTAMPTZ);
        table.immutable(
                1272,
                "datetime_pl",
                TIMESTAMP,
                FunctionTable.boxed((context, arguments) ->
                        CivilCalendar.timestamp(NumericMath.whole(arguments, 0), NumericMath.whole(arguments, 1))),
                DATE,
                TIME);
        table.immutable(
                1690,
                "time_mi_time",
                INTERVAL,
                FunctionTable.boxed((context, arguments) ->
                        new Interval(0, 0, NumericMath.whole(arguments, 0) - NumericMath.whole(arguments, 1))),
                TIME,
                TIME);
        table.immutable(
                1747,
                "time_pl_interval",
                TIME,
                FunctionTable.boxed((context, arguments) -> Math.floorMod(
                        NumericMath.whole(arguments, 0) + interval(arguments, 1).micros(), MICROS_PER_DAY)),
                TIME,
                INTERVAL);
        table.immutable(
                1748,
                "time_mi_interval",
                TIME,
                FunctionTable.boxed((context, arguments) -> Math.floorMod(
                        NumericMath.whole(arguments, 0) - interval(arguments, 1).micros(), MICROS_PER_DAY)),
                TIME,
                INTERVAL);
    }

    private void declareProducts() {
        table.immutable(
                1618,
                "interval_mul",
                INTERVAL,
                FunctionTable.boxed((context, arguments) ->
                        DateTimeMath.times(interval(arguments, 0), (Double) NumericMath.value(arguments, 1))),
                INTERVAL,
                FLOAT8);
        table.immutable(
                1624,
                "mul_d_interval",
                INTERVAL,
                FunctionTable.boxed((context, arguments) ->
                        DateTimeMath.times(interval(arguments, 1), (Double) NumericMath.value(arguments, 0))),
                FLOAT8,
                INTERVAL);
        table.immutable(
                1326,
                "interval_div",
                INTERVAL,
                FunctionTable.boxed((context, arguments) -> {
                    double divisor = (Double) NumericMath.value(arguments, 1);
                    if (divisor == 0) {
                        throw new SqlException(ErrorCode.DIVISION_BY_ZERO, "division by zero");
                    }
                    return DateTimeMath.times(interval(arguments, 0), 1 / divisor);
                }),
                INTERVAL,
                FLOAT8);
    }

    private static ZoneId zone(@Nullable Object[] arguments) {
        String name = TextMath.text(arguments, 0);
        return TimeZones.find(name)
                .orElseThrow(() -> new SqlException(
                        ErrorCode.INVALID_PARAMETER_VALUE, "time zone \"" + name + "\" not recognized"));
    }

    private void declareZones() {
        table.immutable(
                1159,
                "timezone",
                TIMESTAMP,
                FunctionTable.boxed((context, arguments) ->
                        CivilCalendar.toLocal(NumericMath.whole(arguments, 1), zone(arguments))),
                TEXT,
                TIMESTAMPTZ);
        table.immutable(
                2069,
                "timezone",
                TIMESTAMPTZ,
                FunctionTable.boxed((context, arguments) ->
                        CivilCalendar.toInstant(NumericMath.whole(arguments, 1), zone(arguments))),
                TEXT,
                TIMESTAMP);
    }

    private void declareParts() {
        table.stable(
                1171,
                "date_part",
                FLOAT8,
                FunctionTable.boxed(
                        (context, arguments) -> part(context, arguments).toDouble()),
                TEXT,
                TIMESTAMPTZ);
        table.stable(6203, "extract", NUMERIC, FunctionTable.boxed(IntervalFunctions::part), TEXT, TIMESTAMPTZ);
        table.immutable(
                3846,
                "make_date",
                DATE,
                FunctionTable.boxed((context, arguments) -> date(
                        NumericMath.integer(arguments, 0),
                        NumericMath.integer(arguments, 1),
                        NumericMath.integer(arguments, 2))),
                INT4,
                INT4,
                INT4);
        table.immutable(
                1158,
                "to_timestamp",
                TIMESTAMPTZ,
                FunctionTable.boxed((context, arguments) -> {
                    double seconds = (Double) NumericMath.value(arguments, 0);
                    return CivilCalendar.checkTimestamp(
                            Math.round(seconds * 1e6) - CivilCalendar.EPOCH_SECONDS * CivilCalendar.MICROS_PER_SECOND);
                }),
                FLOAT8);
        table.immutable(
                2058,
                "age",
                INTERVAL,
                FunctionTable.boxed(
                        (context, arguments) -> age(NumericMath.whole(arguments, 0), NumericMath.whole(arguments, 1))),
                TIMESTAMP,
                TIMESTAMP);
        table.immutable(
                2048,
                "isfinite",
                BOOL,
                FunctionTable.boxed((context, arguments) -> !CivilCalendar.isInfinite(NumericMath.whole(arguments, 0))),
                TIMESTAMP);
    }

    private static Numeric part(EvaluationContext context, @Nullable Object[] arguments) {
        String unit = TextMath.text(arguments, 0);
        long instant = NumericMath.whole(arguments, 1);
        boolean epoch = unit.equalsIgnoreCase("epoch");
        return DateTimeMath.part(
                unit,
                epoch
                        ? instant
                        : CivilCalendar.toLocal(instant, context.format().zone()));
    }

    private static long date(int year, int month, int day) {
        long astronomical = year < 0 ? year + 1L : year;
        boolean valid = year != 0
                && month >= 1
                && month <= 12
                && day >= 1
                && day <= CivilCalendar.daysInMonth(astronomical, month);
        if (!valid) {
            throw new SqlException(
                    ErrorCode.DATETIME_FIELD_OVERFLOW,
                    "date field value out of range: " + year + "-" + month + "-" + day);
        }
        return CivilCalendar.dayNumber(astronomical, month, day);
    }

    /** Returns the difference in years and months, days, and time. */
    private static Interval age(long later, long earlier) {
        if (CivilCalendar.isInfinite(later) || CivilCalendar.isInfinite(earlier)) {
            throw new SqlException(ErrorCode.DATETIME_FIELD_OVERFLOW, "timestamp out of range");
        }
        if (later < earlier) {
            return age(earlier, later).negated();
        }
        long to = CivilCalendar.packedDate(CivilCalendar.dayOf(later));
        long from = CivilCalendar.packedDate(CivilCalendar.dayOf(earlier));
        long time = CivilCalendar.timeOf(later) - CivilCalendar.timeOf(earlier);
        int days = CivilCalendar.day(to) - CivilCalendar.day(from);
        long months = (CivilCalendar.year(to) - CivilCalendar.year(from)) * 12
                + CivilCalendar.month(to)
                - CivilCalendar.month(from);
        if (time < 0) {
            time += MICROS_PER_DAY;
            days--;
        }
        if (days < 0) {
            days += CivilCalendar.daysInMonth(CivilCalendar.year(from), CivilCalendar.month(from));
            months--;
        }
        return new Interval((int) months, days, time);
    }
}
