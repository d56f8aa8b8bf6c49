package org.borealisdb.expr.scalar;

import static org.borealisdb.expr.type.BuiltInType.BOOL;
import static org.borealisdb.expr.type.BuiltInType.BPCHAR;
import static org.borealisdb.expr.type.BuiltInType.DATE;
import static org.borealisdb.expr.type.BuiltInType.FLOAT4;
import static org.borealisdb.expr.type.BuiltInType.FLOAT8;
import static org.borealisdb.expr.type.BuiltInType.INT2;
import static org.borealisdb.expr.type.BuiltInType.INT4;
import static org.borealisdb.expr.type.BuiltInType.INT8;
import static org.borealisdb.expr.type.BuiltInType.NAME;
import static org.borealisdb.expr.type.BuiltInType.NUMERIC;
import static org.borealisdb.expr.type.BuiltInType.OID;
import static org.borealisdb.expr.type.BuiltInType.TEXT;
import static org.borealisdb.expr.type.BuiltInType.TIMESTAMP;
import static org.borealisdb.expr.type.BuiltInType.TIMESTAMPTZ;
import static org.borealisdb.expr.type.BuiltInType.VARCHAR;

import java.util.List;
import org.borealisdb.expr.scalar.ScalarFunction.DoubleUnary;
import org.borealisdb.expr.scalar.ScalarFunction.General;
import org.borealisdb.expr.scalar.ScalarFunction.LongUnary;
import org.borealisdb.expr.scalar.ScalarFunction.Volatility;
import org.borealisdb.expr.value.CivilCalendar;
import org.borealisdb.expr.value.Numeric;
import org.borealisdb.expr.value.TextInput;
import org.borealisdb.expr.value.ValueOrder;

/** The functions behind casts. A table: oids, names and signatures are those of PostgreSQL 15's pg_proc. */
final class CastFunctions {
    private final FunctionTable table;

    CastFunctions(FunctionTable table) {
        this.table = table;
    }

