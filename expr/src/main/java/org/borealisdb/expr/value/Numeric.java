package org.borealisdb.expr.value;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;
import org.jspecify.annotations.Nullable;

/**
 * PostgreSQL's numeric: a decimal number with a display scale, or NaN or an infinity. Immutable.
 *
 * <p>Most numbers fit a {@code long} of digits and a scale, and stay there through addition, subtraction, multiplication and
 * comparison; others fall back to a {@link BigDecimal} whose scale is the display scale. Equal numbers of different scale are
 * equal in comparisons and here in {@link #equals}; NaN equals itself and is above everything, as in PostgreSQL.
 *
 * <p>Limits: 131,072 digits before and 16,383 digits after the point.
 */
public final class Numeric implements Comparable<Numeric> {
    /** Not a number. */
    public static final Numeric NAN = new Numeric(0, 0, null, Kind.NAN);
    /** Above every number but NaN. */
    public static final Numeric POSITIVE_INFINITY = new Numeric(0, 0, null, Kind.POSITIVE_INFINITY);
    /** Below every number. */
    public static final Numeric NEGATIVE_INFINITY = new Numeric(0, 0, null, Kind.NEGATIVE_INFINITY);
    /** Zero with scale 0. */
    public static final Numeric ZERO = of(0);
    /** One with scale 0. */
    public static final Numeric ONE = of(1);

    /** PostgreSQL's NUMERIC_MAX_RESULT_SCALE, and NUMERIC_DSCALE_MAX. */
    public static final int MAXIMUM_SCALE = 16_383;

    private static final long[] POWERS_OF_TEN = powersOfTen();
    /** Powers of ten that are doubles without rounding. */
    private static final double[] EXACT_POWERS_OF_TEN = {
        1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19,
        1e20, 1e21, 1e22
    };

    private static final long EXACT_IN_DOUBLE = 1L << 53;
    private static final int MAXIMUM_INTEGER_DIGITS = 131_072;
    private static final int MINIMUM_SIGNIFICANT_DIGITS = 16;
    private static final int MAXIMUM_DISPLAY_SCALE = 1000;

    private enum Kind {
        NEGATIVE_INFINITY,
        FINITE,
        POSITIVE_INFINITY,
        NAN
    }

    private final long compact;
    private final int scale;
    private final @Nullable BigDecimal big;
    private final Kind kind;

    private Numeric(long compact, int scale, @Nullable BigDecimal big, Kind kind) {
        this.compact = compact;
        this.scale = scale;
        this.big = big;
        this.kind = kind;
    }

    /** Returns a whole number with scale 0. */
    public static Numeric of(long value) {
        return new Numeric(value, 0, null, Kind.FINITE);
    }

    /** Returns {@code unscaled / 10^scale}. */
    public static Numeric of(long unscaled, int scale) {
        if (scale < 0 || scale > MAXIMUM_SCALE) {
            throw new IllegalArgumentException("scale " + scale);
        }
        return new Numeric(unscaled, scale, null, Kind.FINITE);
    }

    /** Returns a number with the decimal's scale, or scale 0 if that is negative; checks the limits. */
    public static Numeric of(BigDecimal value) {
        BigDecimal scaled = value;
        if (value.scale() < 0) {
            checkDigits(value);
            scaled = value.setScale(0);
        } else if (value.scale() > MAXIMUM_SCALE) {
            scaled = value.setScale(MAXIMUM_SCALE, RoundingMode.HALF_UP);
        }
        checkDigits(scaled);
        BigInteger unscaled = scaled.unscaledValue();
        if (unscaled.bitLength() < Long.SIZE) {
            return new Numeric(unscaled.longValue(), scaled.scale(), null, Kind.FINITE);
        }
        return new Numeric(0, scaled.scale(), scaled, Kind.FINITE);
    }

