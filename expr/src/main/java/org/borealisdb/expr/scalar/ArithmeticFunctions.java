package org.borealisdb.expr.scalar;

import static org.borealisdb.expr.scalar.FunctionTable.boxed;
import static org.borealisdb.expr.type.BuiltInType.FLOAT4;
import static org.borealisdb.expr.type.BuiltInType.FLOAT8;
import static org.borealisdb.expr.type.BuiltInType.INT2;
import static org.borealisdb.expr.type.BuiltInType.INT4;
import static org.borealisdb.expr.type.BuiltInType.INT8;
import static org.borealisdb.expr.type.BuiltInType.NUMERIC;

import java.math.RoundingMode;
import java.util.function.BinaryOperator;
import org.borealisdb.expr.scalar.ScalarFunction.DoubleBinary;
import org.borealisdb.expr.scalar.ScalarFunction.DoubleUnary;
import org.borealisdb.expr.scalar.ScalarFunction.LongBinary;
import org.borealisdb.expr.scalar.ScalarFunction.LongUnary;
import org.borealisdb.expr.scalar.ScalarFunction.ObjectBinary;
import org.borealisdb.expr.value.Numeric;

/** Arithmetic and mathematical functions. A table: oids, names and signatures are those of PostgreSQL 15's pg_proc. */
final class ArithmeticFunctions {
    private final FunctionTable table;

    ArithmeticFunctions(FunctionTable table) {
        this.table = table;
    }

    private static ObjectBinary numbers(BinaryOperator<Numeric> operator) {
        return new ObjectBinary((left, right) -> operator.apply((Numeric) left, (Numeric) right));
    }

