package org.borealisdb.expr.scalar;

import static org.borealisdb.expr.scalar.FunctionTable.boxed;
import static org.borealisdb.expr.type.BuiltInType.DATE;
import static org.borealisdb.expr.type.BuiltInType.FLOAT8;
import static org.borealisdb.expr.type.BuiltInType.INTERVAL;
import static org.borealisdb.expr.type.BuiltInType.NUMERIC;
import static org.borealisdb.expr.type.BuiltInType.TEXT;
import static org.borealisdb.expr.type.BuiltInType.TIME;
import static org.borealisdb.expr.type.BuiltInType.TIMESTAMP;
import static org.borealisdb.expr.type.BuiltInType.TIMESTAMPTZ;

import org.borealisdb.expr.value.CivilCalendar;
import org.borealisdb.expr.value.Interval;
import org.borealisdb.expr.value.Numeric;
import org.jspecify.annotations.Nullable;

/**
 * Declares the functions that take parts of dates, times and intervals, or cut them off. A table: oids, names and signatures are
 * those of PostgreSQL 15's pg_proc.
 */
final class DatePartFunctions {
    private final FunctionTable table;

    DatePartFunctions(FunctionTable table) {
        this.table = table;
    }

    void declare() {
        declareParts();
        declareTruncations();
    }

    private static @Nullable Double asDouble(@Nullable Numeric part) {
        return part == null ? null : (Double) part.toDouble();
    }

    private void declareParts() {
        table.immutable(
                6202,
                "extract",
                NUMERIC,
                boxed((context, arguments) ->
                        DateTimeParts.ofTimestamp(TextMath.text(arguments, 0), NumericMath.whole(arguments, 1))),
                TEXT,
                TIMESTAMP);
        table.immutable(
                2021,
                "date_part",
                FLOAT8,
                boxed((context, arguments) -> asDouble(
                        DateTimeParts.ofTimestamp(TextMath.text(arguments, 0), NumericMath.whole(arguments, 1)))),
                TEXT,
                TIMESTAMP);
        table.stable(
                6203,
                "extract",
                NUMERIC,
                boxed((context, arguments) -> DateTimeParts.ofInstant(
                        TextMath.text(arguments, 0),
                        NumericMath.whole(arguments, 1),
                        context.format().zone())),
                TEXT,
                TIMESTAMPTZ);
        table.stable(
                1171,
                "date_part",
                FLOAT8,
                boxed((context, arguments) -> asDouble(DateTimeParts.ofInstant(
                        TextMath.text(arguments, 0),
                        NumericMath.whole(arguments, 1),
                        context.format().zone()))),
                TEXT,
                TIMESTAMPTZ);
        table.immutable(
                6199,
                "extract",
                NUMERIC,
                boxed((context, arguments) ->
                        DateTimeParts.ofDate(TextMath.text(arguments, 0), NumericMath.whole(arguments, 1))),
                TEXT,
                DATE);
        table.immutable(
                1384,
                "date_part",
                FLOAT8,
                boxed((context, arguments) -> asDouble(DateTimeParts.ofTimestamp(
                        TextMath.text(arguments, 0), DateTimeMath.startOfDay(NumericMath.whole(arguments, 1))))),
                TEXT,
                DATE);
        table.immutable(
                6200,
                "extract",
                NUMERIC,
                boxed((context, arguments) ->
                        DateTimeParts.ofTime(TextMath.text(arguments, 0), NumericMath.whole(arguments, 1), TIME)),
                TEXT,
                TIME);
        table.immutable(
                1385,
                "date_part",
                FLOAT8,
                boxed((context, arguments) -> asDouble(
                        DateTimeParts.ofTime(TextMath.text(arguments, 0), NumericMath.whole(arguments, 1), TIME))),
                TEXT,
                TIME);
        table.immutable(
                6204,
                "extract",
                NUMERIC,
                boxed((context, arguments) -> DateTimeParts.ofInterval(
                        TextMath.text(arguments, 0), (Interval) NumericMath.value(arguments, 1))),
                TEXT,
                INTERVAL);
        table.immutable(
                1172,
                "date_part",
                FLOAT8,
                boxed((context, arguments) -> DateTimeParts.ofIntervalAsDouble(
                        TextMath.text(arguments, 0), (Interval) NumericMath.value(arguments, 1))),
                TEXT,
                INTERVAL);
    }

    private void declareTruncations() {
        table.immutable(
                2020,
                "date_trunc",
                TIMESTAMP,
                boxed((context, arguments) ->
                        DateTimeTruncation.ofTimestamp(TextMath.text(arguments, 0), NumericMath.whole(arguments, 1))),
                TEXT,
                TIMESTAMP);
        table.stable(
                1217,
                "date_trunc",
                TIMESTAMPTZ,
                boxed((context, arguments) -> DateTimeTruncation.ofInstant(
                        TextMath.text(arguments, 0),
                        NumericMath.whole(arguments, 1),
                        context.format().zone())),
                TEXT,
                TIMESTAMPTZ);
        table.stable(
                1284,
                "date_trunc",
                TIMESTAMPTZ,
                boxed((context, arguments) -> {
                    long instant = NumericMath.whole(arguments, 1);
                    return CivilCalendar.isInfinite(instant)
                            ? instant
                            : DateTimeTruncation.ofInstant(
                                    TextMath.text(arguments, 0),
                                    instant,
                                    DateTimeMath.zone(TextMath.text(arguments, 2)));
                }),
                TEXT,
                TIMESTAMPTZ,
                TEXT);
        table.immutable(
                1218,
                "date_trunc",
                INTERVAL,
                boxed((context, arguments) -> DateTimeTruncation.ofInterval(
                        TextMath.text(arguments, 0), (Interval) NumericMath.value(arguments, 1))),
                TEXT,
                INTERVAL);
        table.immutable(
                6177,
                "date_bin",
                TIMESTAMP,
                boxed((context, arguments) -> DateTimeTruncation.binned(
                        (Interval) NumericMath.value(arguments, 0),
                        NumericMath.whole(arguments, 1),
                        NumericMath.whole(arguments, 2))),
                INTERVAL,
                TIMESTAMP,
                TIMESTAMP);
        table.immutable(
                6178,
                "date_bin",
                TIMESTAMPTZ,
                boxed((context, arguments) -> DateTimeTruncation.binned(
                        (Interval) NumericMath.value(arguments, 0),
                        NumericMath.whole(arguments, 1),
                        NumericMath.whole(arguments, 2))),
                INTERVAL,
                TIMESTAMPTZ,
                TIMESTAMPTZ);
    }
}
