package org.borealisdb.expr.scalar;

import static org.borealisdb.expr.scalar.FunctionTable.boxed;
import static org.borealisdb.expr.type.BuiltInType.ANYCOMPATIBLE;
import static org.borealisdb.expr.type.BuiltInType.ANYCOMPATIBLEARRAY;
import static org.borealisdb.expr.type.BuiltInType.FLOAT8;
import static org.borealisdb.expr.type.BuiltInType.INT2;
import static org.borealisdb.expr.type.BuiltInType.INT4;
import static org.borealisdb.expr.type.BuiltInType.INT8;
import static org.borealisdb.expr.type.BuiltInType.NUMERIC;

import org.borealisdb.expr.scalar.ScalarFunction.LongBinary;
import org.borealisdb.expr.scalar.ScalarFunction.LongUnary;
import org.borealisdb.expr.value.ArrayValue;
import org.borealisdb.expr.value.DecimalMath;
import org.borealisdb.expr.value.Numeric;

/**
 * Declares powers, logarithms and some more of numeric and the integers. A table: oids, names and signatures are those of
 * PostgreSQL 15's pg_proc.
 */
final class NumberFunctions {
    private static final Numeric TEN = Numeric.of(10);

    private final FunctionTable table;

    NumberFunctions(FunctionTable table) {
        this.table = table;
    }

    void declare() {
        declarePowers();
        declareWholes();
    }

    private void declarePowers() {
        table.immutable(
                1732,
                "exp",
                NUMERIC,
                boxed((context, arguments) -> DecimalMath.exponential(NumericMath.number(arguments, 0))),
                NUMERIC);
        table.immutable(
                1733,
                "numeric_exp",
                NUMERIC,
                boxed((context, arguments) -> DecimalMath.exponential(NumericMath.number(arguments, 0))),
                NUMERIC);
        table.immutable(
                1734,
                "ln",
                NUMERIC,
                boxed((context, arguments) -> DecimalMath.naturalLogarithm(NumericMath.number(arguments, 0))),
                NUMERIC);
        table.immutable(
                1735,
                "numeric_ln",
                NUMERIC,
                boxed((context, arguments) -> DecimalMath.naturalLogarithm(NumericMath.number(arguments, 0))),
                NUMERIC);
        table.immutable(
                1736,
                "log",
                NUMERIC,
                boxed((context, arguments) ->
                        DecimalMath.logarithm(NumericMath.number(arguments, 0), NumericMath.number(arguments, 1))),
                NUMERIC,
                NUMERIC);
        table.immutable(
                1737,
                "numeric_log",
                NUMERIC,
                boxed((context, arguments) ->
                        DecimalMath.logarithm(NumericMath.number(arguments, 0), NumericMath.number(arguments, 1))),
                NUMERIC,
                NUMERIC);
        table.immutable(
                1741,
                "log",
                NUMERIC,
                boxed((context, arguments) -> DecimalMath.logarithm(TEN, NumericMath.number(arguments, 0))),
                NUMERIC);
        table.immutable(
                1481,
                "log10",
                NUMERIC,
                boxed((context, arguments) -> DecimalMath.logarithm(TEN, NumericMath.number(arguments, 0))),
                NUMERIC);
        table.immutable(
                2169,
                "power",
                NUMERIC,
                boxed((context, arguments) ->
                        DecimalMath.power(NumericMath.number(arguments, 0), NumericMath.number(arguments, 1))),
                NUMERIC,
                NUMERIC);
        table.immutable(
                1738,
                "pow",
                NUMERIC,
                boxed((context, arguments) ->
                        DecimalMath.power(NumericMath.number(arguments, 0), NumericMath.number(arguments, 1))),
                NUMERIC,
                NUMERIC);
        table.immutable(
                1739,
                "numeric_power",
                NUMERIC,
                boxed((context, arguments) ->
                        DecimalMath.power(NumericMath.number(arguments, 0), NumericMath.number(arguments, 1))),
                NUMERIC,
                NUMERIC);
        table.immutable(
                1731,
                "numeric_sqrt",
                NUMERIC,
                boxed((context, arguments) -> NumericMath.squareRoot(NumericMath.number(arguments, 0))),
                NUMERIC);
        table.immutable(
                1704,
                "numeric_abs",
                NUMERIC,
                boxed((context, arguments) -> NumericMath.number(arguments, 0).absolute()),
                NUMERIC);
        table.immutable(
                1980,
                "numeric_div_trunc",
                NUMERIC,
                boxed((context, arguments) ->
                        NumericMath.number(arguments, 0).wholeQuotient(NumericMath.number(arguments, 1))),
                NUMERIC,
                NUMERIC);
        table.immutable(
                5042,
                "min_scale",
                INT4,
                boxed((context, arguments) -> NumericMath.number(arguments, 0).isFinite()
                        ? WholeMath.neededScale(NumericMath.number(arguments, 0))
                        : null),
                NUMERIC);
        table.immutable(
                1376,
                "factorial",
                NUMERIC,
                boxed((context, arguments) ->
                        WholeMath.factorial(NumericMath.whole(arguments, 0), context.interruption())),
                INT8);
    }

