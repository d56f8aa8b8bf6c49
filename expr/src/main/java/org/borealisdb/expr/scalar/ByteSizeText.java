package org.borealisdb.expr.scalar;

import java.math.RoundingMode;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.expr.value.Numeric;
import org.borealisdb.expr.value.TextInput;

/** Numbers of bytes with a unit, such as {@code 10 kB}. */
final class ByteSizeText {
    private static final List<String> UNITS = List.of("bytes", "kB", "MB", "GB", "TB", "PB");

    private static final int BITS_OF_UNIT = 10;

    /** A number, and what follows it. An e that no digit follows is not of the number. */
    private static final Pattern SIZE = Pattern.compile(
            "\\s*([+-]?(?:[0-9]+\\.?[0-9]*|\\.[0-9]+)(?:[eE]\\s*[+-]?[0-9]+)?)\\s*(.*?)\\s*", Pattern.DOTALL);

    private static final Pattern WHITE_SPACE = Pattern.compile("\\s+");

    private ByteSizeText() {}

    /** Writes bytes up to 10 kB, then each unit from the one below, rounded half away from zero. */
    static String format(long bytes) {
        long limit = 10 * 1024;
        long size = bytes;
        int unit = 0;
        boolean halves = false;
        while (unit < UNITS.size() - 1 && Math.abs(size) >= (halves ? 2 * limit - 1 : limit)) {
            // Twice the size in the next unit, so that one bit is left to round by.
            size = halves ? size / 1024 : size / 512;
            halves = true;
            unit++;
        }
        if (halves) {
            size = (size + (size < 0 ? -1 : 1)) / 2;
        }
        return size + " " + UNITS.get(unit);
    }

    /**
     * Returns the number of bytes that a text names, rounded half away from zero.
     *
     * @throws SqlException 22023 if it names none, 22003 if there are too many
     */
    static long parse(String text) {
        Matcher size = SIZE.matcher(text);
        if (!size.matches()) {
            throw invalid(text);
        }
        Numeric number =
                TextInput.parseNumeric(WHITE_SPACE.matcher(size.group(1)).replaceAll(""));
        String unit = size.group(2);
        int place = 0;
        while (!unit.isEmpty() && !UNITS.get(place).equalsIgnoreCase(unit)) {
            place++;
            if (place == UNITS.size()) {
                throw invalid(text)
                        .withDetail("Invalid size unit: \"" + unit + "\".")
                        .withHint("Valid units are \"bytes\", \"kB\", \"MB\", \"GB\", \"TB\", and \"PB\".");
            }
        }
        return number.times(Numeric.of(1L << (BITS_OF_UNIT * place)))
                .rounded(0, RoundingMode.HALF_UP)
                .toLong(Long.MIN_VALUE, Long.MAX_VALUE, "bigint");
    }

    private static SqlException invalid(String text) {
        return new SqlException(ErrorCode.INVALID_PARAMETER_VALUE, "invalid size: \"" + text + "\"");
    }
}