    private static void checkDigits(BigDecimal value) {
        if ((long) value.precision() - value.scale() > MAXIMUM_INTEGER_DIGITS) {
            throw new SqlException(ErrorCode.NUMERIC_VALUE_OUT_OF_RANGE, "value overflows numeric format");
        }
    }

    /** Returns the number that a float8 stands for, to 15 significant digits as PostgreSQL casts it. */
    public static Numeric of(double value) {
        return ofFloat(value, 15);
    }

    /** Returns the number that a floating-point number stands for, rounded to significant digits: 15, or 6 for real. */
    public static Numeric ofFloat(double value, int significantDigits) {
        if (Double.isNaN(value)) {
            return NAN;
        }
        if (Double.isInfinite(value)) {
            return value > 0 ? POSITIVE_INFINITY : NEGATIVE_INFINITY;
        }
        BigDecimal rounded = new BigDecimal(value).round(new MathContext(significantDigits, RoundingMode.HALF_EVEN));
        BigDecimal stripped = rounded.signum() == 0 ? BigDecimal.ZERO : rounded.stripTrailingZeros();
        return of(stripped);
    }

    /** Returns whether digits of a long stay within a long if they get so many zeros behind them, or lose so many digits if that is negative. */
    static boolean canShift(long digits, int places) {
        if (places <= 0) {
            return true;
        }
        if (places >= POWERS_OF_TEN.length) {
            return digits == 0;
        }
        long high = Math.multiplyHigh(digits, POWERS_OF_TEN[places]);
        long low = digits * POWERS_OF_TEN[places];
        return (high == 0 && low >= 0) || (high == -1 && low < 0);
    }

    /** Returns digits with so many zeros behind them, or without as many last digits if that is negative; see {@link #canShift}. */
    static long shifted(long digits, int places) {
        if (places >= 0) {
            return places < POWERS_OF_TEN.length ? digits * POWERS_OF_TEN[places] : 0;
        }
        return -places < POWERS_OF_TEN.length ? digits / POWERS_OF_TEN[-places] : 0;
    }

    private static long[] powersOfTen() {
        long[] powers = new long[19];
        powers[0] = 1;
        for (int i = 1; i < powers.length; i++) {
            powers[i] = powers[i - 1] * 10;
        }
        return powers;
    }

    /** Returns whether it is neither NaN nor infinite. */
    public boolean isFinite() {
        return kind == Kind.FINITE;
    }

    /** Returns whether it is not a number. */
    public boolean isNaN() {
        return kind == Kind.NAN;
    }

    /** Returns the display scale; 0 for NaN and the infinities. */
    public int scale() {
        return scale;
    }

    /** Returns whether digits and scale fit {@link #unscaledLong()} and {@link #scale()}. */
    public boolean isCompact() {
        return kind == Kind.FINITE && big == null;
    }

    /** Returns the digits of a compact number as a long. */
    public long unscaledLong() {
        if (!isCompact()) {
            throw new IllegalStateException("not compact: " + this);
        }
        return compact;
    }

    /** Returns -1, 0 or 1; infinities have their sign, NaN has 0. */
    public int signum() {
        return switch (kind) {
            case NAN -> 0;
            case POSITIVE_INFINITY -> 1;
            case NEGATIVE_INFINITY -> -1;
            case FINITE -> big == null ? Long.signum(compact) : big.signum();
        };
    }

    /** Returns about how many bytes of memory it takes. */
    public int memoryBytes() {
        return big == null ? 40 : 128 + big.precision() / 2;
    }

    /** Returns a finite number as a decimal of the display scale. */
    public BigDecimal toBigDecimal() {
        if (kind != Kind.FINITE) {
            throw new IllegalStateException("not finite: " + this);
        }
        return big == null ? BigDecimal.valueOf(compact, scale) : big;
    }

