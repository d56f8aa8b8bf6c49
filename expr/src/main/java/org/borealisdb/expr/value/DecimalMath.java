package org.borealisdb.expr.value;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;

/**
 * Powers and logarithms of numeric, rounded to as many digits as PostgreSQL 15 gives: at least 16 that are significant, by an
 * estimate of the result's size, and no fewer after the point than the arguments have.
 */
public final class DecimalMath {
    private static final int SIGNIFICANT_DIGITS = 16;
    private static final int MAXIMUM_DISPLAY_SCALE = 1000;
    /** Exponents beyond three times this cannot be raised to: PostgreSQL's NUMERIC_MAX_RESULT_SCALE. */
    private static final int MAXIMUM_RESULT_SCALE = 2000;

    private static final double LOG10_OF_E = 0.434294481903252;
    private static final double LOG_OF_10 = 2.302585092994046;
    private static final int GUARD_DIGITS = 12;
    private static final BigDecimal TWO = BigDecimal.TWO;

    private DecimalMath() {}

    private static SqlException overflow() {
        return new SqlException(ErrorCode.NUMERIC_VALUE_OUT_OF_RANGE, "value overflows numeric format");
    }

    private static int bounded(int scale, int least) {
        return Math.min(MAXIMUM_DISPLAY_SCALE, Math.max(Math.max(scale, least), 0));
    }

    /** Returns e to a power. */
    public static Numeric exponential(Numeric number) {
        if (!number.isFinite()) {
            return number.signum() < 0 ? Numeric.ZERO : number;
        }
        BigDecimal value = number.toBigDecimal();
        double weight = value.doubleValue() * LOG10_OF_E;
        weight = Math.max(-MAXIMUM_RESULT_SCALE, Math.min(MAXIMUM_RESULT_SCALE, weight));
        int scale = bounded(SIGNIFICANT_DIGITS - (int) weight, number.scale());
        return Numeric.of(exponential(value, scale));
    }

    /** Returns e to a power, with so many digits after the point. */
    private static BigDecimal exponential(BigDecimal value, int scale) {
        double estimate = value.doubleValue();
        if (Math.abs(estimate) >= 3 * MAXIMUM_RESULT_SCALE) {
            if (estimate > 0) {
                throw overflow();
            }
            return BigDecimal.ZERO.setScale(scale);
        }
        int digits = Math.max(1, (int) (estimate * LOG10_OF_E) + 1 + scale) + GUARD_DIGITS;
        // Halved until the series is short, then squared as often; each squaring may lose a bit.
        int halvings = Math.max(0, (int) (Math.log(Math.abs(estimate) + 1e-300) / Math.log(2)) + 8);
        MathContext context = new MathContext(digits + halvings, RoundingMode.HALF_EVEN);
        BigDecimal small = value.divide(new BigDecimal(BigInteger.TWO.pow(halvings)), context);
        BigDecimal sum = BigDecimal.ONE;
        BigDecimal term = BigDecimal.ONE;
        for (int i = 1; term.signum() != 0 && term.precision() - term.scale() > -(digits + halvings); i++) {
            term = term.multiply(small, context).divide(BigDecimal.valueOf(i), context);
            sum = sum.add(term, context);
        }
        for (int i = 0; i < halvings; i++) {
            sum = sum.multiply(sum, context);
        }
        return sum.setScale(scale, RoundingMode.HALF_UP);
    }

    /** Returns the power of ten of a logarithm, estimated as PostgreSQL does. */
    private static int logarithmWeight(BigDecimal value) {
        if (value.signum() <= 0) {
            return 0;
        }
        if (value.compareTo(new BigDecimal("0.9")) >= 0 && value.compareTo(new BigDecimal("1.1")) <= 0) {
            BigDecimal difference = value.subtract(BigDecimal.ONE);
            return difference.signum() == 0 ? 0 : difference.precision() - difference.scale() - 1;
        }
        BigDecimal rounded = value.round(MathContext.DECIMAL64);
        double logarithm = Math.log(rounded.unscaledValue().doubleValue()) - rounded.scale() * LOG_OF_10;
        return (int) Math.log10(Math.abs(logarithm));
    }

    private static void checkLogarithm(Numeric number) {
        if (number.signum() <= 0) {
            throw new SqlException(
                    ErrorCode.INVALID_ARGUMENT_FOR_LOGARITHM,
                    "cannot take logarithm of " + (number.signum() == 0 ? "zero" : "a negative number"));
        }
    }

