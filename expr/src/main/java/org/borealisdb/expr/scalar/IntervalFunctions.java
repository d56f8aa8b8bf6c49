package org.borealisdb.expr.scalar;

import static org.borealisdb.expr.type.BuiltInType.DATE;
import static org.borealisdb.expr.type.BuiltInType.FLOAT8;
import static org.borealisdb.expr.type.BuiltInType.INTERVAL;
import static org.borealisdb.expr.type.BuiltInType.TEXT;
import static org.borealisdb.expr.type.BuiltInType.TIME;
import static org.borealisdb.expr.type.BuiltInType.TIMESTAMP;
import static org.borealisdb.expr.type.BuiltInType.TIMESTAMPTZ;
import static org.borealisdb.expr.value.CivilCalendar.MICROS_PER_DAY;

import java.time.ZoneOffset;
import org.borealisdb.expr.value.CivilCalendar;
import org.borealisdb.expr.value.Interval;
import org.jspecify.annotations.Nullable;

/** Declares what intervals do to dates and times, and conversions between time zones. */
final class IntervalFunctions {

    private final FunctionTable table;

    IntervalFunctions(FunctionTable table) {
        this.table = table;
    }

    void declare() {
        declareSums();
        declareProducts();
        declareZones();
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
                FunctionTable.boxed((context, arguments) -> {
                    long start = DateTimeMath.startOfDay(NumericMath.whole(arguments, 0));
                    return CivilCalendar.isInfinite(start)
                            ? start
                            : CivilCalendar.checkTimestamp(start + NumericMath.whole(arguments, 1));
                }),
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
                FunctionTable.boxed((context, arguments) ->
                        DateTimeMath.dividedBy(interval(arguments, 0), (Double) NumericMath.value(arguments, 1))),
                INTERVAL,
                FLOAT8);
    }

    private void declareZones() {
        table.immutable(
                1159,
                "timezone",
                TIMESTAMP,
                FunctionTable.boxed((context, arguments) -> {
                    long instant = NumericMath.whole(arguments, 1);
                    return CivilCalendar.isInfinite(instant)
                            ? instant
                            : CivilCalendar.toLocal(instant, DateTimeMath.zone(TextMath.text(arguments, 0)));
                }),
                TEXT,
                TIMESTAMPTZ);
        table.immutable(
                2069,
                "timezone",
                TIMESTAMPTZ,
                FunctionTable.boxed((context, arguments) -> {
                    long local = NumericMath.whole(arguments, 1);
                    return CivilCalendar.isInfinite(local)
                            ? local
                            : CivilCalendar.toInstant(local, DateTimeMath.zoneAt(local, TextMath.text(arguments, 0)));
                }),
                TEXT,
                TIMESTAMP);
    }
}
