package org.borealisdb.expr.scalar;

import static org.borealisdb.expr.type.BuiltInType.FLOAT8;

import java.util.function.DoubleUnaryOperator;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.expr.scalar.ScalarFunction.DoubleBinary;
import org.borealisdb.expr.scalar.ScalarFunction.DoubleUnary;

/**
 * Declares the trigonometric and hyperbolic functions and some more of floating-point numbers. A table: oids, names and
 * signatures are those of PostgreSQL 15's pg_proc.
 */
final class TrigonometricFunctions {
    /** Beyond it the one under the root does not count, and the square may be too large. */
    private static final double SQUARE_OVERFLOWS = 1e150;

    private static final double LOGARITHM_OF_TWO = Math.log(2);

    private final FunctionTable table;

    TrigonometricFunctions(FunctionTable table) {
        this.table = table;
    }

    void declare() {
        declareRadians();
        declareDegrees();
        declareHyperbolic();
        declareAliases();
    }

    private void unary(int oid, String name, DoubleUnaryOperator operator) {
        table.immutable(oid, name, FLOAT8, new DoubleUnary(operator), FLOAT8);
    }

    private static SqlException outOfRange() {
        return new SqlException(ErrorCode.NUMERIC_VALUE_OUT_OF_RANGE, "input is out of range");
    }

    private static DoubleUnaryOperator finite(DoubleUnaryOperator operator) {
        return value -> {
            if (Double.isInfinite(value)) {
                throw outOfRange();
            }
            return operator.applyAsDouble(value);
        };
    }

    private static DoubleUnaryOperator within(double limit, DoubleUnaryOperator operator) {
        return value -> {
            if (value < -limit || value > limit) {
                throw outOfRange();
            }
            return operator.applyAsDouble(value);
        };
    }

    private void declareRadians() {
        unary(1604, "sin", finite(Math::sin));
        unary(1605, "cos", finite(Math::cos));
        unary(1606, "tan", finite(Math::tan));
        unary(1607, "cot", finite(value -> 1 / Math.tan(value)));
        unary(1600, "asin", within(1, Math::asin));
        unary(1601, "acos", within(1, Math::acos));
        unary(1602, "atan", Math::atan);
        table.immutable(1603, "atan2", FLOAT8, new DoubleBinary(Math::atan2), FLOAT8, FLOAT8);
        unary(1608, "degrees", value -> FloatMath.FLOAT8.divide(value, Math.PI / 180));
        unary(1609, "radians", value -> value * (Math.PI / 180));
    }

    private void declareDegrees() {
        unary(2735, "sind", finite(Degrees::sine));
        unary(2736, "cosd", finite(Degrees::cosine));
        unary(2737, "tand", finite(Degrees::tangent));
        unary(2738, "cotd", finite(Degrees::cotangent));
        unary(2731, "asind", within(1, Degrees::arcSine));
        unary(2732, "acosd", within(1, Degrees::arcCosine));
        unary(2733, "atand", Degrees::arcTangent);
        table.immutable(2734, "atan2d", FLOAT8, new DoubleBinary(Degrees::arcTangent), FLOAT8, FLOAT8);
    }

    private void declareHyperbolic() {
        unary(2462, "sinh", Math::sinh);
        unary(2463, "cosh", Math::cosh);
        unary(2464, "tanh", Math::tanh);
        unary(2465, "asinh", TrigonometricFunctions::inverseSine);
        unary(2466, "acosh", value -> {
            if (value < 1) {
                throw outOfRange();
            }
            return value > SQUARE_OVERFLOWS
                    ? Math.log(value) + LOGARITHM_OF_TWO
                    : Math.log(value + Math.sqrt((value - 1) * (value + 1)));
        });
        unary(
                2467,
                "atanh",
                within(
                        1,
                        value -> Math.abs(value) == 1
                                ? value * Double.POSITIVE_INFINITY
                                : (Math.log1p(value) - Math.log1p(-value)) / 2));
    }

    private static double inverseSine(double value) {
        if (Double.isInfinite(value) || value == 0) {
            return value;
        }
        double size = Math.abs(value);
        if (size > SQUARE_OVERFLOWS) {
            return Math.copySign(Math.log(size) + LOGARITHM_OF_TWO, value);
        }
        return Math.copySign(Math.log1p(size + size * size / (1 + Math.hypot(1, size))), value);
    }

    private void declareAliases() {
        unary(1340, "log", FloatMath::commonLogarithm);
        unary(1194, "log10", FloatMath::commonLogarithm);
        unary(1339, "dlog10", FloatMath::commonLogarithm);
        unary(234, "dlog1", FloatMath::naturalLogarithm);
        unary(233, "dexp", FloatMath::exponential);
        unary(230, "dsqrt", FloatMath::squareRoot);
        unary(231, "dcbrt", Math::cbrt);
        unary(1345, "cbrt", Math::cbrt);
        unary(228, "dround", Math::rint);
        unary(229, "dtrunc", FloatMath::truncated);
        unary(221, "float8abs", Math::abs);
        table.immutable(1346, "pow", FLOAT8, new DoubleBinary(FloatMath::power), FLOAT8, FLOAT8);
    }
}
