package org.borealisdb.expr.format;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.ZoneId;
import java.util.Optional;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.expr.value.CivilCalendar;
import org.borealisdb.expr.value.Interval;
import org.borealisdb.expr.value.Numeric;
import org.borealisdb.expr.value.SessionFormat;
import org.borealisdb.expr.value.TextInput;

/** What to_char, to_date, to_timestamp and to_number do. */
public final class Formatting {
    private static final int DOUBLE_DIGITS = 15;
    private static final int FLOAT_DIGITS = 6;
    private static final int POWER_SCALE = 16;

    private Formatting() {}

    /** Writes a local time; an infinite one, or by an empty template, is NULL. */
    public static Optional<String> ofLocal(long local, String template) {
        return CivilCalendar.isInfinite(local) ? Optional.empty() : write(CalendarTime.ofLocal(local), template);
    }

    /** Writes an instant in a session's zone; an infinite one, or by an empty template, is NULL. */
    public static Optional<String> ofInstant(long instant, SessionFormat format, String template) {
        return CivilCalendar.isInfinite(instant)
                ? Optional.empty()
                : write(CalendarTime.ofInstant(instant, format), template);
    }

    /** Writes an interval; by an empty template, it is NULL. */
    public static Optional<String> ofInterval(Interval interval, String template) {
        return write(CalendarTime.of(interval), template);
    }

    private static Optional<String> write(CalendarTime time, String template) {
        return template.isEmpty()
                ? Optional.empty()
                : Optional.of(new DateTimeWriter(time).write(DateTimeTemplate.parse(template)));
    }

    /** Reads a date by a template; its day number. */
    public static long toDate(String text, String template) {
        return ReadDateTime.of(text, template).date();
    }

    /** Reads an instant by a template. */
    public static long toTimestamp(String text, String template, ZoneId zone) {
        return ReadDateTime.of(text, template).instant(zone);
    }

    /** Reads a number by a template; by an empty one, it is NULL. */
    public static Optional<Numeric> toNumber(String text, String templateText) {
        if (templateText.isEmpty()) {
            return Optional.empty();
        }
        NumberTemplate template = NumberTemplate.parse(templateText);
        NumberReader reader = new NumberReader(template, text);
        Numeric number = TextInput.parseNumeric(reader.read());
        int scale = reader.fractionDigits();
        Numeric fitted = number.fitted(template.whole() + template.multiplied() + scale, scale);
        if (template.has(NumberKeyword.MULTIPLY)) {
            BigDecimal factor = BigDecimal.ONE.movePointLeft(template.multiplied());
            fitted = fitted.times(Numeric.of(factor.setScale(POWER_SCALE, RoundingMode.HALF_UP)));
        }
        return Optional.of(fitted);
    }

    private static SqlException outOfRange(String type) {
        return new SqlException(ErrorCode.NUMERIC_VALUE_OUT_OF_RANGE, type + " out of range");
    }

    /** Writes an integer or a bigint by a template. */
    public static String ofWhole(long number, boolean big, String templateText) {
        if (templateText.isEmpty()) {
            return "";
        }
        NumberTemplate template = NumberTemplate.parse(templateText);
        if (template.has(NumberKeyword.ROMAN)) {
            if (number != (int) number) {
                throw outOfRange("integer");
            }
            return new NumberWriter(template, DigitText.roman(number)).write();
        }
        if (template.has(NumberKeyword.EXPONENT)) {
            String written =
                    big ? ofExponent(Numeric.of(number), template) : ofExponent((double) number, template.fraction());
            return signed(written);
        }
        long value = template.has(NumberKeyword.MULTIPLY) ? multiplied(number, big, template.multiplied()) : number;
        return written(template, value + fraction(template.fraction()), template.fraction());
    }

    private static long multiplied(long number, boolean big, int power) {
        double factor = Math.pow(10, power);
        if (!big) {
            double product = number * factor;
            if (factor > Integer.MAX_VALUE || product != (int) product) {
                throw outOfRange("integer");
            }
            return (int) product;
        }
        BigDecimal product = BigDecimal.valueOf(number).scaleByPowerOfTen(power).setScale(0);
        if (factor >= Long.MAX_VALUE || product.unscaledValue().bitLength() >= Long.SIZE) {
            throw outOfRange("bigint");
        }
        return product.longValue();
    }

    private static String fraction(int digits) {
        return digits == 0 ? "" : '.' + "0".repeat(digits);
    }

    private static String written(NumberTemplate template, String number, int fraction) {
        int whole = template.whole() + (template.has(NumberKeyword.MULTIPLY) ? template.multiplied() : 0);
        return new NumberWriter(template, DigitText.of(number, whole, fraction)).write();
    }

    private static String signed(String number) {
        return number.startsWith("-") ? number : " " + number;
    }

