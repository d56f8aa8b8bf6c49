package org.borealisdb.expr.scalar;

import static org.borealisdb.expr.type.BuiltInType.FLOAT4;
import static org.borealisdb.expr.type.BuiltInType.FLOAT8;
import static org.borealisdb.expr.type.BuiltInType.INT2;
import static org.borealisdb.expr.type.BuiltInType.INT4;
import static org.borealisdb.expr.type.BuiltInType.INT8;
import static org.borealisdb.expr.type.BuiltInType.NUMERIC;

import java.math.RoundingMode;
import java.util.List;
import org.borealisdb.expr.scalar.ScalarFunction.DoubleBinary;
import org.borealisdb.expr.scalar.ScalarFunction.DoubleUnary;
import org.borealisdb.expr.scalar.ScalarFunction.General;
import org.borealisdb.expr.scalar.ScalarFunction.LongBinary;
import org.borealisdb.expr.scalar.ScalarFunction.LongUnary;
import org.borealisdb.expr.scalar.ScalarFunction.Volatility;

/** Arithmetic and mathematical functions. A table: oids, names and signatures are those of PostgreSQL 15's pg_proc. */
final class ArithmeticFunctions {
    private final FunctionTable table;

    ArithmeticFunctions(FunctionTable table) {
        this.table = table;
    }

