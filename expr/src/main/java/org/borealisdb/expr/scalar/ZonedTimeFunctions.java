package org.borealisdb.expr.scalar;

import static org.borealisdb.expr.scalar.FunctionTable.boxed;
import static org.borealisdb.expr.type.BuiltInType.BOOL;
import static org.borealisdb.expr.type.BuiltInType.DATE;
import static org.borealisdb.expr.type.BuiltInType.FLOAT8;
import static org.borealisdb.expr.type.BuiltInType.INT4;
import static org.borealisdb.expr.type.BuiltInType.INTERVAL;
import static org.borealisdb.expr.type.BuiltInType.NUMERIC;
import static org.borealisdb.expr.type.BuiltInType.TEXT;
import static org.borealisdb.expr.type.BuiltInType.TIME;
import static org.borealisdb.expr.type.BuiltInType.TIMESTAMPTZ;
import static org.borealisdb.expr.type.BuiltInType.TIMETZ;
import static org.borealisdb.expr.value.CivilCalendar.MICROS_PER_DAY;
import static org.borealisdb.expr.value.CivilCalendar.MICROS_PER_SECOND;

import java.time.ZoneId;
import java.util.List;
import org.borealisdb.expr.value.CivilCalendar;
import org.borealisdb.expr.value.Interval;
import org.borealisdb.expr.value.Numeric;
import org.borealisdb.expr.value.TypeModifiers;
import org.borealisdb.expr.value.Values;
import org.borealisdb.expr.value.ZonedTimes;
import org.jspecify.annotations.Nullable;

/** Declares the functions of time with time zone. A table: oids, names and signatures are those of PostgreSQL 15's pg_proc. */
final class ZonedTimeFunctions {
    private final FunctionTable table;

    ZonedTimeFunctions(FunctionTable table) {
        this.table = table;
    }

    void declare() {
        declareComparisons();
        declareSums();
        declareConversions();
        table.declare(new ScalarFunction(
                1271,
                "overlaps",
                List.of(TIMETZ.type(), TIMETZ.type(), TIMETZ.type(), TIMETZ.type()),
                BOOL.type(),
                false,
                ScalarFunction.Volatility.IMMUTABLE,
                false,
                boxed((context, arguments) -> IntervalMath.overlap(
                        whole(arguments[0]), whole(arguments[1]), whole(arguments[2]), whole(arguments[3])))));
    }

    private static @Nullable Long whole(@Nullable Object value) {
        return value == null ? null : (Long) Values.unboxLong(value);
    }

    private void declareComparisons() {
        table.immutable(1352, "timetz_eq", BOOL, Comparisons.EQUAL_LONG, TIMETZ, TIMETZ);
        table.immutable(1353, "timetz_ne", BOOL, Comparisons.NOT_EQUAL_LONG, TIMETZ, TIMETZ);
        table.immutable(1354, "timetz_lt", BOOL, Comparisons.LESS_LONG, TIMETZ, TIMETZ);
        table.immutable(1355, "timetz_le", BOOL, Comparisons.LESS_OR_EQUAL_LONG, TIMETZ, TIMETZ);
        table.immutable(1356, "timetz_ge", BOOL, Comparisons.GREATER_OR_EQUAL_LONG, TIMETZ, TIMETZ);
        table.immutable(1357, "timetz_gt", BOOL, Comparisons.GREATER_LONG, TIMETZ, TIMETZ);
        table.immutable(1358, "timetz_cmp", INT4, new ScalarFunction.LongBinary(Long::compare), TIMETZ, TIMETZ);
        table.immutable(1379, "timetz_larger", TIMETZ, new ScalarFunction.LongBinary(Math::max), TIMETZ, TIMETZ);
        table.immutable(1380, "timetz_smaller", TIMETZ, new ScalarFunction.LongBinary(Math::min), TIMETZ, TIMETZ);
    }

    private static long shifted(long packed, long micros) {
        long time = Math.floorMod(ZonedTimes.time(packed) + micros % MICROS_PER_DAY, MICROS_PER_DAY);
        return ZonedTimes.of(time, ZonedTimes.offset(packed));
    }

    private static long instant(long date, long packed) {
        long start = DateTimeMath.startOfDay(date);
        return CivilCalendar.isInfinite(start)
                ? start
                : CivilCalendar.checkTimestamp(start + ZonedTimes.moment(packed));
    }