    void declare() {
        table.immutable(176, "int2pl", INT2, new LongBinary(IntegerMath.INT2::plus), INT2, INT2);
        table.immutable(180, "int2mi", INT2, new LongBinary(IntegerMath.INT2::minus), INT2, INT2);
        table.immutable(152, "int2mul", INT2, new LongBinary(IntegerMath.INT2::times), INT2, INT2);
        table.immutable(153, "int2div", INT2, new LongBinary(IntegerMath.INT2::divide), INT2, INT2);
        table.immutable(155, "int2mod", INT2, new LongBinary(IntegerMath.INT2::remainder), INT2, INT2);
        table.immutable(213, "int2um", INT2, new LongUnary(IntegerMath.INT2::negate), INT2);
        table.immutable(1911, "int2up", INT2, new LongUnary(a -> a), INT2);
        table.immutable(1398, "abs", INT2, new LongUnary(IntegerMath.INT2::absolute), INT2);
        table.immutable(940, "mod", INT2, new LongBinary(IntegerMath.INT2::remainder), INT2, INT2);
        table.immutable(177, "int4pl", INT4, new LongBinary(IntegerMath.INT4::plus), INT4, INT4);
        table.immutable(181, "int4mi", INT4, new LongBinary(IntegerMath.INT4::minus), INT4, INT4);
        table.immutable(141, "int4mul", INT4, new LongBinary(IntegerMath.INT4::times), INT4, INT4);
        table.immutable(154, "int4div", INT4, new LongBinary(IntegerMath.INT4::divide), INT4, INT4);
        table.immutable(156, "int4mod", INT4, new LongBinary(IntegerMath.INT4::remainder), INT4, INT4);
        table.immutable(212, "int4um", INT4, new LongUnary(IntegerMath.INT4::negate), INT4);
        table.immutable(1912, "int4up", INT4, new LongUnary(a -> a), INT4);
        table.immutable(1397, "abs", INT4, new LongUnary(IntegerMath.INT4::absolute), INT4);
        table.immutable(941, "mod", INT4, new LongBinary(IntegerMath.INT4::remainder), INT4, INT4);
        table.immutable(463, "int8pl", INT8, new LongBinary(IntegerMath.INT8::plus), INT8, INT8);
        table.immutable(464, "int8mi", INT8, new LongBinary(IntegerMath.INT8::minus), INT8, INT8);
        table.immutable(465, "int8mul", INT8, new LongBinary(IntegerMath.INT8::times), INT8, INT8);
        table.immutable(466, "int8div", INT8, new LongBinary(IntegerMath.INT8::divide), INT8, INT8);
        table.immutable(945, "int8mod", INT8, new LongBinary(IntegerMath.INT8::remainder), INT8, INT8);
        table.immutable(462, "int8um", INT8, new LongUnary(IntegerMath.INT8::negate), INT8);
        table.immutable(1910, "int8up", INT8, new LongUnary(a -> a), INT8);
        table.immutable(1396, "abs", INT8, new LongUnary(IntegerMath.INT8::absolute), INT8);
        table.immutable(947, "mod", INT8, new LongBinary(IntegerMath.INT8::remainder), INT8, INT8);
        table.immutable(178, "int24pl", INT4, new LongBinary(IntegerMath.INT4::plus), INT2, INT4);
        table.immutable(182, "int24mi", INT4, new LongBinary(IntegerMath.INT4::minus), INT2, INT4);
        table.immutable(170, "int24mul", INT4, new LongBinary(IntegerMath.INT4::times), INT2, INT4);
        table.immutable(172, "int24div", INT4, new LongBinary(IntegerMath.INT4::divide), INT2, INT4);
        table.immutable(179, "int42pl", INT4, new LongBinary(IntegerMath.INT4::plus), INT4, INT2);
        table.immutable(183, "int42mi", INT4, new LongBinary(IntegerMath.INT4::minus), INT4, INT2);
        table.immutable(171, "int42mul", INT4, new LongBinary(IntegerMath.INT4::times), INT4, INT2);
        table.immutable(173, "int42div", INT4, new LongBinary(IntegerMath.INT4::divide), INT4, INT2);
        table.immutable(841, "int28pl", INT8, new LongBinary(IntegerMath.INT8::plus), INT2, INT8);
        table.immutable(942, "int28mi", INT8, new LongBinary(IntegerMath.INT8::minus), INT2, INT8);
        table.immutable(943, "int28mul", INT8, new LongBinary(IntegerMath.INT8::times), INT2, INT8);
        table.immutable(948, "int28div", INT8, new LongBinary(IntegerMath.INT8::divide), INT2, INT8);
        table.immutable(837, "int82pl", INT8, new LongBinary(IntegerMath.INT8::plus), INT8, INT2);
        table.immutable(838, "int82mi", INT8, new LongBinary(IntegerMath.INT8::minus), INT8, INT2);
        table.immutable(839, "int82mul", INT8, new LongBinary(IntegerMath.INT8::times), INT8, INT2);
        table.immutable(840, "int82div", INT8, new LongBinary(IntegerMath.INT8::divide), INT8, INT2);
        table.immutable(1278, "int48pl", INT8, new LongBinary(IntegerMath.INT8::plus), INT4, INT8);
        table.immutable(1279, "int48mi", INT8, new LongBinary(IntegerMath.INT8::minus), INT4, INT8);
        table.immutable(1280, "int48mul", INT8, new LongBinary(IntegerMath.INT8::times), INT4, INT8);
        table.immutable(1281, "int48div", INT8, new LongBinary(IntegerMath.INT8::divide), INT4, INT8);
        table.immutable(1274, "int84pl", INT8, new LongBinary(IntegerMath.INT8::plus), INT8, INT4);
        table.immutable(1275, "int84mi", INT8, new LongBinary(IntegerMath.INT8::minus), INT8, INT4);
        table.immutable(1276, "int84mul", INT8, new LongBinary(IntegerMath.INT8::times), INT8, INT4);
        table.immutable(1277, "int84div", INT8, new LongBinary(IntegerMath.INT8::divide), INT8, INT4);
        table.immutable(1896, "int2shl", INT2, new LongBinary((a, b) -> (short) ((int) a << (int) b)), INT2, INT4);
        table.immutable(1897, "int2shr", INT2, new LongBinary((a, b) -> (int) a >> (int) b), INT2, INT4);
        table.immutable(1902, "int4shl", INT4, new LongBinary((a, b) -> (int) a << (int) b), INT4, INT4);
        table.immutable(1903, "int4shr", INT4, new LongBinary((a, b) -> (int) a >> (int) b), INT4, INT4);
        table.immutable(1908, "int8shl", INT8, new LongBinary((a, b) -> a << (int) b), INT8, INT4);
        table.immutable(1909, "int8shr", INT8, new LongBinary((a, b) -> a >> (int) b), INT8, INT4);
        table.immutable(1892, "int2and", INT2, new LongBinary((a, b) -> a & b), INT2, INT2);
        table.immutable(1893, "int2or", INT2, new LongBinary((a, b) -> a | b), INT2, INT2);
        table.immutable(1894, "int2xor", INT2, new LongBinary((a, b) -> a ^ b), INT2, INT2);
        table.immutable(1895, "int2not", INT2, new LongUnary(a -> ~a), INT2);
        table.immutable(1898, "int4and", INT4, new LongBinary((a, b) -> a & b), INT4, INT4);
        table.immutable(1899, "int4or", INT4, new LongBinary((a, b) -> a | b), INT4, INT4);
        table.immutable(1900, "int4xor", INT4, new LongBinary((a, b) -> a ^ b), INT4, INT4);
        table.immutable(1901, "int4not", INT4, new LongUnary(a -> ~a), INT4);
        table.immutable(1904, "int8and", INT8, new LongBinary((a, b) -> a & b), INT8, INT8);
        table.immutable(1905, "int8or", INT8, new LongBinary((a, b) -> a | b), INT8, INT8);
        table.immutable(1906, "int8xor", INT8, new LongBinary((a, b) -> a ^ b), INT8, INT8);
        table.immutable(1907, "int8not", INT8, new LongUnary(a -> ~a), INT8);
        table.immutable(204, "float4pl", FLOAT4, new DoubleBinary(FloatMath.FLOAT4::plus), FLOAT4, FLOAT4);
        table.immutable(205, "float4mi", FLOAT4, new DoubleBinary(FloatMath.FLOAT4::minus), FLOAT4, FLOAT4);
        table.immutable(202, "float4mul", FLOAT4, new DoubleBinary(FloatMath.FLOAT4::times), FLOAT4, FLOAT4);
        table.immutable(203, "float4div", FLOAT4, new DoubleBinary(FloatMath.FLOAT4::divide), FLOAT4, FLOAT4);
        table.immutable(218, "float8pl", FLOAT8, new DoubleBinary(FloatMath.FLOAT8::plus), FLOAT8, FLOAT8);
        table.immutable(219, "float8mi", FLOAT8, new DoubleBinary(FloatMath.FLOAT8::minus), FLOAT8, FLOAT8);
        table.immutable(216, "float8mul", FLOAT8, new DoubleBinary(FloatMath.FLOAT8::times), FLOAT8, FLOAT8);
        table.immutable(217, "float8div", FLOAT8, new DoubleBinary(FloatMath.FLOAT8::divide), FLOAT8, FLOAT8);
        table.immutable(281, "float48pl", FLOAT8, new DoubleBinary(FloatMath.FLOAT8::plus), FLOAT4, FLOAT8);
        table.immutable(282, "float48mi", FLOAT8, new DoubleBinary(FloatMath.FLOAT8::minus), FLOAT4, FLOAT8);
        table.immutable(279, "float48mul", FLOAT8, new DoubleBinary(FloatMath.FLOAT8::times), FLOAT4, FLOAT8);
        table.immutable(280, "float48div", FLOAT8, new DoubleBinary(FloatMath.FLOAT8::divide), FLOAT4, FLOAT8);
        table.immutable(285, "float84pl", FLOAT8, new DoubleBinary(FloatMath.FLOAT8::plus), FLOAT8, FLOAT4);
        table.immutable(286, "float84mi", FLOAT8, new DoubleBinary(FloatMath.FLOAT8::minus), FLOAT8, FLOAT4);
        table.immutable(283, "float84mul", FLOAT8, new DoubleBinary(FloatMath.FLOAT8::times), FLOAT8, FLOAT4);
        table.immutable(284, "float84div", FLOAT8, new DoubleBinary(FloatMath.FLOAT8::divide), FLOAT8, FLOAT4);
        table.immutable(206, "float4um", FLOAT4, new DoubleUnary(a -> -a), FLOAT4);
        table.immutable(1913, "float4up", FLOAT4, new DoubleUnary(a -> a), FLOAT4);
        table.immutable(1394, "abs", FLOAT4, new DoubleUnary(Math::abs), FLOAT4);
        table.immutable(220, "float8um", FLOAT8, new DoubleUnary(a -> -a), FLOAT8);
        table.immutable(1914, "float8up", FLOAT8, new DoubleUnary(a -> a), FLOAT8);
        table.immutable(1395, "abs", FLOAT8, new DoubleUnary(Math::abs), FLOAT8);
        table.immutable(2308, "ceil", FLOAT8, new DoubleUnary(Math::ceil), FLOAT8);
        table.immutable(2320, "ceiling", FLOAT8, new DoubleUnary(Math::ceil), FLOAT8);
        table.immutable(2309, "floor", FLOAT8, new DoubleUnary(Math::floor), FLOAT8);
        table.immutable(1342, "round", FLOAT8, new DoubleUnary(Math::rint), FLOAT8);
        table.immutable(1343, "trunc", FLOAT8, new DoubleUnary(FloatMath::truncated), FLOAT8);
        table.immutable(2310, "sign", FLOAT8, new DoubleUnary(FloatMath::sign), FLOAT8);
        table.immutable(1344, "sqrt", FLOAT8, new DoubleUnary(FloatMath::squareRoot), FLOAT8);
        table.immutable(1347, "exp", FLOAT8, new DoubleUnary(FloatMath::exponential), FLOAT8);
        table.immutable(1341, "ln", FLOAT8, new DoubleUnary(FloatMath::naturalLogarithm), FLOAT8);
        table.immutable(1368, "power", FLOAT8, new DoubleBinary(FloatMath::power), FLOAT8, FLOAT8);
        table.immutable(232, "dpow", FLOAT8, new DoubleBinary(FloatMath::power), FLOAT8, FLOAT8);
        table.fresh(
                1598,
                "random",
                FLOAT8,
                boxed((context, arguments) -> (context.random().nextLong() >>> 12) * 0x1.0p-52));
        table.immutable(1724, "numeric_add", NUMERIC, numbers(Numeric::plus), NUMERIC, NUMERIC);
        table.immutable(1725, "numeric_sub", NUMERIC, numbers(Numeric::minus), NUMERIC, NUMERIC);
        table.immutable(1726, "numeric_mul", NUMERIC, numbers(Numeric::times), NUMERIC, NUMERIC);
        table.immutable(1727, "numeric_div", NUMERIC, numbers(Numeric::dividedBy), NUMERIC, NUMERIC);
        table.immutable(1729, "numeric_mod", NUMERIC, numbers(Numeric::remainder), NUMERIC, NUMERIC);
        table.immutable(1728, "mod", NUMERIC, numbers(Numeric::remainder), NUMERIC, NUMERIC);
        table.immutable(1973, "div", NUMERIC, numbers(Numeric::wholeQuotient), NUMERIC, NUMERIC);
        table.immutable(
                1771,
                "numeric_uminus",
                NUMERIC,
                boxed((context, arguments) -> NumericMath.number(arguments, 0).negated()),
                NUMERIC);
        table.immutable(
                1915,
                "numeric_uplus",
                NUMERIC,
                boxed((context, arguments) -> NumericMath.number(arguments, 0)),
                NUMERIC);
        table.immutable(
                1705,
                "abs",
                NUMERIC,
                boxed((context, arguments) -> NumericMath.number(arguments, 0).absolute()),
                NUMERIC);
        table.immutable(
                1708,
                "round",
                NUMERIC,
                boxed((context, arguments) -> NumericMath.number(arguments, 0).rounded(0, RoundingMode.HALF_UP)),
                NUMERIC);
        table.immutable(
                1707,
                "round",
                NUMERIC,
                boxed((context, arguments) -> NumericMath.number(arguments, 0)
                        .rounded(NumericMath.integer(arguments, 1), RoundingMode.HALF_UP)),
                NUMERIC,
                INT4);
        table.immutable(
                1710,
                "trunc",
                NUMERIC,
                boxed((context, arguments) -> NumericMath.number(arguments, 0).rounded(0, RoundingMode.DOWN)),
                NUMERIC);
        table.immutable(
                1709,
                "trunc",
                NUMERIC,
                boxed((context, arguments) ->
                        NumericMath.number(arguments, 0).rounded(NumericMath.integer(arguments, 1), RoundingMode.DOWN)),
                NUMERIC,
                INT4);
        table.immutable(
                1711,
                "ceil",
                NUMERIC,
                boxed((context, arguments) -> NumericMath.number(arguments, 0).rounded(0, RoundingMode.CEILING)),
                NUMERIC);
        table.immutable(
                2167,
                "ceiling",
                NUMERIC,
                boxed((context, arguments) -> NumericMath.number(arguments, 0).rounded(0, RoundingMode.CEILING)),
                NUMERIC);
        table.immutable(
                1712,
                "floor",
                NUMERIC,
                boxed((context, arguments) -> NumericMath.number(arguments, 0).rounded(0, RoundingMode.FLOOR)),
                NUMERIC);
        table.immutable(
                1706,
                "sign",
                NUMERIC,
                boxed((context, arguments) -> NumericMath.sign(NumericMath.number(arguments, 0))),
                NUMERIC);
        table.immutable(
                1730,
                "sqrt",
                NUMERIC,
                boxed((context, arguments) -> NumericMath.squareRoot(NumericMath.number(arguments, 0))),
                NUMERIC);
    }
}
