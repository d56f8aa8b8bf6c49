package org.borealisdb.expr.scalar;

import static org.borealisdb.expr.scalar.FunctionTable.boxed;
import static org.borealisdb.expr.type.BuiltInType.DATE;
import static org.borealisdb.expr.type.BuiltInType.INT4;
import static org.borealisdb.expr.type.BuiltInType.INTERVAL;
import static org.borealisdb.expr.type.BuiltInType.TIMESTAMP;
import static org.borealisdb.expr.type.BuiltInType.TIMESTAMPTZ;

import java.time.ZoneOffset;
import org.borealisdb.expr.value.Interval;

/** Functions of dates, times and intervals. A table: oids, names and signatures are those of PostgreSQL 15's pg_proc. */
final class DateTimeFunctions {
    private final FunctionTable table;

    DateTimeFunctions(FunctionTable table) {
        this.table = table;
    }

    void declare() {
        table.stable(1299, "now", TIMESTAMPTZ, boxed((context, arguments) -> context.transactionTimestamp()));
        table.stable(
                2647,
                "transaction_timestamp",
                TIMESTAMPTZ,
                boxed((context, arguments) -> context.transactionTimestamp()));
        table.stable(
                2648, "statement_timestamp", TIMESTAMPTZ, boxed((context, arguments) -> context.statementTimestamp()));
        table.fresh(
                2649,
                "clock_timestamp",
                TIMESTAMPTZ,
                boxed((context, arguments) -> context.clock().getAsLong()));
        table.immutable(
                1141,
                "date_pli",
                DATE,
                boxed((context, arguments) ->
                        DateTimeMath.datePlus(NumericMath.whole(arguments, 0), NumericMath.whole(arguments, 1))),
                DATE,
                INT4);
        table.immutable(
                1142,
                "date_mii",
                DATE,
                boxed((context, arguments) ->
                        DateTimeMath.datePlus(NumericMath.whole(arguments, 0), -NumericMath.whole(arguments, 1))),
                DATE,
                INT4);
        table.immutable(
                1140,
                "date_mi",
                INT4,
                boxed((context, arguments) ->
                        DateTimeMath.daysBetween(NumericMath.whole(arguments, 0), NumericMath.whole(arguments, 1))),
                DATE,
                DATE);
        table.immutable(
                2031,
                "timestamp_mi",
                INTERVAL,
                boxed((context, arguments) ->
                        DateTimeMath.difference(NumericMath.whole(arguments, 0), NumericMath.whole(arguments, 1))),
                TIMESTAMP,
                TIMESTAMP);
        table.immutable(
                1188,
                "timestamptz_mi",
                INTERVAL,
                boxed((context, arguments) ->
                        DateTimeMath.difference(NumericMath.whole(arguments, 0), NumericMath.whole(arguments, 1))),
                TIMESTAMPTZ,
                TIMESTAMPTZ);
        table.immutable(
                2032,
                "timestamp_pl_interval",
                TIMESTAMP,
                boxed((context, arguments) -> DateTimeMath.plus(
                        NumericMath.whole(arguments, 0), (Interval) NumericMath.value(arguments, 1), ZoneOffset.UTC)),
                TIMESTAMP,
                INTERVAL);
        table.immutable(
                2033,
                "timestamp_mi_interval",
                TIMESTAMP,
                boxed((context, arguments) -> DateTimeMath.plus(
                        NumericMath.whole(arguments, 0),
                        ((Interval) NumericMath.value(arguments, 1)).negated(),
                        ZoneOffset.UTC)),
                TIMESTAMP,
                INTERVAL);
        table.stable(
                1189,
                "timestamptz_pl_interval",
                TIMESTAMPTZ,
                boxed((context, arguments) -> DateTimeMath.plus(
                        NumericMath.whole(arguments, 0),
                        (Interval) NumericMath.value(arguments, 1),
                        context.format().zone())),
                TIMESTAMPTZ,
                INTERVAL);
        table.stable(
                1190,
                "timestamptz_mi_interval",
                TIMESTAMPTZ,
                boxed((context, arguments) -> DateTimeMath.plus(
                        NumericMath.whole(arguments, 0),
                        ((Interval) NumericMath.value(arguments, 1)).negated(),
                        context.format().zone())),
                TIMESTAMPTZ,
                INTERVAL);
        table.immutable(
                1169,
                "interval_pl",
                INTERVAL,
                boxed((context, arguments) ->
                        ((Interval) NumericMath.value(arguments, 0)).plus((Interval) NumericMath.value(arguments, 1))),
                INTERVAL,
                INTERVAL);
        table.immutable(
                1170,
                "interval_mi",
                INTERVAL,
                boxed((context, arguments) -> ((Interval) NumericMath.value(arguments, 0))
                        .plus(((Interval) NumericMath.value(arguments, 1)).negated())),
                INTERVAL,
                INTERVAL);
        table.immutable(
                1168,
                "interval_um",
                INTERVAL,
                boxed((context, arguments) -> ((Interval) NumericMath.value(arguments, 0)).negated()),
                INTERVAL);
    }
}