    /** Returns the nearest double; numbers beyond its range become infinite. */
    public double toDouble() {
        return switch (kind) {
            case NAN -> Double.NaN;
            case POSITIVE_INFINITY -> Double.POSITIVE_INFINITY;
            case NEGATIVE_INFINITY -> Double.NEGATIVE_INFINITY;
            case FINITE ->
                isExactQuotient()
                        ? compact / EXACT_POWERS_OF_TEN[scale]
                        : toBigDecimal().doubleValue();
        };
    }

    /** True if digits and power of ten are doubles, so that dividing them rounds once. */
    private boolean isExactQuotient() {
        return big == null
                && scale < EXACT_POWERS_OF_TEN.length
                && -EXACT_IN_DOUBLE <= compact
                && compact <= EXACT_IN_DOUBLE;
    }

    /** Returns the nearest whole number, halves away from zero, if it is within the bounds; else fails with 22003. */
    public long toLong(long minimum, long maximum, String typeName) {
        if (kind != Kind.FINITE) {
            String what = kind == Kind.NAN ? "NaN" : "infinity";
            throw new SqlException(ErrorCode.FEATURE_NOT_SUPPORTED, "cannot convert " + what + " to " + typeName);
        }
        if (big == null && scale == 0) {
            if (compact >= minimum && compact <= maximum) {
                return compact;
            }
        } else {
            BigInteger whole = toBigDecimal().setScale(0, RoundingMode.HALF_UP).unscaledValue();
            if (whole.bitLength() < Long.SIZE && whole.longValue() >= minimum && whole.longValue() <= maximum) {
                return whole.longValue();
            }
        }
        throw new SqlException(ErrorCode.NUMERIC_VALUE_OUT_OF_RANGE, typeName + " out of range");
    }

    /** Returns the sum; its scale is the larger of both. */
    public Numeric plus(Numeric other) {
        if (isCompact() && other.isCompact() && scale == other.scale) {
            long sum = compact + other.compact;
            if (((compact ^ sum) & (other.compact ^ sum)) >= 0) {
                return new Numeric(sum, scale, null, Kind.FINITE);
            }
        } else if (isCompact() && other.isCompact()) {
            int common = Math.max(scale, other.scale);
            if (canShift(compact, common - scale) && canShift(other.compact, common - other.scale)) {
                long mine = shifted(compact, common - scale);
                long others = shifted(other.compact, common - other.scale);
                long sum = mine + others;
                if (((mine ^ sum) & (others ^ sum)) >= 0) {
                    return new Numeric(sum, common, null, Kind.FINITE);
                }
            }
        }
        if (kind != Kind.FINITE || other.kind != Kind.FINITE) {
            return specialSum(other);
        }
        return of(toBigDecimal().add(other.toBigDecimal()));
    }

    private Numeric specialSum(Numeric other) {
        if (kind == Kind.NAN || other.kind == Kind.NAN) {
            return NAN;
        }
        if (kind == Kind.FINITE) {
            return other;
        }
        return other.kind == Kind.FINITE || other.kind == kind ? this : NAN;
    }

    /** Returns the difference; its scale is the larger of both. */
    public Numeric minus(Numeric other) {
        return plus(other.negated());
    }

    /** Returns whether a sum with a number that is no larger may be beyond the limits. */
    public boolean isNearLimit() {
        return big != null && (long) big.precision() - scale >= MAXIMUM_INTEGER_DIGITS;
    }

    /** Returns the number with the opposite sign. */
    public Numeric negated() {
        return switch (kind) {
            case NAN -> this;
            case POSITIVE_INFINITY -> NEGATIVE_INFINITY;
            case NEGATIVE_INFINITY -> POSITIVE_INFINITY;
            case FINITE ->
                big == null && compact != Long.MIN_VALUE
                        ? new Numeric(-compact, scale, null, Kind.FINITE)
                        : of(toBigDecimal().negate());
        };
    }

    /** Returns the number without its sign. */
    public Numeric absolute() {
        return signum() < 0 ? negated() : this;
    }

