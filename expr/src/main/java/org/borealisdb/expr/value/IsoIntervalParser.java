package org.borealisdb.expr.value;

import static org.borealisdb.expr.value.CivilCalendar.MICROS_PER_DAY;
import static org.borealisdb.expr.value.CivilCalendar.MICROS_PER_HOUR;
import static org.borealisdb.expr.value.CivilCalendar.MICROS_PER_MINUTE;
import static org.borealisdb.expr.value.CivilCalendar.MICROS_PER_SECOND;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads an interval as ISO 8601 has it: with designators ({@code P1Y2M3DT4H5M6S}), or in the alternative format, extended ({@code
 * P0001-02-03T04:05:06}) or basic ({@code P00010203T040506}). One object reads one text, once.
 */
final class IsoIntervalParser {
    private static final Pattern NUMBER = Pattern.compile("-?(?:[0-9]+\\.?[0-9]*|\\.[0-9]+)(?:[eE][+-]?[0-9]+)?");
    private static final double MOST = 1e15;
    private static final int BASIC_DATE_DIGITS = 8;
    private static final int BASIC_TIME_DIGITS = 6;

    private final String text;
    private final DateTimeErrors errors;
    private final IntervalParts parts;
    private int at = 1;
    private long whole;
    private double fraction;

    IsoIntervalParser(String text, DateTimeErrors errors, IntervalParts parts) {
        this.text = text;
        this.errors = errors;
        this.parts = parts;
    }

    Interval parse() {
        boolean date = true;
        boolean designated = false;
        while (at < text.length()) {
            if (text.charAt(at) == 'T') {
                date = false;
                designated = false;
                at++;
                continue;
            }
            int start = at;
            readNumber();
            char designator = at < text.length() ? text.charAt(at) : 0;
            boolean alone = !designated
                    && (date
                            ? designator == 0 || designator == 'T' || designator == '-'
                            : designator == 0 || designator == ':');
            if (alone && date) {
                readAlternativeDate(start, designator);
            } else if (alone) {
                readAlternativeTime(start, designator);
                return parts.interval();
            } else {
                at++;
                add(date, designator);
                designated = true;
            }
        }
        return parts.interval();
    }

    private void add(boolean date, char designator) {
        if (date) {
            switch (designator) {
                case 'Y' -> parts.addYears(whole, fraction, 1);
                case 'M' -> parts.addMonths(whole, fraction);
                case 'W' -> parts.addDays(whole, fraction, 7);
                case 'D' -> parts.addDays(whole, fraction, 1);
                default -> throw errors.syntax();
            }
        } else {
            switch (designator) {
                case 'H' -> parts.addMicros(whole, fraction, MICROS_PER_HOUR);
                case 'M' -> parts.addMicros(whole, fraction, MICROS_PER_MINUTE);
                case 'S' -> parts.addMicros(whole, fraction, MICROS_PER_SECOND);
                default -> throw errors.syntax();
            }
        }
    }

    /** Reads up to the T or the end. */
    private void readAlternativeDate(int start, char designator) {
        if (designator != '-' && digits(start) == BASIC_DATE_DIGITS) {
            parts.addYears(whole / 10_000, 0, 1);
            parts.addMonths(whole / 100 % 100, 0);
            parts.addDays(whole % 100, 0, 1);
            parts.addMicros(0, fraction, MICROS_PER_DAY);
            return;
        }
        parts.addYears(whole, fraction, 1);
        if (designator != '-') {
            return;
        }
        at++;
        readNumber();
        parts.addMonths(whole, fraction);
        if (at < text.length() && text.charAt(at) == '-') {
            at++;
            readNumber();
            parts.addDays(whole, fraction, 1);
        }
        if (at < text.length() && text.charAt(at) != 'T') {
            throw errors.syntax();
        }
    }

    /** Reads up to the end. */
    private void readAlternativeTime(int start, char designator) {
        if (designator == 0 && digits(start) == BASIC_TIME_DIGITS) {
            parts.addMicros(whole / 10_000, 0, MICROS_PER_HOUR);
            parts.addMicros(whole / 100 % 100, 0, MICROS_PER_MINUTE);
            parts.addMicros(whole % 100, fraction, MICROS_PER_SECOND);
            return;
        }
        parts.addMicros(whole, fraction, MICROS_PER_HOUR);
        if (designator == 0) {
            return;
        }
        at++;
        readNumber();
        parts.addMicros(whole, fraction, MICROS_PER_MINUTE);
        if (at == text.length()) {
            return;
        }
        if (text.charAt(at) != ':') {
            throw errors.syntax();
        }
        at++;
        readNumber();
        parts.addMicros(whole, fraction, MICROS_PER_SECOND);
        if (at < text.length()) {
            throw errors.syntax();
        }
    }

    private void readNumber() {
        Matcher number = NUMBER.matcher(text).region(at, text.length());
        if (!number.lookingAt()) {
            throw errors.syntax();
        }
        double value = Double.parseDouble(number.group());
        if (Math.abs(value) > MOST) {
            throw errors.intervalOverflow();
        }
        whole = (long) value;
        fraction = value - whole;
        at = number.end();
    }

    /** Returns the number of digits of a number before its point. */
    private int digits(int start) {
        int from = text.charAt(start) == '-' ? start + 1 : start;
        int end = from;
        while (end < text.length() && DateTimeToken.isDigit(text.charAt(end))) {
            end++;
        }
        return end - from;
    }
}
