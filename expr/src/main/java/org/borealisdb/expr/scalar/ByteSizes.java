package org.borealisdb.expr.scalar;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.expr.value.Numeric;

/** Counts of bytes, as they are written for people: {@code 12 MB}. */
final class ByteSizes {
    private static final List<String> UNITS = List.of("bytes", "kB", "MB", "GB", "TB", "PB");

    /** Sizes from here on are shown in the next unit. */
    private static final BigDecimal LIMIT = BigDecimal.valueOf(10 * 1024);

    private static final BigDecimal LIMIT_OF_HALVES = BigDecimal.valueOf(20 * 1024 - 1);

    /** More digits than this before the point, or behind it, no number has. */
    private static final int MAXIMUM_EXPONENT = 131_072;

    private static final Pattern SIZE = Pattern.compile(
            "[ \\t\\n\\x0b\\f\\r]*([+-]?(?:[0-9]+(?:\\.[0-9]*)?|\\.[0-9]+))(?:[eE][ \\t\\n\\x0b\\f\\r]*([+-]?[0-9]+))?[ \\t\\n\\x0b\\f\\r]*(.*?)[ \\t\\n\\x0b\\f\\r]*",
            Pattern.DOTALL);

    private ByteSizes() {}

    /** Bytes up to 10 kB, then each unit from the one below, rounded half away from zero. */
    static String pretty(BigDecimal bytes) {
        BigDecimal size = bytes;
        int unit = 0;
        boolean halves = false;
        while (unit < UNITS.size() - 1 && size.abs().compareTo(halves ? LIMIT_OF_HALVES : LIMIT) >= 0) {
            // Twice the size in the next unit, so that one bit is left to round by.
            size = size.divideToIntegralValue(BigDecimal.valueOf(halves ? 1024 : 512));
            halves = true;
            unit++;
        }
        if (halves) {
            BigDecimal away = size.signum() < 0 ? size.subtract(BigDecimal.ONE) : size.add(BigDecimal.ONE);
            size = away.divideToIntegralValue(BigDecimal.TWO).setScale(0, RoundingMode.DOWN);
        }
        return size.toPlainString() + " " + UNITS.get(unit);
    }

    /** The same of any number. */
    static String pretty(Numeric bytes) {
        return bytes.isFinite() ? pretty(bytes.toBigDecimal()) : bytes + " " + UNITS.getLast();
    }

    /**
     * Returns the bytes that a text stands for: a number, and a unit if it is not in bytes.
     *
     * @throws SqlException 22023 if it is no size, 22003 if it is too large
     */
    static long parse(String text) {
        Matcher parts = SIZE.matcher(text);
        if (!parts.matches()) {
            throw invalid(text);
        }
        BigDecimal number = new BigDecimal(parts.group(1));
        if (parts.group(2) != null) {
            number = number.scaleByPowerOfTen(exponent(parts.group(2)));
        }
        String unit = parts.group(3);
        if (!unit.isEmpty()) {
            number = number.multiply(BigDecimal.valueOf(1L << (10 * place(text, unit))));
        }
        if (number.precision() - (long) number.scale() > 20) {
            throw tooLarge();
        }
        BigDecimal rounded = number.setScale(0, RoundingMode.HALF_UP);
        if (rounded.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) > 0
                || rounded.compareTo(BigDecimal.valueOf(Long.MIN_VALUE)) < 0) {
            throw tooLarge();
        }
        return rounded.longValueExact();
    }

    private static int exponent(String digits) {
        String plain = digits.replaceFirst("^([+-]?)0+(?=[0-9])", "$1");
        if (plain.length() > 7 || Math.abs(Integer.parseInt(plain)) > MAXIMUM_EXPONENT) {
            throw new SqlException(ErrorCode.NUMERIC_VALUE_OUT_OF_RANGE, "value overflows numeric format");
        }
        return Integer.parseInt(plain);
    }

    private static int place(String text, String unit) {
        for (int place = 0; place < UNITS.size(); place++) {
            if (UNITS.get(place).toLowerCase(Locale.ROOT).equals(unit.toLowerCase(Locale.ROOT))) {
                return place;
            }
        }
        throw invalid(text)
                .withDetail("Invalid size unit: \"" + unit + "\".")
                .withHint("Valid units are \"bytes\", \"kB\", \"MB\", \"GB\", \"TB\", and \"PB\".");
    }

    private static SqlException invalid(String text) {
        return new SqlException(ErrorCode.INVALID_PARAMETER_VALUE, "invalid size: \"" + text + "\"");
    }

    private static SqlException tooLarge() {
        return new SqlException(ErrorCode.NUMERIC_VALUE_OUT_OF_RANGE, "bigint out of range");
    }
}
