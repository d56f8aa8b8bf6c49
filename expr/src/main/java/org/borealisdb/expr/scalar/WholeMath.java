package org.borealisdb.expr.scalar;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.expr.value.ArrayValue;
import org.borealisdb.expr.value.Numeric;
import org.borealisdb.expr.value.ValueOrder;

/** Divisors, multiples, factorials, and which of some ranges a number is in. */
final class WholeMath {
    /** 32177! is the last one that is a numeric. */
    private static final int MAXIMUM_FACTORIAL = 32_177;

    private WholeMath() {}

    static long greatestDivisor(long a, long b, IntegerMath type) {
        BigInteger divisor = BigInteger.valueOf(a).gcd(BigInteger.valueOf(b));
        if (divisor.compareTo(BigInteger.valueOf(type.maximum())) > 0) {
            throw type.outOfRange();
        }
        return divisor.longValue();
    }

    static long leastMultiple(long a, long b, IntegerMath type) {
        if (a == 0 || b == 0) {
            return 0;
        }
        BigInteger first = BigInteger.valueOf(a);
        BigInteger second = BigInteger.valueOf(b);
        BigInteger multiple = first.divide(first.gcd(second)).multiply(second).abs();
        if (multiple.compareTo(BigInteger.valueOf(type.maximum())) > 0) {
            throw type.outOfRange();
        }
        return multiple.longValue();
    }

    static Numeric greatestDivisor(Numeric a, Numeric b) {
        if (!a.isFinite() || !b.isFinite()) {
            return Numeric.NAN;
        }
        int scale = Math.max(a.scale(), b.scale());
        return Numeric.of(new BigDecimal(unscaled(a, scale).gcd(unscaled(b, scale)), scale));
    }

    static Numeric leastMultiple(Numeric a, Numeric b) {
        if (!a.isFinite() || !b.isFinite()) {
            return Numeric.NAN;
        }
        int scale = Math.max(a.scale(), b.scale());
        BigInteger first = unscaled(a, scale);
        BigInteger second = unscaled(b, scale);
        BigInteger multiple = first.signum() == 0 || second.signum() == 0
                ? BigInteger.ZERO
                : first.divide(first.gcd(second)).multiply(second).abs();
        return Numeric.of(new BigDecimal(multiple, scale));
    }

    private static BigInteger unscaled(Numeric number, int scale) {
        return number.toBigDecimal().setScale(scale).unscaledValue();
    }

    static Numeric factorial(long number, Runnable interruption) {
        if (number < 0) {
            throw new SqlException(ErrorCode.NUMERIC_VALUE_OUT_OF_RANGE, "factorial of a negative number is undefined");
        }
        if (number > MAXIMUM_FACTORIAL) {
            throw new SqlException(ErrorCode.NUMERIC_VALUE_OUT_OF_RANGE, "value overflows numeric format");
        }
        BigInteger product = BigInteger.ONE;
        for (long i = 2; i <= number; i++) {
            interruption.run();
            product = product.multiply(BigInteger.valueOf(i));
        }
        return Numeric.of(new BigDecimal(product));
    }

    /** Returns the digits after the point that are needed. */
    static Long neededScale(Numeric number) {
        return (long) number.stripped().scale();
    }

    private static SqlException badBucket(String message) {
        return new SqlException(ErrorCode.INVALID_ARGUMENT_FOR_WIDTH_BUCKET_FUNCTION, message);
    }

    private static void checkCount(int count) {
        if (count <= 0) {
            throw badBucket("count must be greater than zero");
        }
    }

    private static long checkedBucket(double bucket) {
        if (bucket > Integer.MAX_VALUE) {
            throw new SqlException(ErrorCode.NUMERIC_VALUE_OUT_OF_RANGE, "integer out of range");
        }
        return (long) bucket;
    }

    static long bucket(double operand, double low, double high, int count) {
        checkCount(count);
        if (Double.isNaN(operand) || Double.isNaN(low) || Double.isNaN(high)) {
            throw badBucket("operand, lower bound, and upper bound cannot be NaN");
        }
        if (Double.isInfinite(low) || Double.isInfinite(high)) {
            throw badBucket("lower and upper bounds must be finite");
        }
        if (low == high) {
            throw badBucket("lower bound cannot equal upper bound");
        }
        boolean rising = low < high;
        if (rising ? operand < low : operand > low) {
            return 0;
        }
        if (rising ? operand >= high : operand <= high) {
            return checkedBucket(count + 1.0);
        }
        double bucket;
        if (Double.isInfinite(high - low)) {
            bucket = Math.floor(count * ((operand / 2 - low / 2) / (high / 2 - low / 2)));
        } else {
            bucket = Math.floor(count * ((operand - low) / (high - low)));
        }
        return (long) Math.min(bucket, count - 1) + 1;
    }

    static long bucket(Numeric operand, Numeric low, Numeric high, int count) {
        checkCount(count);
        if (operand.isNaN() || low.isNaN() || high.isNaN()) {
            throw badBucket("operand, lower bound, and upper bound cannot be NaN");
        }
        if (!low.isFinite() || !high.isFinite()) {
            throw badBucket("lower and upper bounds must be finite");
        }
        int order = low.compareTo(high);
        if (order == 0) {
            throw badBucket("lower bound cannot equal upper bound");
        }
        boolean rising = order < 0;
        if (rising ? operand.compareTo(low) < 0 : operand.compareTo(low) > 0) {
            return 0;
        }
        if (rising ? operand.compareTo(high) >= 0 : operand.compareTo(high) <= 0) {
            return checkedBucket(count + 1.0);
        }
        BigDecimal from = low.toBigDecimal();
        BigDecimal offset = operand.toBigDecimal().subtract(from).multiply(BigDecimal.valueOf(count));
        BigDecimal width = high.toBigDecimal().subtract(from);
        return offset.divide(width, 0, RoundingMode.FLOOR).longValueExact() + 1;
    }

    /** Returns how many of the bounds, which are in order, are not above a value. */
    static long bucket(Object operand, ArrayValue bounds) {
        if (bounds.dimensions() > 1) {
            throw new SqlException(ErrorCode.ARRAY_SUBSCRIPT_ERROR, "thresholds must be one-dimensional array");
        }
        if (bounds.elements().contains(null)) {
            throw new SqlException(ErrorCode.NULL_VALUE_NOT_ALLOWED, "thresholds array must not contain NULLs");
        }
        int low = 0;
        int high = bounds.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            Object bound = bounds.element(middle);
            if (bound != null && ValueOrder.compare(bounds.elementType(), operand, bound) < 0) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }
}