    /** Returns the product; its scale is the sum of both. */
    public Numeric times(Numeric other) {
        if (isCompact() && other.isCompact() && scale + other.scale <= MAXIMUM_SCALE) {
            long high = Math.multiplyHigh(compact, other.compact);
            long low = compact * other.compact;
            if ((high == 0 && low >= 0) || (high == -1 && low < 0)) {
                return new Numeric(low, scale + other.scale, null, Kind.FINITE);
            }
        }
        if (kind == Kind.FINITE && other.kind == Kind.FINITE) {
            return of(toBigDecimal().multiply(other.toBigDecimal()));
        }
        return infinityOfSign(isNaN() || other.isNaN() ? 0 : signum() * other.signum());
    }

    private static Numeric infinityOfSign(int sign) {
        return sign == 0 ? NAN : sign > 0 ? POSITIVE_INFINITY : NEGATIVE_INFINITY;
    }

    /** Returns the quotient with the scale that PostgreSQL's select_div_scale picks; fails with 22012 on zero. */
    public Numeric dividedBy(Numeric divisor) {
        if (isNaN() || divisor.isNaN()) {
            return NAN;
        }
        if (divisor.isFinite() && divisor.signum() == 0) {
            throw divisionByZero();
        }
        if (!isFinite()) {
            return divisor.isFinite() ? infinityOfSign(signum() * divisor.signum()) : NAN;
        }
        if (!divisor.isFinite()) {
            return ZERO;
        }
        return quotient(toBigDecimal(), divisor.toBigDecimal());
    }

    /** Returns the quotient of numbers that may have more digits than a numeric; the divisor is not zero. */
    public static Numeric quotient(BigDecimal dividend, BigDecimal divisor) {
        return of(dividend.divide(divisor, divisionScale(dividend, divisor), RoundingMode.HALF_UP));
    }

    private static SqlException divisionByZero() {
        return new SqlException(ErrorCode.DIVISION_BY_ZERO, "division by zero");
    }

    /**
     * Returns the scale that a quotient gets: at least 16 significant digits and no less than either operand's scale
     * (select_div_scale in numeric.c). The estimate goes by groups of four digits, as PostgreSQL stores them.
     */
    static int divisionScale(BigDecimal dividend, BigDecimal divisor) {
        int firstWeight = groupWeight(dividend);
        int secondWeight = groupWeight(divisor);
        int quotientWeight = firstWeight - secondWeight;
        if (firstGroup(dividend, firstWeight) <= firstGroup(divisor, secondWeight)) {
            quotientWeight--;
        }
        int scale = MINIMUM_SIGNIFICANT_DIGITS - quotientWeight * 4;
        scale = Math.max(scale, Math.max(dividend.scale(), divisor.scale()));
        return Math.max(0, Math.min(scale, MAXIMUM_DISPLAY_SCALE));
    }

    /** Returns the power of 10,000 of the first group of digits that is not zero; 0 for zero. */
    private static int groupWeight(BigDecimal value) {
        if (value.signum() == 0) {
            return 0;
        }
        return Math.floorDiv(value.precision() - value.scale() - 1, 4);
    }

    private static int firstGroup(BigDecimal value, int weight) {
        if (value.signum() == 0) {
            return 0;
        }
        return value.abs()
                .movePointLeft(weight * 4)
                .setScale(0, RoundingMode.DOWN)
                .intValueExact();
    }

    /** Returns the quotient cut to a whole number; fails with 22012 on zero. */
    public Numeric wholeQuotient(Numeric divisor) {
        if (!isFinite() || !divisor.isFinite()) {
            return dividedBy(divisor);
        }
        if (divisor.signum() == 0) {
            throw divisionByZero();
        }
        return of(toBigDecimal().divideToIntegralValue(divisor.toBigDecimal()).setScale(0, RoundingMode.DOWN));
    }

