package org.borealisdb.expr.scalar;

import static org.borealisdb.expr.scalar.FunctionTable.boxed;
import static org.borealisdb.expr.type.BuiltInType.BOOL;
import static org.borealisdb.expr.type.BuiltInType.BPCHAR;
import static org.borealisdb.expr.type.BuiltInType.CHAR;
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

import org.borealisdb.expr.scalar.ScalarFunction.DoubleUnary;
import org.borealisdb.expr.scalar.ScalarFunction.LongUnary;
import org.borealisdb.expr.value.CivilCalendar;
import org.borealisdb.expr.value.Numeric;
import org.borealisdb.expr.value.TextInput;
import org.borealisdb.expr.value.TextOutput;
import org.borealisdb.expr.value.ValueOrder;

/** The functions behind casts. A table: oids, names and signatures are those of PostgreSQL 15's pg_proc. */
final class CastFunctions {
    private final FunctionTable table;

    CastFunctions(FunctionTable table) {
        this.table = table;
    }

    void declare() {
        table.immutable(313, "int4", INT4, new LongUnary(IntegerMath.INT4::check), INT2);
        table.immutable(754, "int8", INT8, new LongUnary(IntegerMath.INT8::check), INT2);
        table.immutable(
                238,
                "int2",
                INT2,
                boxed((context, arguments) ->
                        FloatMath.toWhole((Double) NumericMath.value(arguments, 0), IntegerMath.INT2)),
                FLOAT4);
        table.immutable(
                236,
                "float4",
                FLOAT4,
                boxed((context, arguments) -> (double) (float) NumericMath.whole(arguments, 0)),
                INT2);
        table.immutable(
                237,
                "int2",
                INT2,
                boxed((context, arguments) ->
                        FloatMath.toWhole((Double) NumericMath.value(arguments, 0), IntegerMath.INT2)),
                FLOAT8);
        table.immutable(
                235, "float8", FLOAT8, boxed((context, arguments) -> (double) NumericMath.whole(arguments, 0)), INT2);
        table.immutable(
                1783,
                "int2",
                INT2,
                boxed((context, arguments) -> NumericMath.number(arguments, 0)
                        .toLong(IntegerMath.INT2.minimum(), IntegerMath.INT2.maximum(), "smallint")),
                NUMERIC);
        table.immutable(
                1782,
                "numeric",
                NUMERIC,
                boxed((context, arguments) -> Numeric.of(NumericMath.whole(arguments, 0))),
                INT2);
        table.immutable(314, "int2", INT2, new LongUnary(IntegerMath.INT2::check), INT4);
        table.immutable(481, "int8", INT8, new LongUnary(IntegerMath.INT8::check), INT4);
        table.immutable(
                319,
                "int4",
                INT4,
                boxed((context, arguments) ->
                        FloatMath.toWhole((Double) NumericMath.value(arguments, 0), IntegerMath.INT4)),
                FLOAT4);
        table.immutable(
                318,
                "float4",
                FLOAT4,
                boxed((context, arguments) -> (double) (float) NumericMath.whole(arguments, 0)),
                INT4);
        table.immutable(
                317,
                "int4",
                INT4,
                boxed((context, arguments) ->
                        FloatMath.toWhole((Double) NumericMath.value(arguments, 0), IntegerMath.INT4)),
                FLOAT8);
        table.immutable(
                316, "float8", FLOAT8, boxed((context, arguments) -> (double) NumericMath.whole(arguments, 0)), INT4);
        table.immutable(
                1744,
                "int4",
                INT4,
                boxed((context, arguments) -> NumericMath.number(arguments, 0)
                        .toLong(IntegerMath.INT4.minimum(), IntegerMath.INT4.maximum(), "integer")),
                NUMERIC);
        table.immutable(
                1740,
                "numeric",
                NUMERIC,
                boxed((context, arguments) -> Numeric.of(NumericMath.whole(arguments, 0))),
                INT4);
        table.immutable(714, "int2", INT2, new LongUnary(IntegerMath.INT2::check), INT8);
        table.immutable(480, "int4", INT4, new LongUnary(IntegerMath.INT4::check), INT8);
        table.immutable(
                653,
                "int8",
                INT8,
                boxed((context, arguments) ->
                        FloatMath.toWhole((Double) NumericMath.value(arguments, 0), IntegerMath.INT8)),
                FLOAT4);
        table.immutable(
                652,
                "float4",
                FLOAT4,
                boxed((context, arguments) -> (double) (float) NumericMath.whole(arguments, 0)),
                INT8);
        table.immutable(
                483,
                "int8",
                INT8,
                boxed((context, arguments) ->
                        FloatMath.toWhole((Double) NumericMath.value(arguments, 0), IntegerMath.INT8)),
                FLOAT8);
        table.immutable(
                482, "float8", FLOAT8, boxed((context, arguments) -> (double) NumericMath.whole(arguments, 0)), INT8);
        table.immutable(
                1779,
                "int8",
                INT8,
                boxed((context, arguments) -> NumericMath.number(arguments, 0)
                        .toLong(IntegerMath.INT8.minimum(), IntegerMath.INT8.maximum(), "bigint")),
                NUMERIC);
        table.immutable(
                1781,
                "numeric",
                NUMERIC,
                boxed((context, arguments) -> Numeric.of(NumericMath.whole(arguments, 0))),
                INT8);
        table.immutable(311, "float8", FLOAT8, new DoubleUnary(a -> a), FLOAT4);
        table.immutable(312, "float4", FLOAT4, new DoubleUnary(FloatMath::toSingle), FLOAT8);
        table.immutable(
                1742,
                "numeric",
                NUMERIC,
                boxed((context, arguments) -> Numeric.ofFloat((Double) NumericMath.value(arguments, 0), 6)),
                FLOAT4);
        table.immutable(
                1745,
                "float4",
                FLOAT4,
                boxed((context, arguments) -> FloatMath.FLOAT4.of(NumericMath.number(arguments, 0))),
                NUMERIC);
        table.immutable(
                1743,
                "numeric",
                NUMERIC,
                boxed((context, arguments) -> Numeric.ofFloat((Double) NumericMath.value(arguments, 0), 15)),
                FLOAT8);
        table.immutable(
                1746,
                "float8",
                FLOAT8,
                boxed((context, arguments) -> FloatMath.FLOAT8.of(NumericMath.number(arguments, 0))),
                NUMERIC);
        table.immutable(2558, "int4", INT4, new LongUnary(a -> a), BOOL);
        table.immutable(2557, "bool", BOOL, new LongUnary(a -> a != 0 ? 1 : 0), INT4);
        table.immutable(1288, "int8", INT8, new LongUnary(a -> a), OID);
        table.immutable(1287, "oid", OID, new LongUnary(IntegerMath::toObjectIdentifier), INT8);
        table.immutable(
                401,
                "text",
                TEXT,
                boxed((context, arguments) -> ValueOrder.withoutPadding(TextMath.text(arguments, 0))),
                BPCHAR);
        table.immutable(406, "text", TEXT, boxed((context, arguments) -> TextMath.text(arguments, 0)), NAME);
        table.immutable(
                2971,
                "text",
                TEXT,
                boxed((context, arguments) -> (Boolean) NumericMath.value(arguments, 0) ? "true" : "false"),
                BOOL);
        table.immutable(
                407,
                "name",
                NAME,
                boxed((context, arguments) -> TextInput.truncateName(TextMath.text(arguments, 0))),
                TEXT);
        table.immutable(
                1400,
                "name",
                NAME,
                boxed((context, arguments) -> TextInput.truncateName(TextMath.text(arguments, 0))),
                VARCHAR);
        table.immutable(
                409,
                "name",
                NAME,
                boxed((context, arguments) ->
                        TextInput.truncateName(ValueOrder.withoutPadding(TextMath.text(arguments, 0)))),
                BPCHAR);
        table.immutable(1401, "varchar", VARCHAR, boxed((context, arguments) -> TextMath.text(arguments, 0)), NAME);
        table.immutable(
                946,
                "text",
                TEXT,
                boxed((context, arguments) -> TextOutput.characterByte((int) NumericMath.whole(arguments, 0))),
                CHAR);
        table.immutable(
                860,
                "bpchar",
                BPCHAR,
                boxed((context, arguments) -> TextOutput.characterByte((int) NumericMath.whole(arguments, 0))),
                CHAR);
        table.immutable(
                944,
                "char",
                CHAR,
                boxed((context, arguments) -> TextInput.characterByte(TextMath.text(arguments, 0))),
                TEXT);
        table.immutable(77, "int4", INT4, new LongUnary(a -> (byte) a), CHAR);
        table.immutable(78, "char", CHAR, new LongUnary(IntegerMath::toCharacterByte), INT4);
        table.immutable(408, "bpchar", BPCHAR, boxed((context, arguments) -> TextMath.text(arguments, 0)), NAME);
        table.immutable(2024, "timestamp", TIMESTAMP, new LongUnary(DateTimeMath::startOfDay), DATE);
        table.immutable(2029, "date", DATE, new LongUnary(DateTimeMath::toDate), TIMESTAMP);
        table.stable(
                2028,
                "timestamptz",
                TIMESTAMPTZ,
                boxed((context, arguments) -> CivilCalendar.toInstant(
                        NumericMath.whole(arguments, 0), context.format().zone())),
                TIMESTAMP);
        table.stable(
                2027,
                "timestamp",
                TIMESTAMP,
                boxed((context, arguments) -> CivilCalendar.toLocal(
                        NumericMath.whole(arguments, 0), context.format().zone())),
                TIMESTAMPTZ);
        table.stable(
                1174,
                "timestamptz",
                TIMESTAMPTZ,
                boxed((context, arguments) -> DateTimeMath.startOfDay(
                        NumericMath.whole(arguments, 0), context.format().zone())),
                DATE);
        table.stable(
                1178,
                "date",
                DATE,
                boxed((context, arguments) -> DateTimeMath.toDate(CivilCalendar.toLocal(
                        NumericMath.whole(arguments, 0), context.format().zone()))),
                TIMESTAMPTZ);
    }
}