    /** Writes a number by a template. */
    public static String ofNumeric(Numeric number, String templateText) {
        if (templateText.isEmpty()) {
            return "";
        }
        NumberTemplate template = NumberTemplate.parse(templateText);
        if (template.has(NumberKeyword.ROMAN)) {
            long whole =
                    number.rounded(0, RoundingMode.HALF_UP).toLong(Integer.MIN_VALUE, Integer.MAX_VALUE, "integer");
            return new NumberWriter(template, DigitText.roman(whole)).write();
        }
        if (template.has(NumberKeyword.EXPONENT)) {
            return number.isFinite() ? signed(ofExponent(number, template)) : noExponent(template);
        }
        Numeric value = number;
        if (template.has(NumberKeyword.MULTIPLY)) {
            value = number.times(Numeric.of(BigDecimal.TEN.pow(template.multiplied())));
        }
        return written(
                template,
                value.rounded(template.fraction(), RoundingMode.HALF_UP).toString(),
                template.fraction());
    }

    private static String noExponent(NumberTemplate template) {
        String marks = "#".repeat(Math.max(0, template.whole() + template.fraction() + 5));
        StringBuilder text = new StringBuilder(" ").append(marks);
        text.setCharAt(template.whole() + 1, '.');
        return text.toString();
    }

    private static String exponentText(long exponent) {
        return (exponent < 0 ? "e-" : "e+") + (Math.abs(exponent) < 10 ? "0" : "") + Math.abs(exponent);
    }

    /** Writes a finite number with one digit before its point, two if rounding makes it ten. */
    private static String ofExponent(Numeric number, NumberTemplate template) {
        BigDecimal value = number.toBigDecimal();
        int exponent = value.signum() == 0 ? 0 : value.precision() - value.scale() - 1;
        String digits = value.scaleByPowerOfTen(-exponent)
                .setScale(template.fraction(), RoundingMode.HALF_UP)
                .toPlainString();
        return digits + exponentText(exponent);
    }

    private static String ofExponent(double value, int fraction) {
        if (value == 0) {
            return (1 / value < 0 ? "-0" : "0") + fraction(fraction) + "e+00";
        }
        BigDecimal exact = new BigDecimal(value);
        BigDecimal rounded = exact.round(new MathContext(fraction + 1, RoundingMode.HALF_EVEN));
        long exponent = (long) rounded.precision() - rounded.scale() - 1;
        String digits = rounded.scaleByPowerOfTen((int) -exponent)
                .setScale(fraction, RoundingMode.UNNECESSARY)
                .toPlainString();
        return digits + exponentText(exponent);
    }

    /** Writes a floating-point number by a template, with no more digits than its type has. */
    public static String ofFloat(double number, boolean real, String templateText) {
        if (templateText.isEmpty()) {
            return "";
        }
        NumberTemplate template = NumberTemplate.parse(templateText);
        if (template.has(NumberKeyword.ROMAN)) {
            double whole = Math.rint(number);
            return new NumberWriter(template, DigitText.roman(Math.abs(whole) < 1e9 ? (long) whole : 0)).write();
        }
        boolean finite = !Double.isNaN(number) && !Double.isInfinite(number);
        if (template.has(NumberKeyword.EXPONENT)) {
            return finite ? signed(ofExponent(number, template.fraction())) : noExponent(template);
        }
        double value = number;
        if (template.has(NumberKeyword.MULTIPLY)) {
            double factor = Math.pow(10, template.multiplied());
            value = real ? (float) number * (float) factor : number * factor;
        }
        int limit = real ? FLOAT_DIGITS : DOUBLE_DIGITS;
        int wholeLength = plain(Math.abs(value), 0).length();
        int fraction = Math.max(0, Math.min(template.fraction(), limit - wholeLength));
        return written(template, plain(value, fraction), fraction);
    }

    private static String plain(double value, int fraction) {
        if (Double.isNaN(value) || Double.isInfinite(value)) {
            return Double.toString(value);
        }
        String digits =
                new BigDecimal(value).setScale(fraction, RoundingMode.HALF_EVEN).toPlainString();
        boolean negativeZero = (value < 0 || 1 / value < 0) && !digits.startsWith("-");
        return negativeZero ? '-' + digits : digits;
    }

    /** Returns a number in six significant digits, with an exponent if it is large: what C calls %g. */
    public static String general(double number) {
        BigDecimal rounded = new BigDecimal(number).round(new MathContext(FLOAT_DIGITS, RoundingMode.HALF_EVEN));
        int exponent = rounded.precision() - rounded.scale() - 1;
        BigDecimal stripped = rounded.signum() == 0 ? BigDecimal.ZERO : rounded.stripTrailingZeros();
        if (exponent >= -4 && exponent < FLOAT_DIGITS) {
            return stripped.toPlainString();
        }
        return stripped.scaleByPowerOfTen(-exponent).toPlainString() + exponentText(exponent);
    }
}