    /** Returns the remainder with the dividend's sign; fails with 22012 on zero. */
    public Numeric remainder(Numeric divisor) {
        if (isNaN() || divisor.isNaN()) {
            return NAN;
        }
        if (divisor.isFinite() && divisor.signum() == 0) {
            throw divisionByZero();
        }
        if (!isFinite()) {
            return NAN;
        }
        if (!divisor.isFinite()) {
            return this;
        }
        int resultScale = Math.max(scale, divisor.scale);
        return of(toBigDecimal().remainder(divisor.toBigDecimal()).setScale(resultScale, RoundingMode.UNNECESSARY));
    }

    /** Returns the number rounded to so many digits after the point (before it, if negative). */
    public Numeric rounded(int digits, RoundingMode mode) {
        if (!isFinite()) {
            return this;
        }
        // One more than a number can have before the point: of that nothing is left.
        int bounded = Math.max(-MAXIMUM_INTEGER_DIGITS - 1, Math.min(MAXIMUM_SCALE, digits));
        BigDecimal rounded = toBigDecimal().setScale(bounded, mode);
        return of(bounded < 0 ? rounded.setScale(0) : rounded);
    }

    /** Returns the number without trailing zeros after the point. */
    public Numeric stripped() {
        if (!isFinite() || scale == 0) {
            return this;
        }
        BigDecimal stripped = toBigDecimal().stripTrailingZeros();
        return of(stripped.scale() < 0 ? stripped.setScale(0) : stripped);
    }

    /** Rounds to a column's {@code numeric(precision, scale)}; fails with 22003 if the digits do not fit. */
    public Numeric fitted(int precision, int targetScale) {
        if (kind == Kind.NAN) {
            return this;
        }
        if (kind != Kind.FINITE) {
            throw overflow("A field with precision " + precision + ", scale " + targetScale
                    + " cannot hold an infinite value.");
        }
        if (targetScale == scale && big == null && precision >= 19) {
            return this;
        }
        BigDecimal rounded = toBigDecimal().setScale(targetScale, RoundingMode.HALF_UP);
        if (rounded.signum() != 0 && rounded.precision() - rounded.scale() > precision - targetScale) {
            String limit = precision == targetScale ? "1" : "10^" + (precision - targetScale);
            throw overflow("A field with precision " + precision + ", scale " + targetScale
                    + " must round to an absolute value less than " + limit + ".");
        }
        return of(targetScale < 0 ? rounded.setScale(0) : rounded);
    }

    private static SqlException overflow(String detail) {
        return new SqlException(ErrorCode.NUMERIC_VALUE_OUT_OF_RANGE, "numeric field overflow").withDetail(detail);
    }

    @Override
    public int compareTo(Numeric other) {
        if (kind == Kind.FINITE && other.kind == Kind.FINITE) {
            if (big == null && other.big == null) {
                return scale == other.scale ? Long.compare(compact, other.compact) : compareCompact(other);
            }
            return toBigDecimal().compareTo(other.toBigDecimal());
        }
        return kind.compareTo(other.kind);
    }

    private int compareCompact(Numeric other) {
        int common = Math.max(scale, other.scale);
        // What does not fit a long is beyond all that do; and one of both has the common scale already.
        if (!canShift(compact, common - scale)) {
            return Long.signum(compact);
        }
        if (!canShift(other.compact, common - other.scale)) {
            return -Long.signum(other.compact);
        }
        return Long.compare(shifted(compact, common - scale), shifted(other.compact, common - other.scale));
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Numeric that && compareTo(that) == 0;
    }

    @Override
    public int hashCode() {
        if (kind != Kind.FINITE) {
            return kind.name().hashCode();
        }
        return signum() == 0 ? 0 : toBigDecimal().stripTrailingZeros().hashCode();
    }

    @Override
    public String toString() {
        return switch (kind) {
            case NAN -> "NaN";
            case POSITIVE_INFINITY -> "Infinity";
            case NEGATIVE_INFINITY -> "-Infinity";
            case FINITE ->
                big == null && scale == 0
                        ? Long.toString(compact)
                        : toBigDecimal().toPlainString();
        };
    }
}