    /** Returns the natural logarithm. */
    public static Numeric naturalLogarithm(Numeric number) {
        if (number.isNaN()) {
            return number;
        }
        checkLogarithm(number);
        if (!number.isFinite()) {
            return number;
        }
        BigDecimal value = number.toBigDecimal();
        int scale = bounded(SIGNIFICANT_DIGITS - logarithmWeight(value), number.scale());
        return Numeric.of(logarithm(value, scale).setScale(scale, RoundingMode.HALF_UP));
    }

    /** Returns a natural logarithm with some more than so many digits after the point. */
    private static BigDecimal logarithm(BigDecimal value, int scale) {
        int digits = scale + GUARD_DIGITS + 8;
        MathContext context = new MathContext(digits, RoundingMode.HALF_EVEN);
        // Roots until the number is near one, where the series of the inverse hyperbolic tangent is short.
        int power = value.precision() - value.scale();
        BigDecimal mantissa = value.scaleByPowerOfTen(-power);
        BigDecimal result = nearOne(mantissa, context, digits);
        if (power != 0) {
            BigDecimal ten = nearOne(BigDecimal.TEN, context, digits);
            result = result.add(ten.multiply(BigDecimal.valueOf(power)));
        }
        return result;
    }

    private static BigDecimal nearOne(BigDecimal value, MathContext context, int digits) {
        BigDecimal root = value;
        int roots = 0;
        while (root.subtract(BigDecimal.ONE).abs().compareTo(new BigDecimal("0.1")) > 0) {
            root = root.sqrt(context);
            roots++;
        }
        BigDecimal argument = root.subtract(BigDecimal.ONE).divide(root.add(BigDecimal.ONE), context);
        BigDecimal square = argument.multiply(argument, context);
        BigDecimal power = argument;
        BigDecimal sum = argument;
        for (int i = 3; power.signum() != 0 && power.precision() - power.scale() > -digits; i += 2) {
            power = power.multiply(square, context);
            sum = sum.add(power.divide(BigDecimal.valueOf(i), context));
        }
        return sum.multiply(TWO).multiply(new BigDecimal(BigInteger.TWO.pow(roots)));
    }

    /** Returns the logarithm to a base. */
    public static Numeric logarithm(Numeric base, Numeric number) {
        if (base.isNaN() || number.isNaN()) {
            return Numeric.NAN;
        }
        checkLogarithm(base);
        checkLogarithm(number);
        if (!base.isFinite() || !number.isFinite()) {
            return base.isFinite() ? number : number.isFinite() ? Numeric.ZERO : Numeric.NAN;
        }
        BigDecimal ofBase = base.toBigDecimal();
        BigDecimal ofNumber = number.toBigDecimal();
        int baseWeight = logarithmWeight(ofBase);
        int numberWeight = logarithmWeight(ofNumber);
        int scale = bounded(SIGNIFICANT_DIGITS - (numberWeight - baseWeight), Math.max(base.scale(), number.scale()));
        int work = scale + Math.abs(baseWeight) + Math.abs(numberWeight) + GUARD_DIGITS;
        BigDecimal divisor = logarithm(ofBase, work);
        if (ofBase.compareTo(BigDecimal.ONE) == 0) {
            throw new SqlException(ErrorCode.DIVISION_BY_ZERO, "division by zero");
        }
        return Numeric.of(logarithm(ofNumber, work).divide(divisor, scale, RoundingMode.HALF_UP));
    }

    private static SqlException badPower(String message) {
        return new SqlException(ErrorCode.INVALID_ARGUMENT_FOR_POWER_FUNCTION, message);
    }

    private static boolean isWhole(BigDecimal value) {
        return value.signum() == 0 || value.stripTrailingZeros().scale() <= 0;
    }

    private static boolean isOdd(BigDecimal whole) {
        return whole.toBigInteger().testBit(0);
    }

