package org.borealisdb.expr.scalar;

import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.expr.value.Numeric;

/** Arithmetic of one floating-point type; overflow and underflow fail with 22003 as in PostgreSQL. */
enum FloatMath {
    FLOAT4 {
        @Override
        double rounded(double value) {
            return (float) value;
        }
    },
    FLOAT8 {
        @Override
        double rounded(double value) {
            return value;
        }
    };

    abstract double rounded(double value);

    /** Converts a number, which may be too large. */
    double of(Numeric number) {
        double result =
                this == FLOAT4 && number.isFinite() ? number.toBigDecimal().floatValue() : number.toDouble();
        boolean lost = Double.isInfinite(result) || (result == 0 && number.signum() != 0);
        if (lost && number.isFinite()) {
            throw new SqlException(
                    ErrorCode.NUMERIC_VALUE_OUT_OF_RANGE,
                    "\"" + number + "\" is out of range for type " + (this == FLOAT4 ? "real" : "double precision"));
        }
        return result;
    }

    double checked(double value) {
        double result = rounded(value);
        if (Double.isInfinite(result) && !Double.isInfinite(value)) {
            throw overflow();
        }
        return result;
    }

    private static SqlException overflow() {
        return new SqlException(ErrorCode.NUMERIC_VALUE_OUT_OF_RANGE, "value out of range: overflow");
    }

    private static SqlException underflow() {
        return new SqlException(ErrorCode.NUMERIC_VALUE_OUT_OF_RANGE, "value out of range: underflow");
    }

    private double result(double value, boolean infiniteAllowed) {
        double result = rounded(value);
        if (Double.isInfinite(result) && !infiniteAllowed) {
            throw overflow();
        }
        return result;
    }

    double plus(double a, double b) {
        return result(a + b, Double.isInfinite(a) || Double.isInfinite(b));
    }

    double minus(double a, double b) {
        return result(a - b, Double.isInfinite(a) || Double.isInfinite(b));
    }

    double times(double a, double b) {
        double product = result(a * b, Double.isInfinite(a) || Double.isInfinite(b));
        if (product == 0 && a != 0 && b != 0) {
            throw underflow();
        }
        return product;
    }

    double divide(double a, double b) {
        if (b == 0 && !Double.isNaN(a)) {
            throw IntegerMath.divisionByZero();
        }
        double quotient = result(a / b, Double.isInfinite(a));
        if (quotient == 0 && a != 0 && !Double.isInfinite(b)) {
            throw underflow();
        }
        return quotient;
    }

    static double truncated(double value) {
        return value < 0 ? Math.ceil(value) : Math.floor(value);
    }

    static double toSingle(double value) {
        double single = (float) value;
        if (Double.isInfinite(single) && !Double.isInfinite(value)) {
            throw overflow();
        }
        if (single == 0 && value != 0) {
            throw underflow();
        }
        return single;
    }

    static long toWhole(double value, IntegerMath type) {
        double whole = Math.rint(value);
        // The largest bigint is no double: 2^63 itself must not pass.
        boolean below = type == IntegerMath.INT8 ? whole < 0x1p63 : whole <= type.maximum();
        if (!(whole >= type.minimum() && below)) {
            throw type.outOfRange();
        }
        return (long) whole;
    }

    static double squareRoot(double value) {
        if (value < 0) {
            throw new SqlException(
                    ErrorCode.INVALID_ARGUMENT_FOR_POWER_FUNCTION, "cannot take square root of a negative number");
        }
        return Math.sqrt(value);
    }

    static double exponential(double value) {
        double result = Math.exp(value);
        if (Double.isInfinite(result) && !Double.isInfinite(value)) {
            throw overflow();
        }
        if (result == 0 && !Double.isInfinite(value)) {
            throw underflow();
        }
        return result;
    }

    private static void checkLogarithm(double value) {
        if (value <= 0) {
            String kind = value == 0 ? "zero" : "a negative number";
            throw new SqlException(ErrorCode.INVALID_ARGUMENT_FOR_LOGARITHM, "cannot take logarithm of " + kind);
        }
    }

    static double naturalLogarithm(double value) {
        checkLogarithm(value);
        return Math.log(value);
    }

    static double commonLogarithm(double value) {
        checkLogarithm(value);
        return Math.log10(value);
    }

    /** Returns -1, 0 or 1; 0 for NaN, which is neither above nor below zero. */
    static double sign(double value) {
        return value > 0 ? 1 : value < 0 ? -1 : 0;
    }

    static double power(double base, double exponent) {
        if (base == 1 || exponent == 0) {
            return 1;
        }
        if (base == 0 && exponent < 0) {
            throw new SqlException(
                    ErrorCode.INVALID_ARGUMENT_FOR_POWER_FUNCTION, "zero raised to a negative power is undefined");
        }
        if (base < 0 && Math.rint(exponent) != exponent && !Double.isNaN(exponent)) {
            throw new SqlException(
                    ErrorCode.INVALID_ARGUMENT_FOR_POWER_FUNCTION,
                    "a negative number raised to a non-integer power yields a complex result");
        }
        if (base == -1 && Double.isInfinite(exponent)) {
            return 1;
        }
        double result = Math.pow(base, exponent);
        boolean finite = !Double.isInfinite(base) && !Double.isInfinite(exponent);
        if (Double.isInfinite(result) && finite) {
            throw overflow();
        }
        if (result == 0 && base != 0 && finite) {
            throw underflow();
        }
        return result;
    }
}