    private void declareWholes() {
        table.immutable(
                5044,
                "gcd",
                INT4,
                new LongBinary((a, b) -> WholeMath.greatestDivisor(a, b, IntegerMath.INT4)),
                INT4,
                INT4);
        table.immutable(
                5045,
                "gcd",
                INT8,
                new LongBinary((a, b) -> WholeMath.greatestDivisor(a, b, IntegerMath.INT8)),
                INT8,
                INT8);
        table.immutable(
                5046,
                "lcm",
                INT4,
                new LongBinary((a, b) -> WholeMath.leastMultiple(a, b, IntegerMath.INT4)),
                INT4,
                INT4);
        table.immutable(
                5047,
                "lcm",
                INT8,
                new LongBinary((a, b) -> WholeMath.leastMultiple(a, b, IntegerMath.INT8)),
                INT8,
                INT8);
        table.immutable(
                5048,
                "gcd",
                NUMERIC,
                boxed((context, arguments) ->
                        WholeMath.greatestDivisor(NumericMath.number(arguments, 0), NumericMath.number(arguments, 1))),
                NUMERIC,
                NUMERIC);
        table.immutable(
                5049,
                "lcm",
                NUMERIC,
                boxed((context, arguments) ->
                        WholeMath.leastMultiple(NumericMath.number(arguments, 0), NumericMath.number(arguments, 1))),
                NUMERIC,
                NUMERIC);
        table.immutable(1253, "int2abs", INT2, new LongUnary(a -> a < 0 ? IntegerMath.INT2.minus(0, a) : a), INT2);
        table.immutable(1251, "int4abs", INT4, new LongUnary(a -> a < 0 ? IntegerMath.INT4.minus(0, a) : a), INT4);
        table.immutable(1230, "int8abs", INT8, new LongUnary(a -> a < 0 ? IntegerMath.INT8.minus(0, a) : a), INT8);
        table.immutable(
                320,
                "width_bucket",
                INT4,
                boxed((context, arguments) -> WholeMath.bucket(
                        (Double) NumericMath.value(arguments, 0),
                        (Double) NumericMath.value(arguments, 1),
                        (Double) NumericMath.value(arguments, 2),
                        NumericMath.integer(arguments, 3))),
                FLOAT8,
                FLOAT8,
                FLOAT8,
                INT4);
        table.immutable(
                2170,
                "width_bucket",
                INT4,
                boxed((context, arguments) -> WholeMath.bucket(
                        NumericMath.number(arguments, 0),
                        NumericMath.number(arguments, 1),
                        NumericMath.number(arguments, 2),
                        NumericMath.integer(arguments, 3))),
                NUMERIC,
                NUMERIC,
                NUMERIC,
                INT4);
        table.immutable(
                3218,
                "width_bucket",
                INT4,
                boxed((context, arguments) -> WholeMath.bucket(
                        NumericMath.value(arguments, 0), (ArrayValue) NumericMath.value(arguments, 1))),
                ANYCOMPATIBLE,
                ANYCOMPATIBLEARRAY);
    }
}
