package org.borealisdb.expr.value;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/**
 * Writes floating-point numbers as PostgreSQL's float4out and float8out do.
 *
 * <p>With extra_float_digits above 0 it is the shortest decimal that reads back as the same number, and the closest of those;
 * the JDK's {@code toString} finds it since JDK 19, except that it writes two digits where one would do. Exponents appear below
 * 1e-4 and from 1e15 on (1e6 for real), with at least two digits. Otherwise it is C's {@code %.*g}.
 */
final class FloatText {
    private static final int DOUBLE_DIGITS = 15;
    private static final int FLOAT_DIGITS = 6;

    private FloatText() {}

    static void appendDouble(ByteSink out, double value, int extraDigits) {
        if (appendSpecial(out, value)) {
            return;
        }
        if (extraDigits > 0) {
            long whole = (long) value;
            if (whole == value && Math.abs(value) < 1e15) {
                out.putDecimal(whole);
                return;
            }
            appendDigits(out, shortest(value), DOUBLE_DIGITS);
        } else {
            appendRounded(out, value, Math.max(1, DOUBLE_DIGITS + extraDigits));
        }
    }

    static void appendFloat(ByteSink out, double value, int extraDigits) {
        if (appendSpecial(out, value)) {
            return;
        }
        if (extraDigits > 0) {
            appendDigits(out, shortest((float) value), FLOAT_DIGITS);
        } else {
            appendRounded(out, value, Math.max(1, FLOAT_DIGITS + extraDigits));
        }
    }

    private static boolean appendSpecial(ByteSink out, double value) {
        if (Double.isNaN(value)) {
            out.putText("NaN");
        } else if (Double.isInfinite(value)) {
            out.putText(value > 0 ? "Infinity" : "-Infinity");
        } else if (value == 0) {
            out.putText(1 / value < 0 ? "-0" : "0");
        } else {
            return false;
        }
        return true;
    }

    private static BigDecimal shortest(double value) {
        BigDecimal text = new BigDecimal(Double.toString(value)).stripTrailingZeros();
        if (text.precision() == 2) {
            BigDecimal one = text.round(new MathContext(1, RoundingMode.HALF_EVEN));
            text = one.doubleValue() == value ? one.stripTrailingZeros() : text;
        }
        if (Math.abs(value) < 1L << 53) {
            return text;
        }
        return insideBounds(
                text, new BigDecimal(value), new BigDecimal(Math.nextDown(value)), boundary(Math.nextUp(value)));
    }

    private static BigDecimal shortest(float value) {
        BigDecimal text = new BigDecimal(Float.toString(value)).stripTrailingZeros();
        if (text.precision() == 2) {
            BigDecimal one = text.round(new MathContext(1, RoundingMode.HALF_EVEN));
            text = one.floatValue() == value ? one.stripTrailingZeros() : text;
        }
        if (Math.abs(value) < 1 << 24) {
            return text;
        }
        return insideBounds(
                text, new BigDecimal(value), new BigDecimal(Math.nextDown(value)), boundary(Math.nextUp(value)));
    }

    private static BigDecimal boundary(double next) {
        return new BigDecimal(Double.isInfinite(next) ? Math.copySign(Double.MAX_VALUE, next) : next);
    }

    /**
     * PostgreSQL wants a text that any way of rounding reads back, so one that lies exactly half-way to a neighbour, which
     * the JDK accepts for even numbers, is not good enough: 1e23 is written 9.999999999999999e+22. Such a tie takes few
     * digits only for numbers that have no bits after the point.
     */
    private static BigDecimal insideBounds(BigDecimal text, BigDecimal exact, BigDecimal below, BigDecimal above) {
        BigDecimal two = BigDecimal.valueOf(2);
        BigDecimal lower = exact.add(below).divide(two);
        BigDecimal upper = exact.add(above).divide(two);
        if (text.compareTo(lower) != 0 && text.compareTo(upper) != 0) {
            return text;
        }
        for (int digits = text.precision(); digits <= 17; digits++) {
            BigDecimal candidate = exact.round(new MathContext(digits, RoundingMode.HALF_EVEN));
            if (candidate.compareTo(lower) > 0 && candidate.compareTo(upper) < 0) {
                return candidate.stripTrailingZeros();
            }
        }
        return text;
    }

    private static void appendRounded(ByteSink out, double value, int digits) {
        BigDecimal rounded = new BigDecimal(value).round(new MathContext(digits, RoundingMode.HALF_EVEN));
        appendDigits(out, rounded.stripTrailingZeros(), digits);
    }

    /** Appends digits in fixed notation if the exponent is in [-4, limit), else in scientific notation. */
    private static void appendDigits(ByteSink out, BigDecimal value, int fixedLimit) {
        int exponent = value.precision() - value.scale() - 1;
        if (exponent >= -4 && exponent < fixedLimit) {
            out.putText(value.toPlainString());
            return;
        }
        String digits = value.unscaledValue().abs().toString();
        if (value.signum() < 0) {
            out.putByte('-');
        }
        out.putByte(digits.charAt(0));
        if (digits.length() > 1) {
            out.putByte('.').putText(digits.substring(1));
        }
        out.putByte('e').putByte(exponent < 0 ? '-' : '+').putPadded(Math.abs(exponent), 2);
    }
}