    void declare() {
        table.add(
                176,
                "int2pl",
                List.of(INT2.type(), INT2.type()),
                INT2.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                new LongBinary(IntegerMath.INT2::plus));
        table.add(
                180,
                "int2mi",
                List.of(INT2.type(), INT2.type()),
                INT2.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                new LongBinary(IntegerMath.INT2::minus));
        table.add(
                152,
                "int2mul",
                List.of(INT2.type(), INT2.type()),
                INT2.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                new LongBinary(IntegerMath.INT2::times));
        table.add(
                153,
                "int2div",
                List.of(INT2.type(), INT2.type()),
                INT2.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                new LongBinary(IntegerMath.INT2::divide));
        table.add(
                155,
                "int2mod",
                List.of(INT2.type(), INT2.type()),
                INT2.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                new LongBinary(IntegerMath.INT2::remainder));
        table.add(
                213,
                "int2um",
                List.of(INT2.type()),
                INT2.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                new LongUnary(IntegerMath.INT2::negate));
        table.add(
                1911,
                "int2up",
                List.of(INT2.type()),
                INT2.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                new LongUnary(a -> a));
        table.add(
                1398,
                "abs",
                List.of(INT2.type()),
                INT2.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                new LongUnary(IntegerMath.INT2::absolute));
        table.add(
                940,
                "mod",
                List.of(INT2.type(), INT2.type()),
                INT2.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                new LongBinary(IntegerMath.INT2::remainder));
        table.add(
                177,
                "int4pl",
                List.of(INT4.type(), INT4.type()),
                INT4.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                new LongBinary(IntegerMath.INT4::plus));
        table.add(
                181,
                "int4mi",
                List.of(INT4.type(), INT4.type()),
                INT4.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                new LongBinary(IntegerMath.INT4::minus));
        table.add(
                141,
                "int4mul",
                List.of(INT4.type(), INT4.type()),
                INT4.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                new LongBinary(IntegerMath.INT4::times));
        table.add(
                154,
                "int4div",
                List.of(INT4.type(), INT4.type()),
                INT4.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                new LongBinary(IntegerMath.INT4::divide));
        table.add(
                156,
                "int4mod",
                List.of(INT4.type(), INT4.type()),
                INT4.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                new LongBinary(IntegerMath.INT4::remainder));
        table.add(
                212,
                "int4um",
                List.of(INT4.type()),
                INT4.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                new LongUnary(IntegerMath.INT4::negate));
        table.add(
                1912,
                "int4up",
                List.of(INT4.type()),
                INT4.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                new LongUnary(a -> a));
        table.add(
                1397,
                "abs",
                List.of(INT4.type()),
                INT4.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                new LongUnary(IntegerMath.INT4::absolute));
        table.add(
                941,
                "mod",
                List.of(INT4.type(), INT4.type()),
                INT4.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                new LongBinary(IntegerMath.INT4::remainder));
        table.add(
                463,
                "int8pl",
                List.of(INT8.type(), INT8.type()),
                INT8.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                new LongBinary(IntegerMath.INT8::plus));
        table.add(
                464,
                "int8mi",
                List.of(INT8.type(), INT8.type()),
                INT8.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                new LongBinary(IntegerMath.INT8::minus));
        table.add(
                465,
                "int8mul",
                List.of(INT8.type(), INT8.type()),
                INT8.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                new LongBinary(IntegerMath.INT8::times));
        table.add(
                466,
                "int8div",
                List.of(INT8.type(), INT8.type()),
                INT8.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                new LongBinary(IntegerMath.INT8::divide));
        table.add(
                945,
                "int8mod",
                List.of(INT8.type(), INT8.type()),
                INT8.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                new LongBinary(IntegerMath.INT8::remainder));
        table.add(
                462,
                "int8um",
                List.of(INT8.type()),
                INT8.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                new LongUnary(IntegerMath.INT8::negate));
        table.add(
                1910,
                "int8up",
                List.of(INT8.type()),
                INT8.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                new LongUnary(a -> a));
        table.add(
                1396,
                "abs",
                List.of(INT8.type()),
                INT8.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                new LongUnary(IntegerMath.INT8::absolute));
        table.add(
                947,
                "mod",
                List.of(INT8.type(), INT8.type()),
                INT8.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                new LongBinary(IntegerMath.INT8::remainder));
        table.add(
                178,
                "int24pl",
                List.of(INT2.type(), INT4.type()),
                INT4.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                new LongBinary(IntegerMath.INT4::plus));
        table.add(
                182,
                "int24mi",
                List.of(INT2.type(), INT4.type()),
                INT4.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                new LongBinary(IntegerMath.INT4::minus));
        table.add(
                170,
                "int24mul",
                List.of(INT2.type(), INT4.type()),
                INT4.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                new LongBinary(IntegerMath.INT4::times));
        table.add(
                172,
                "int24div",
                List.of(INT2.type(), INT4.type()),
                INT4.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                new LongBinary(IntegerMath.INT4::divide));
        table.add(
                179,
                "int42pl",
                List.of(INT4.type(), INT2.type()),
                INT4.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                new LongBinary(IntegerMath.INT4::plus));
        table.add(
                183,
                "int42mi",
                List.of(INT4.type(), INT2.type()),
                INT4.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                new LongBinary(IntegerMath.INT4::minus));
        table.add(
                171,
                "int42mul",
                List.of(INT4.type(), INT2.type()),
                INT4.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                new LongBinary(IntegerMath.INT4::times));
        table.add(
                173,
                "int42div",
                List.of(INT4.type(), INT2.type()),
                INT4.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                new LongBinary(IntegerMath.INT4::divide));
        table.add(
                841,
                "int28pl",
                List.of(INT2.type(), INT8.type()),
                INT8.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                new LongBinary(IntegerMath.INT8::plus));
        table.add(
                942,
                "int28mi",
                List.of(INT2.type(), INT8.type()),
                INT8.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                new LongBinary(IntegerMath.INT8::minus));
        table.add(
                943,
                "int28mul",
                List.of(INT2.type(), INT8.type()),
                INT8.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                new LongBinary(IntegerMath.INT8::times));
        table.add(
                948,
                "int28div",
                List.of(INT2.type(), INT8.type()),
                INT8.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                new LongBinary(IntegerMath.INT8::divide));
        table.add(
                837,
                "int82pl",
                List.of(INT8.type(), INT2.type()),
                INT8.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                new LongBinary(IntegerMath.INT8::plus));
        table.add(
                838,
                "int82mi",
                List.of(INT8.type(), INT2.type()),
                INT8.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                new LongBinary(IntegerMath.INT8::minus));
        table.add(
                839,
                "int82mul",
                List.of(INT8.type(), INT2.type()),
                INT8.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                new LongBinary(IntegerMath.INT8::times));
        table.add(
                840,
                "int82div",
                List.of(INT8.type(), INT2.type()),
                INT8.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                new LongBinary(IntegerMath.INT8::divide));
        table.add(
                1278,
                "int48pl",
                List.of(INT4.type(), INT8.type()),
                INT8.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                new LongBinary(IntegerMath.INT8::plus));
        table.add(
                1279,
                "int48mi",
                List.of(INT4.type(), INT8.type()),
                INT8.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                new LongBinary(IntegerMath.INT8::minus));
        table.add(
                1280,
                "int48mul",
                List.of(INT4.type(), INT8.type()),
                INT8.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                new LongBinary(IntegerMath.INT8::times));
        table.add(
                1281,
                "int48div",
                List.of(INT4.type(), INT8.type()),
                INT8.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                new LongBinary(IntegerMath.INT8::divide));
        table.add(
                1274,
                "int84pl",
                List.of(INT8.type(), INT4.type()),
                INT8.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                new LongBinary(IntegerMath.INT8::plus));
        table.add(
                1275,
                "int84mi",
                List.of(INT8.type(), INT4.type()),
                INT8.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                new LongBinary(IntegerMath.INT8::minus));
        table.add(
                1276,
                "int84mul",
                List.of(INT8.type(), INT4.type()),
                INT8.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                new LongBinary(IntegerMath.INT8::times));
        table.add(
                1277,
                "int84div",
                List.of(INT8.type(), INT4.type()),
                INT8.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                new LongBinary(IntegerMath.INT8::divide));
        table.add(
                1892,
                "int2and",
                List.of(INT2.type(), INT2.type()),
                INT2.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                new LongBinary((a, b) -> a & b));
        table.add(
                1893,
                "int2or",
                List.of(INT2.type(), INT2.type()),
                INT2.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                new LongBinary((a, b) -> a | b));
        table.add(
                1894,
                "int2xor",
                List.of(INT2.type(), INT2.type()),
                INT2.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                new LongBinary((a, b) -> a ^ b));
        table.add(
                1895,
                "int2not",
                List.of(INT2.type()),
                INT2.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                new LongUnary(a -> ~a));
        table.add(
                1898,
                "int4and",
                List.of(INT4.type(), INT4.type()),
                INT4.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                new LongBinary((a, b) -> a & b));
        table.add(
                1899,
                "int4or",
                List.of(INT4.type(), INT4.type()),
                INT4.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                new LongBinary((a, b) -> a | b));
        table.add(
                1900,
                "int4xor",
                List.of(INT4.type(), INT4.type()),
                INT4.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                new LongBinary((a, b) -> a ^ b));
        table.add(
                1901,
                "int4not",
                List.of(INT4.type()),
                INT4.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                new LongUnary(a -> ~a));
        table.add(
                1904,
                "int8and",
                List.of(INT8.type(), INT8.type()),
                INT8.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                new LongBinary((a, b) -> a & b));
        table.add(
                1905,
                "int8or",
                List.of(INT8.type(), INT8.type()),
                INT8.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                new LongBinary((a, b) -> a | b));
        table.add(
                1906,
                "int8xor",
                List.of(INT8.type(), INT8.type()),
                INT8.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                new LongBinary((a, b) -> a ^ b));
        table.add(
                1907,
                "int8not",
                List.of(INT8.type()),
                INT8.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                new LongUnary(a -> ~a));
        table.add(
                204,
                "float4pl",
                List.of(FLOAT4.type(), FLOAT4.type()),
                FLOAT4.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                new DoubleBinary(FloatMath.FLOAT4::plus));
        table.add(
                205,
                "float4mi",
                List.of(FLOAT4.type(), FLOAT4.type()),
                FLOAT4.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                new DoubleBinary(FloatMath.FLOAT4::minus));
        table.add(
                202,
                "float4mul",
                List.of(FLOAT4.type(), FLOAT4.type()),
                FLOAT4.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                new DoubleBinary(FloatMath.FLOAT4::times));
        table.add(
                203,
                "float4div",
                List.of(FLOAT4.type(), FLOAT4.type()),
                FLOAT4.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                new DoubleBinary(FloatMath.FLOAT4::divide));
        table.add(
                218,
                "float8pl",
                List.of(FLOAT8.type(), FLOAT8.type()),
                FLOAT8.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                new DoubleBinary(FloatMath.FLOAT8::plus));
        table.add(
                219,
                "float8mi",
                List.of(FLOAT8.type(), FLOAT8.type()),
                FLOAT8.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                new DoubleBinary(FloatMath.FLOAT8::minus));
        table.add(
                216,
                "float8mul",
                List.of(FLOAT8.type(), FLOAT8.type()),
                FLOAT8.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                new DoubleBinary(FloatMath.FLOAT8::times));
        table.add(
                217,
                "float8div",
                List.of(FLOAT8.type(), FLOAT8.type()),
                FLOAT8.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                new DoubleBinary(FloatMath.FLOAT8::divide));
        table.add(
                281,
                "float48pl",
                List.of(FLOAT4.type(), FLOAT8.type()),
                FLOAT8.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                new DoubleBinary(FloatMath.FLOAT8::plus));
        table.add(
                282,
                "float48mi",
                List.of(FLOAT4.type(), FLOAT8.type()),
                FLOAT8.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                new DoubleBinary(FloatMath.FLOAT8::minus));
        table.add(
                279,
                "float48mul",
                List.of(FLOAT4.type(), FLOAT8.type()),
                FLOAT8.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                new DoubleBinary(FloatMath.FLOAT8::times));
        table.add(
                280,
                "float48div",
                List.of(FLOAT4.type(), FLOAT8.type()),
                FLOAT8.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                new DoubleBinary(FloatMath.FLOAT8::divide));
        table.add(
                285,
                "float84pl",
                List.of(FLOAT8.type(), FLOAT4.type()),
                FLOAT8.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                new DoubleBinary(FloatMath.FLOAT8::plus));
        table.add(
                286,
                "float84mi",
                List.of(FLOAT8.type(), FLOAT4.type()),
                FLOAT8.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                new DoubleBinary(FloatMath.FLOAT8::minus));
        table.add(
                283,
                "float84mul",
                List.of(FLOAT8.type(), FLOAT4.type()),
                FLOAT8.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                new DoubleBinary(FloatMath.FLOAT8::times));
        table.add(
                284,
                "float84div",
                List.of(FLOAT8.type(), FLOAT4.type()),
                FLOAT8.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                new DoubleBinary(FloatMath.FLOAT8::divide));
        table.add(
                206,
                "float4um",
                List.of(FLOAT4.type()),
                FLOAT4.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                new DoubleUnary(a -> -a));
        table.add(
                1913,
                "float4up",
                List.of(FLOAT4.type()),
                FLOAT4.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                new DoubleUnary(a -> a));
        table.add(
                1394,
                "abs",
                List.of(FLOAT4.type()),
                FLOAT4.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                new DoubleUnary(Math::abs));
        table.add(
                220,
                "float8um",
                List.of(FLOAT8.type()),
                FLOAT8.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                new DoubleUnary(a -> -a));
        table.add(
                1914,
                "float8up",
                List.of(FLOAT8.type()),
                FLOAT8.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                new DoubleUnary(a -> a));
        table.add(
                1395,
                "abs",
                List.of(FLOAT8.type()),
                FLOAT8.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                new DoubleUnary(Math::abs));
        table.add(
                2308,
                "ceil",
                List.of(FLOAT8.type()),
                FLOAT8.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                new DoubleUnary(Math::ceil));
        table.add(
                2320,
                "ceiling",
                List.of(FLOAT8.type()),
                FLOAT8.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                new DoubleUnary(Math::ceil));
        table.add(
                2309,
                "floor",
                List.of(FLOAT8.type()),
                FLOAT8.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                new DoubleUnary(Math::floor));
        table.add(
                1342,
                "round",
                List.of(FLOAT8.type()),
                FLOAT8.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                new DoubleUnary(Math::rint));
        table.add(
                1343,
                "trunc",
                List.of(FLOAT8.type()),
                FLOAT8.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                new DoubleUnary(FloatMath::truncated));
        table.add(
                2310,
                "sign",
                List.of(FLOAT8.type()),
                FLOAT8.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                new DoubleUnary(Math::signum));
        table.add(
                1344,
                "sqrt",
                List.of(FLOAT8.type()),
                FLOAT8.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                new DoubleUnary(FloatMath::squareRoot));
        table.add(
                1347,
                "exp",
                List.of(FLOAT8.type()),
                FLOAT8.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                new DoubleUnary(FloatMath::exponential));
        table.add(
                1341,
                "ln",
                List.of(FLOAT8.type()),
                FLOAT8.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                new DoubleUnary(FloatMath::naturalLogarithm));
        table.add(
                1368,
                "power",
                List.of(FLOAT8.type(), FLOAT8.type()),
                FLOAT8.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                new DoubleBinary(FloatMath::power));
        table.add(
                232,
                "dpow",
                List.of(FLOAT8.type(), FLOAT8.type()),
                FLOAT8.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                new DoubleBinary(FloatMath::power));
        table.add(
                1598,
                "random",
                List.of(),
                FLOAT8.type(),
                true,
                Volatility.VOLATILE,
                false,
                new General((context, arguments) -> context.random().getAsDouble()));
        table.add(
                1724,
                "numeric_add",
                List.of(NUMERIC.type(), NUMERIC.type()),
                NUMERIC.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                new General((context, arguments) ->
                        NumericMath.number(arguments, 0).plus(NumericMath.number(arguments, 1))));
        table.add(
                1725,
                "numeric_sub",
                List.of(NUMERIC.type(), NUMERIC.type()),
                NUMERIC.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                new General((context, arguments) ->
                        NumericMath.number(arguments, 0).minus(NumericMath.number(arguments, 1))));
        table.add(
                1726,
                "numeric_mul",
                List.of(NUMERIC.type(), NUMERIC.type()),
                NUMERIC.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                new General((context, arguments) ->
                        NumericMath.number(arguments, 0).times(NumericMath.number(arguments, 1))));
        table.add(
                1727,
                "numeric_div",
                List.of(NUMERIC.type(), NUMERIC.type()),
                NUMERIC.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                new General((context, arguments) ->
                        NumericMath.number(arguments, 0).dividedBy(NumericMath.number(arguments, 1))));
        table.add(
                1729,
                "numeric_mod",
                List.of(NUMERIC.type(), NUMERIC.type()),
                NUMERIC.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                new General((context, arguments) ->
                        NumericMath.number(arguments, 0).remainder(NumericMath.number(arguments, 1))));
        table.add(
                1728,
                "mod",
                List.of(NUMERIC.type(), NUMERIC.type()),
                NUMERIC.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                new General((context, arguments) ->
                        NumericMath.number(arguments, 0).remainder(NumericMath.number(arguments, 1))));
        table.add(
                1973,
                "div",
                List.of(NUMERIC.type(), NUMERIC.type()),
                NUMERIC.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                new General((context, arguments) ->
                        NumericMath.number(arguments, 0).wholeQuotient(NumericMath.number(arguments, 1))));
        table.add(
                1771,
                "numeric_uminus",
                List.of(NUMERIC.type()),
                NUMERIC.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                new General(
                        (context, arguments) -> NumericMath.number(arguments, 0).negated()));
        table.add(
                1915,
                "numeric_uplus",
                List.of(NUMERIC.type()),
                NUMERIC.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                new General((context, arguments) -> NumericMath.number(arguments, 0)));
        table.add(
                1705,
                "abs",
                List.of(NUMERIC.type()),
                NUMERIC.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                new General(
                        (context, arguments) -> NumericMath.number(arguments, 0).absolute()));
        table.add(
                1708,
                "round",
                List.of(NUMERIC.type()),
                NUMERIC.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                new General(
                        (context, arguments) -> NumericMath.number(arguments, 0).rounded(0, RoundingMode.HALF_UP)));
        table.add(
                1707,
                "round",
                List.of(NUMERIC.type(), INT4.type()),
                NUMERIC.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                new General((context, arguments) -> NumericMath.number(arguments, 0)
                        .rounded(NumericMath.integer(arguments, 1), RoundingMode.HALF_UP)));
        table.add(
                1710,
                "trunc",
                List.of(NUMERIC.type()),
                NUMERIC.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                new General(
                        (context, arguments) -> NumericMath.number(arguments, 0).rounded(0, RoundingMode.DOWN)));
        table.add(
                1709,
                "trunc",
                List.of(NUMERIC.type(), INT4.type()),
                NUMERIC.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                new General((context, arguments) -> NumericMath.number(arguments, 0)
                        .rounded(NumericMath.integer(arguments, 1), RoundingMode.DOWN)));
        table.add(
                1711,
                "ceil",
                List.of(NUMERIC.type()),
                NUMERIC.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                new General(
                        (context, arguments) -> NumericMath.number(arguments, 0).rounded(0, RoundingMode.CEILING)));
        table.add(
                2167,
                "ceiling",
                List.of(NUMERIC.type()),
                NUMERIC.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                new General(
                        (context, arguments) -> NumericMath.number(arguments, 0).rounded(0, RoundingMode.CEILING)));
        table.add(
                1712,
                "floor",
                List.of(NUMERIC.type()),
                NUMERIC.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                new General(
                        (context, arguments) -> NumericMath.number(arguments, 0).rounded(0, RoundingMode.FLOOR)));
        table.add(
                1706,
                "sign",
                List.of(NUMERIC.type()),
                NUMERIC.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                new General((context, arguments) -> NumericMath.sign(NumericMath.number(arguments, 0))));
        table.add(
                1730,
                "sqrt",
                List.of(NUMERIC.type()),
                NUMERIC.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                new General((context, arguments) -> NumericMath.squareRoot(NumericMath.number(arguments, 0))));
    }
}