    void declare() {
        table.add(
                313,
                "int4",
                List.of(INT2.type()),
                INT4.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                new LongUnary(IntegerMath.INT4::check));
        table.add(
                754,
                "int8",
                List.of(INT2.type()),
                INT8.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                new LongUnary(IntegerMath.INT8::check));
        table.add(
                238,
                "int2",
                List.of(FLOAT4.type()),
                INT2.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                new General((context, arguments) ->
                        FloatMath.toWhole((Double) NumericMath.value(arguments, 0), IntegerMath.INT2)));
        table.add(
                236,
                "float4",
                List.of(INT2.type()),
                FLOAT4.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                new General((context, arguments) -> (double) (float) NumericMath.whole(arguments, 0)));
        table.add(
                237,
                "int2",
                List.of(FLOAT8.type()),
                INT2.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                new General((context, arguments) ->
                        FloatMath.toWhole((Double) NumericMath.value(arguments, 0), IntegerMath.INT2)));
        table.add(
                235,
                "float8",
                List.of(INT2.type()),
                FLOAT8.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                new General((context, arguments) -> (double) NumericMath.whole(arguments, 0)));
        table.add(
                1783,
                "int2",
                List.of(NUMERIC.type()),
                INT2.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                new General((context, arguments) -> NumericMath.number(arguments, 0)
                        .toLong(IntegerMath.INT2.minimum(), IntegerMath.INT2.maximum(), "smallint")));
        table.add(
                1782,
                "numeric",
                List.of(INT2.type()),
                NUMERIC.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                new General((context, arguments) -> Numeric.of(NumericMath.whole(arguments, 0))));
        table.add(
                314,
                "int2",
                List.of(INT4.type()),
                INT2.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                new LongUnary(IntegerMath.INT2::check));
        table.add(
                481,
                "int8",
                List.of(INT4.type()),
                INT8.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                new LongUnary(IntegerMath.INT8::check));
        table.add(
                319,
                "int4",
                List.of(FLOAT4.type()),
                INT4.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                new General((context, arguments) ->
                        FloatMath.toWhole((Double) NumericMath.value(arguments, 0), IntegerMath.INT4)));
        table.add(
                318,
                "float4",
                List.of(INT4.type()),
                FLOAT4.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                new General((context, arguments) -> (double) (float) NumericMath.whole(arguments, 0)));
        table.add(
                317,
                "int4",
                List.of(FLOAT8.type()),
                INT4.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                new General((context, arguments) ->
                        FloatMath.toWhole((Double) NumericMath.value(arguments, 0), IntegerMath.INT4)));
        table.add(
                316,
                "float8",
                List.of(INT4.type()),
                FLOAT8.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                new General((context, arguments) -> (double) NumericMath.whole(arguments, 0)));
        table.add(
                1744,
                "int4",
                List.of(NUMERIC.type()),
                INT4.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                new General((context, arguments) -> NumericMath.number(arguments, 0)
                        .toLong(IntegerMath.INT4.minimum(), IntegerMath.INT4.maximum(), "integer")));
        table.add(
                1740,
                "numeric",
                List.of(INT4.type()),
                NUMERIC.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                new General((context, arguments) -> Numeric.of(NumericMath.whole(arguments, 0))));
        table.add(
                714,
                "int2",
                List.of(INT8.type()),
                INT2.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                new LongUnary(IntegerMath.INT2::check));
        table.add(
                480,
                "int4",
                List.of(INT8.type()),
                INT4.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                new LongUnary(IntegerMath.INT4::check));
        table.add(
                653,
                "int8",
                List.of(FLOAT4.type()),
                INT8.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                new General((context, arguments) ->
                        FloatMath.toWhole((Double) NumericMath.value(arguments, 0), IntegerMath.INT8)));
        table.add(
                652,
                "float4",
                List.of(INT8.type()),
                FLOAT4.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                new General((context, arguments) -> (double) (float) NumericMath.whole(arguments, 0)));
        table.add(
                483,
                "int8",
                List.of(FLOAT8.type()),
                INT8.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                new General((context, arguments) ->
                        FloatMath.toWhole((Double) NumericMath.value(arguments, 0), IntegerMath.INT8)));
        table.add(
                482,
                "float8",
                List.of(INT8.type()),
                FLOAT8.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                new General((context, arguments) -> (double) NumericMath.whole(arguments, 0)));
        table.add(
                1779,
                "int8",
                List.of(NUMERIC.type()),
                INT8.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                new General((context, arguments) -> NumericMath.number(arguments, 0)
                        .toLong(IntegerMath.INT8.minimum(), IntegerMath.INT8.maximum(), "bigint")));
        table.add(
                1781,
                "numeric",
                List.of(INT8.type()),
                NUMERIC.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                new General((context, arguments) -> Numeric.of(NumericMath.whole(arguments, 0))));
        table.add(
                311,
                "float8",
                List.of(FLOAT4.type()),
                FLOAT8.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                new DoubleUnary(a -> a));
        table.add(
                312,
                "float4",
                List.of(FLOAT8.type()),
                FLOAT4.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                new DoubleUnary(FloatMath::toSingle));
        table.add(
                1742,
                "numeric",
                List.of(FLOAT4.type()),
                NUMERIC.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                new General((context, arguments) -> Numeric.ofFloat((Double) NumericMath.value(arguments, 0), 6)));
        table.add(
                1745,
                "float4",
                List.of(NUMERIC.type()),
                FLOAT4.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                new General((context, arguments) -> FloatMath.FLOAT4.checked(
                        NumericMath.number(arguments, 0).toDouble())));
        table.add(
                1743,
                "numeric",
                List.of(FLOAT8.type()),
                NUMERIC.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                new General((context, arguments) -> Numeric.ofFloat((Double) NumericMath.value(arguments, 0), 15)));
        table.add(
                1746,
                "float8",
                List.of(NUMERIC.type()),
                FLOAT8.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                new General((context, arguments) -> FloatMath.FLOAT8.checked(
                        NumericMath.number(arguments, 0).toDouble())));
        table.add(
                2558,
                "int4",
                List.of(BOOL.type()),
                INT4.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                new LongUnary(a -> a));
        table.add(
                2557,
                "bool",
                List.of(INT4.type()),
                BOOL.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                new LongUnary(a -> a != 0 ? 1 : 0));
        table.add(
                1288,
                "int8",
                List.of(OID.type()),
                INT8.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                new LongUnary(a -> a));
        table.add(
                1287,
                "oid",
                List.of(INT8.type()),
                OID.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                new LongUnary(IntegerMath::toObjectIdentifier));
        table.add(
                401,
                "text",
                List.of(BPCHAR.type()),
                TEXT.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                new General((context, arguments) -> ValueOrder.withoutPadding(TextMath.text(arguments, 0))));
        table.add(
                406,
                "text",
                List.of(NAME.type()),
                TEXT.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                new General((context, arguments) -> TextMath.text(arguments, 0)));
        table.add(
                2971,
                "text",
                List.of(BOOL.type()),
                TEXT.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                new General((context, arguments) -> (Boolean) NumericMath.value(arguments, 0) ? "true" : "false"));
        table.add(
                407,
                "name",
                List.of(TEXT.type()),
                NAME.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                new General((context, arguments) -> TextInput.truncateName(TextMath.text(arguments, 0))));
        table.add(
                1400,
                "name",
                List.of(VARCHAR.type()),
                NAME.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                new General((context, arguments) -> TextInput.truncateName(TextMath.text(arguments, 0))));
        table.add(
                408,
                "bpchar",
                List.of(NAME.type()),
                BPCHAR.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                new General((context, arguments) -> TextMath.text(arguments, 0)));
        table.add(
                2024,
                "timestamp",
                List.of(DATE.type()),
                TIMESTAMP.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                new LongUnary(DateTimeMath::startOfDay));
        table.add(
                2029,
                "date",
                List.of(TIMESTAMP.type()),
                DATE.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                new LongUnary(DateTimeMath::toDate));
        table.add(
                2028,
                "timestamptz",
                List.of(TIMESTAMP.type()),
                TIMESTAMPTZ.type(),
                true,
                Volatility.STABLE,
                false,
                new General((context, arguments) -> CivilCalendar.toInstant(
                        NumericMath.whole(arguments, 0), context.format().zone())));
        table.add(
                2027,
                "timestamp",
                List.of(TIMESTAMPTZ.type()),
                TIMESTAMP.type(),
                true,
                Volatility.STABLE,
                false,
                new General((context, arguments) -> CivilCalendar.toLocal(
                        NumericMath.whole(arguments, 0), context.format().zone())));
        table.add(
                1174,
                "timestamptz",
                List.of(DATE.type()),
                TIMESTAMPTZ.type(),
                true,
                Volatility.STABLE,
                false,
                new General((context, arguments) -> CivilCalendar.toInstant(
                        DateTimeMath.startOfDay(NumericMath.whole(arguments, 0)),
                        context.format().zone())));
        table.add(
                1178,
                "date",
                List.of(TIMESTAMPTZ.type()),
                DATE.type(),
                true,
                Volatility.STABLE,
                false,
                new General((context, arguments) -> DateTimeMath.toDate(CivilCalendar.toLocal(
                        NumericMath.whole(arguments, 0), context.format().zone()))));
    }
}