    private void declareSums() {
        table.immutable(
                1749,
                "timetz_pl_interval",
                TIMETZ,
                boxed((context, arguments) -> shifted(
                        NumericMath.whole(arguments, 0), ((Interval) NumericMath.value(arguments, 1)).micros())),
                TIMETZ,
                INTERVAL);
        table.immutable(
                1750,
                "timetz_mi_interval",
                TIMETZ,
                boxed((context, arguments) -> shifted(
                        NumericMath.whole(arguments, 0), -((Interval) NumericMath.value(arguments, 1)).micros())),
                TIMETZ,
                INTERVAL);
        table.immutable(
                2547,
                "interval_pl_timetz",
                TIMETZ,
                boxed((context, arguments) -> shifted(
                        NumericMath.whole(arguments, 1), ((Interval) NumericMath.value(arguments, 0)).micros())),
                INTERVAL,
                TIMETZ);
        table.immutable(
                1297,
                "datetimetz_pl",
                TIMESTAMPTZ,
                boxed((context, arguments) ->
                        instant(NumericMath.whole(arguments, 0), NumericMath.whole(arguments, 1))),
                DATE,
                TIMETZ);
        table.immutable(
                1298,
                "timetzdate_pl",
                TIMESTAMPTZ,
                boxed((context, arguments) ->
                        instant(NumericMath.whole(arguments, 1), NumericMath.whole(arguments, 0))),
                TIMETZ,
                DATE);
        table.immutable(
                1359,
                "timestamptz",
                TIMESTAMPTZ,
                boxed((context, arguments) ->
                        instant(NumericMath.whole(arguments, 0), NumericMath.whole(arguments, 1))),
                DATE,
                TIMETZ);
    }

    /** Returns a time with the session's zone, as it is today. */
    private static long zoned(EvaluationContext context, long time) {
        ZoneId zone = context.format().zone();
        long today = CivilCalendar.dayOf(CivilCalendar.toLocal(context.transactionTimestamp(), zone));
        return ZonedTimes.of(time, CivilCalendar.offsetOfLocal(CivilCalendar.timestamp(today, time), zone));
    }

    private static long inZone(long packed, int offset) {
        long time = Math.floorMod(ZonedTimes.moment(packed) + offset * MICROS_PER_SECOND, MICROS_PER_DAY);
        return ZonedTimes.of(time, offset);
    }

    private static Numeric part(String name, long packed) {
        DateTimeUnit unit = DateTimeParts.unit(name, TIMETZ);
        return switch (unit) {
            case ZONE, ZONE_HOUR, ZONE_MINUTE -> DateTimeParts.ofOffset(unit, ZonedTimes.offset(packed));
            case EPOCH -> Numeric.of(ZonedTimes.moment(packed), 6);
            default -> DateTimeParts.ofTime(name, ZonedTimes.time(packed), TIMETZ);
        };
    }

    private void declareConversions() {
        table.immutable(
                2046,
                "time",
                TIME,
                boxed((context, arguments) -> ZonedTimes.time(NumericMath.whole(arguments, 0))),
                TIMETZ);
        table.stable(
                2047,
                "timetz",
                TIMETZ,
                boxed((context, arguments) -> zoned(context, NumericMath.whole(arguments, 0))),
                TIME);
        table.stable(
                1388,
                "timetz",
                TIMETZ,
                boxed((context, arguments) -> CivilCalendar.isInfinite(NumericMath.whole(arguments, 0))
                        ? null
                        : ZonedTimes.ofInstant(
                                NumericMath.whole(arguments, 0),
                                context.format().zone())),
                TIMESTAMPTZ);
        table.immutable(
                1969,
                "timetz",
                TIMETZ,
                boxed((context, arguments) -> ZonedTimes.of(
                        TypeModifiers.roundedMicros(
                                ZonedTimes.time(NumericMath.whole(arguments, 0)), NumericMath.integer(arguments, 1)),
                        ZonedTimes.offset(NumericMath.whole(arguments, 0)))),
                TIMETZ,
                INT4);
        table.immutable(
                2038,
                "timezone",
                TIMETZ,
                boxed((context, arguments) -> inZone(NumericMath.whole(arguments, 1), DateTimeMath.offset((Interval)
                        NumericMath.value(arguments, 0)))),
                INTERVAL,
                TIMETZ);
        table.stable(
                2037,
                "timezone",
                TIMETZ,
                boxed((context, arguments) -> inZone(
                        NumericMath.whole(arguments, 1),
                        CivilCalendar.offsetAt(
                                context.transactionTimestamp(), DateTimeMath.zone(TextMath.text(arguments, 0))))),
                TEXT,
                TIMETZ);
        table.immutable(
                6201,
                "extract",
                NUMERIC,
                boxed((context, arguments) -> part(TextMath.text(arguments, 0), NumericMath.whole(arguments, 1))),
                TEXT,
                TIMETZ);
        table.immutable(
                1273,
                "date_part",
                FLOAT8,
                boxed((context, arguments) -> part(TextMath.text(arguments, 0), NumericMath.whole(arguments, 1))
                        .toDouble()),
                TEXT,
                TIMETZ);
    }
}
