package org.borealisdb.expr.value;

import static org.borealisdb.expr.value.CivilCalendar.MICROS_PER_DAY;
import static org.borealisdb.expr.value.CivilCalendar.MICROS_PER_HOUR;
import static org.borealisdb.expr.value.CivilCalendar.MICROS_PER_MINUTE;
import static org.borealisdb.expr.value.CivilCalendar.MICROS_PER_SECOND;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;

/**
 * Reads an interval: {@code 1 year -2 days 03:04:05.6 ago}, {@code P1Y2M3DT4H5M6S}. One object reads one text, once.
 *
 * <p>A fraction of a unit spills into smaller ones: of a year into months, of a month into days of 1/30, of a day into time.
 */
final class IntervalParser {
    private static final int MAXIMUM_LENGTH = 256;

    private final String text;
    private int at;
    private long months;
    private long days;
    private BigDecimal micros = BigDecimal.ZERO;

    IntervalParser(String text) {
        this.text = text;
    }

    Interval parse() {
        if (text.length() > MAXIMUM_LENGTH) {
            throw syntax();
        }
        skipSpace();
        if (at < text.length() && (text.charAt(at) == 'P' || text.charAt(at) == 'p')) {
            readIso();
        } else {
            readUnits();
        }
        BigDecimal whole = micros.setScale(0, RoundingMode.HALF_EVEN);
        if (months != (int) months
                || days != (int) days
                || whole.abs().compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) > 0) {
            throw overflow();
        }
        return new Interval((int) months, (int) days, whole.longValueExact());
    }

    private void readUnits() {
        if (at < text.length() && text.charAt(at) == '@') {
            at++;
            skipSpace();
        }
        boolean any = false;
        while (at < text.length()) {
            String word = word();
            if (word.equals("ago") && any) {
                months = -months;
                days = -days;
                micros = micros.negate();
            } else if (!word.isEmpty()) {
                throw syntax();
            } else {
                readQuantity();
                any = true;
            }
            skipSpace();
        }
        if (!any) {
            throw syntax();
        }
    }

    private void readQuantity() {
        int start = at;
        boolean negative = text.charAt(at) == '-';
        if (negative || text.charAt(at) == '+') {
            at++;
            skipSpace();
        }
        BigDecimal number = number();
        if (at < text.length() && text.charAt(at) == ':') {
            readTime(number, negative);
            return;
        }
        skipSpace();
        int unitAt = at;
        String unit = word();
        if (unit.isEmpty()) {
            unit = "s";
        } else if (unit.equals("ago")) {
            at = unitAt;
            unit = "s";
        }
        if (start == at) {
            throw syntax();
        }
        add(negative ? number.negate() : number, unit);
    }

    private void readTime(BigDecimal hours, boolean negative) {
        at++;
        BigDecimal minutes = number();
        BigDecimal seconds = BigDecimal.ZERO;
        if (at < text.length() && text.charAt(at) == ':') {
            at++;
            seconds = number();
        }
        if (minutes.compareTo(BigDecimal.valueOf(60)) >= 0 || seconds.compareTo(BigDecimal.valueOf(60)) > 0) {
            throw overflow();
        }
        BigDecimal sum = scaled(hours, MICROS_PER_HOUR)
                .add(scaled(minutes, MICROS_PER_MINUTE))
                .add(scaled(seconds, MICROS_PER_SECOND));
        micros = micros.add(negative ? sum.negate() : sum);
    }

    private void readIso() {
        at++;
        boolean inTime = false;
        if (at == text.length()) {
            throw syntax();
        }
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == 'T' || c == 't') {
                inTime = true;
                at++;
                continue;
            }
            boolean negative = c == '-';
            if (negative || c == '+') {
                at++;
            }
            BigDecimal number = number();
            if (at == text.length()) {
                throw syntax();
            }
            String unit = switch (Character.toUpperCase(text.charAt(at++))) {
                case 'Y' -> "y";
                case 'M' -> inTime ? "min" : "mon";
                case 'W' -> "w";
                case 'D' -> "d";
                case 'H' -> "h";
                case 'S' -> "s";
                default -> throw syntax();
            };
            add(negative ? number.negate() : number, unit);
        }
    }

    private void add(BigDecimal number, String unit) {
        switch (unit) {
            case "microsecond", "microseconds", "us", "usec", "usecs" -> micros = micros.add(number);
            case "millisecond", "milliseconds", "ms", "msec", "msecs" -> micros = micros.add(scaled(number, 1000));
            case "second", "seconds", "sec", "secs", "s" -> micros = micros.add(scaled(number, MICROS_PER_SECOND));
            case "minute", "minutes", "min", "mins", "m" -> micros = micros.add(scaled(number, MICROS_PER_MINUTE));
            case "hour", "hours", "hr", "hrs", "h" -> micros = micros.add(scaled(number, MICROS_PER_HOUR));
            case "day", "days", "d" -> addDays(number);
            case "week", "weeks", "w" -> addDays(number.multiply(BigDecimal.valueOf(7)));
            case "month", "months", "mon", "mons" -> addMonths(number);
            case "year", "years", "yr", "yrs", "y" -> addWholeMonths(number, 12);
            case "decade", "decades", "dec", "decs" -> addWholeMonths(number, 120);
            case "century", "centuries", "cent", "c" -> addWholeMonths(number, 1200);
            case "millennium", "millennia", "mil", "mils" -> addWholeMonths(number, 12_000);
            default -> throw syntax();
        }
    }

    /** A fraction of a year becomes the nearest whole number of months (PostgreSQL 15). */
    private void addWholeMonths(BigDecimal number, int monthsPerUnit) {
        months = exactSum(
                months, number.multiply(BigDecimal.valueOf(monthsPerUnit)).setScale(0, RoundingMode.HALF_EVEN));
    }

    private void addMonths(BigDecimal number) {
        BigDecimal whole = number.setScale(0, RoundingMode.DOWN);
        months = exactSum(months, whole);
        addDays(number.subtract(whole).multiply(BigDecimal.valueOf(30)));
    }

    private void addDays(BigDecimal number) {
        BigDecimal whole = number.setScale(0, RoundingMode.DOWN);
        days = exactSum(days, whole);
        micros = micros.add(scaled(number.subtract(whole), MICROS_PER_DAY));
    }

    private long exactSum(long sum, BigDecimal more) {
        BigDecimal total = more.add(BigDecimal.valueOf(sum));
        if (total.abs().compareTo(BigDecimal.valueOf(Integer.MAX_VALUE)) > 0) {
            throw overflow();
        }
        return total.longValueExact();
    }

    private static BigDecimal scaled(BigDecimal number, long factor) {
        return number.multiply(BigDecimal.valueOf(factor));
    }

    private BigDecimal number() {
        int start = at;
        while (at < text.length() && (isDigit(text.charAt(at)) || text.charAt(at) == '.')) {
            at++;
        }
        String digits = text.substring(start, at);
        if (digits.isEmpty() || digits.equals(".") || digits.indexOf('.') != digits.lastIndexOf('.')) {
            throw syntax();
        }
        return new BigDecimal(digits);
    }

    private String word() {
        int start = at;
        while (at < text.length() && Character.isLetter(text.charAt(at))) {
            at++;
        }
        return text.substring(start, at).toLowerCase(Locale.ROOT);
    }

    private void skipSpace() {
        while (at < text.length() && (text.charAt(at) <= ' ' || text.charAt(at) == ',')) {
            at++;
        }
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private SqlException syntax() {
        return new SqlException(
                ErrorCode.INVALID_DATETIME_FORMAT, "invalid input syntax for type interval: \"" + text + "\"");
    }

    private SqlException overflow() {
        return new SqlException(
                ErrorCode.DATETIME_FIELD_OVERFLOW, "interval field value out of range: \"" + text + "\"");
    }
}