    /** Returns a number to a power. */
    public static Numeric power(Numeric base, Numeric exponent) {
        if (!base.isFinite() || !exponent.isFinite()) {
            return specialPower(base, exponent);
        }
        BigDecimal of = base.toBigDecimal();
        BigDecimal to = exponent.toBigDecimal();
        if (of.signum() == 0 && to.signum() < 0) {
            throw badPower("zero raised to a negative power is undefined");
        }
        if (isWhole(to)
                && to.compareTo(BigDecimal.valueOf(Integer.MIN_VALUE)) >= 0
                && to.compareTo(BigDecimal.valueOf(Integer.MAX_VALUE)) <= 0) {
            return wholePower(of, to.intValueExact());
        }
        if (of.signum() == 0) {
            return Numeric.of(0, SIGNIFICANT_DIGITS);
        }
        if (of.signum() < 0 && !isWhole(to)) {
            throw badPower("a negative number raised to a non-integer power yields a complex result");
        }
        boolean negative = of.signum() < 0 && isOdd(to);
        BigDecimal size = of.abs();
        double estimate = logarithm(size, Math.max(0, 8 - logarithmWeight(size)))
                .multiply(to)
                .doubleValue();
        if (Math.abs(estimate) > MAXIMUM_RESULT_SCALE * 3.01) {
            if (estimate > 0) {
                throw overflow();
            }
            return Numeric.of(0, MAXIMUM_DISPLAY_SCALE);
        }
        int scale =
                bounded(SIGNIFICANT_DIGITS - (int) (estimate * LOG10_OF_E), Math.max(base.scale(), exponent.scale()));
        int work = scale + to.precision() + (int) Math.abs(estimate * LOG10_OF_E) + GUARD_DIGITS;
        BigDecimal result = exponential(logarithm(size, work).multiply(to), scale);
        return Numeric.of(negative ? result.negate() : result);
    }

    private static Numeric wholePower(BigDecimal base, int exponent) {
        int scale = bounded(SIGNIFICANT_DIGITS, base.scale());
        if (exponent == 0) {
            return Numeric.of(BigDecimal.ONE.setScale(scale));
        }
        if (base.signum() == 0) {
            return Numeric.of(BigDecimal.ZERO.setScale(scale));
        }
        double weight = exponent * (Math.log10(Math.abs(base.unscaledValue().doubleValue())) - base.scale());
        if (weight > 4.0 * (Short.MAX_VALUE + 1)) {
            throw overflow();
        }
        if (weight + 1 < -scale || weight + 1 < -MAXIMUM_DISPLAY_SCALE) {
            return Numeric.of(BigDecimal.ZERO.setScale(scale));
        }
        int digits = (int) Math.max(1, weight + scale) + GUARD_DIGITS + Integer.SIZE;
        BigDecimal power = squared(base, Math.abs((long) exponent), new MathContext(digits, RoundingMode.HALF_EVEN));
        BigDecimal result = exponent > 0
                ? power.setScale(scale, RoundingMode.HALF_UP)
                : BigDecimal.ONE.divide(power, scale, RoundingMode.HALF_UP);
        return Numeric.of(result);
    }

    /** Returns a power by repeated squaring: the JDK's ends at exponents of nine digits. */
    private static BigDecimal squared(BigDecimal base, long exponent, MathContext context) {
        BigDecimal result = BigDecimal.ONE;
        BigDecimal factor = base;
        for (long left = exponent; left > 0; left >>= 1) {
            if ((left & 1) != 0) {
                result = result.multiply(factor, context);
            }
            if (left > 1) {
                factor = factor.multiply(factor, context);
            }
        }
        return result;
    }

    private static Numeric specialPower(Numeric base, Numeric exponent) {
        if (base.isNaN() || exponent.isNaN()) {
            boolean one = base.compareTo(Numeric.ONE) == 0 || (exponent.isFinite() && exponent.signum() == 0);
            return one ? Numeric.ONE : Numeric.NAN;
        }
        if (!exponent.isFinite()) {
            return infinitePower(base, exponent.signum() > 0);
        }
        if (exponent.signum() == 0) {
            return Numeric.ONE;
        }
        if (base.signum() > 0) {
            return exponent.signum() > 0 ? Numeric.POSITIVE_INFINITY : Numeric.ZERO;
        }
        BigDecimal to = exponent.toBigDecimal();
        if (!isWhole(to)) {
            throw badPower("a negative number raised to a non-integer power yields a complex result");
        }
        if (exponent.signum() < 0) {
            return Numeric.ZERO;
        }
        return isOdd(to) ? Numeric.NEGATIVE_INFINITY : Numeric.POSITIVE_INFINITY;
    }

    private static Numeric infinitePower(Numeric base, boolean up) {
        if (base.signum() == 0 && !up) {
            throw badPower("zero raised to a negative power is undefined");
        }
        int size = base.absolute().compareTo(Numeric.ONE);
        if (size == 0) {
            return Numeric.ONE;
        }
        return (size > 0) == up ? Numeric.POSITIVE_INFINITY : Numeric.ZERO;
    }
}
