package org.borealisdb.expr.value;

import static org.borealisdb.expr.value.CivilCalendar.MICROS_PER_HOUR;
import static org.borealisdb.expr.value.CivilCalendar.MICROS_PER_MINUTE;
import static org.borealisdb.expr.value.CivilCalendar.MICROS_PER_SECOND;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.expr.type.TypeModifier;
import org.jspecify.annotations.Nullable;

/**
 * Reads an interval: {@code 1 year -2 days 03:04:05.6 ago}, {@code 1-2 3 4:05:06}, {@code P1Y2M3DT4H5M6S}. One object reads one
 * text, once.
 *
 * <p>Parts are read from the last to the first, so that each unit is known before its number; a number without one takes the next
 * larger unit, the last of them that of the type's fields.
 */
final class IntervalParser {
    private static final int MINUTE_TO_SECOND = IntervalUnit.MINUTE.mask() | IntervalUnit.SECOND.mask();
    private static final int ALL_SECONDS =
            IntervalUnit.SECOND.mask() | IntervalUnit.MILLISECOND.mask() | IntervalUnit.MICROSECOND.mask();
    private static final int TIME = IntervalUnit.HOUR.mask() | IntervalUnit.MINUTE.mask() | ALL_SECONDS;

    private final String text;
    private final DateTimeErrors errors;
    private final IntervalStyle style;
    private final int fields;
    private final IntervalParts parts;
    private @Nullable IntervalUnit unit;
    private boolean ago;
    private boolean allNegative;
    private int known;

    /**
     * Makes a reader.
     *
     * @param style whether a leading minus counts for all parts
     * @param modifier of the type, below 0 for none
     */
    IntervalParser(String text, IntervalStyle style, int modifier) {
        this.text = text;
        this.errors = new DateTimeErrors("interval", text);
        this.style = style;
        this.fields = TypeModifier.intervalFields(modifier);
        this.parts = new IntervalParts(errors);
    }

    Interval parse() {
        if (text.startsWith("P") && text.length() > 1) {
            return new IsoIntervalParser(text, errors, parts).parse();
        }
        List<DateTimeToken> tokens = DateTimeToken.split(text).orElseThrow(errors::syntax);
        allNegative = style == IntervalStyle.SQL_STANDARD
                && !tokens.isEmpty()
                && tokens.getFirst().text().startsWith("-")
                && tokens.stream()
                        .skip(1)
                        .noneMatch(token ->
                                token.text().startsWith("-") || token.text().startsWith("+"));
        for (DateTimeToken token : tokens.reversed()) {
            int mask = switch (token.kind()) {
                case TIME -> readTime(token.text(), false);
                case SIGNED -> readSigned(token.text());
                case DATE, NUMBER -> readNumber(token.text());
                case WORD, SIGNED_WORD -> readWord(token.text());
            };
            if ((mask & known) != 0) {
                throw errors.syntax();
            }
            known |= mask;
        }
        if (known == 0) {
            throw errors.syntax();
        }
        if (ago) {
            parts.negate();
        }
        return parts.interval();
    }

    private int readWord(String word) {
        Optional<IntervalUnit> found = IntervalUnit.find(word);
        if (found.isEmpty()) {
            if (DateTimeWord.find(word).map(DateTimeWord::kind).equals(Optional.of(DateTimeWord.Kind.IGNORED))) {
                return 0;
            }
            throw errors.syntax();
        }
        unit = found.get();
        ago |= unit == IntervalUnit.AGO;
        return 0;
    }

    private int readSigned(String signed) {
        if (signed.indexOf(':') < 0) {
            return readNumber(signed);
        }
        try {
            return readTime(signed.substring(1), signed.startsWith("-"));
        } catch (SqlException _) {
            throw errors.syntax();
        }
    }

    private int readTime(String clock, boolean negative) {
        LeadingNumber first = LeadingNumber.ofLong(clock, 0);
        check(first);
        if (first.end() == clock.length() || clock.charAt(first.end()) != ':') {
            throw errors.syntax();
        }
        LeadingNumber next = LeadingNumber.ofInt(clock, first.end() + 1);
        check(next);
        long hours = first.value();
        long minutes = next.value();
        long seconds = 0;
        long micros = 0;
        boolean shifted = next.end() == clock.length() && fields == MINUTE_TO_SECOND;
        if (next.end() < clock.length()) {
            int point = next.end();
            shifted = clock.charAt(point) == '.';
            if (!shifted) {
                if (clock.charAt(point) != ':') {
                    throw errors.syntax();
                }
                LeadingNumber last = LeadingNumber.ofInt(clock, point + 1);
                check(last);
                seconds = last.value();
                point = last.end();
            }
            micros = point == clock.length() ? 0 : fraction(clock, point);
        }
        if (shifted) {
            seconds = minutes;
            minutes = hours;
            hours = 0;
        }
        if (minutes < 0 || minutes > 59 || seconds < 0 || seconds > 60) {
            throw errors.intervalOverflow();
        }
        parts.setTime(hours, minutes * MICROS_PER_MINUTE + seconds * MICROS_PER_SECOND + micros);
        if (negative) {
            parts.negateTime();
        }
        if (allNegative) {
            parts.makeTimeNegative();
        }
        unit = IntervalUnit.DAY;
        return TIME;
    }

    private long fraction(String clock, int point) {
        if (clock.charAt(point) != '.') {
            throw errors.syntax();
        }
        return (long) Math.rint(LeadingNumber.fraction(clock, point).orElseThrow(errors::syntax) * MICROS_PER_SECOND);
    }

    private void check(LeadingNumber number) {
        if (!number.fits()) {
            throw errors.intervalOverflow();
        }
    }

    private int readNumber(String digits) {
        IntervalUnit wanted = unit == null ? lastField() : unit;
        unit = wanted;
        LeadingNumber number = LeadingNumber.ofLong(digits, 0);
        check(number);
        long whole = number.value();
        double fraction = 0;
        boolean negative = digits.startsWith("-");
        if (number.end() < digits.length()) {
            char separator = digits.charAt(number.end());
            if (separator == '-') {
                whole = yearsAndMonths(digits, number, negative);
                wanted = IntervalUnit.MONTH;
                unit = wanted;
            } else if (separator == '.') {
                OptionalDouble rest = LeadingNumber.fraction(signless(digits, number), number.end());
                fraction = rest.orElseThrow(errors::syntax) * (negative ? -1 : 1);
            } else {
                throw errors.syntax();
            }
        }
        if (allNegative) {
            whole = whole > 0 ? -whole : whole;
            fraction = -Math.abs(fraction);
        }
        return add(wanted, whole, fraction);
    }

    private static String signless(String digits, LeadingNumber number) {
        return number.end() == 0 && (digits.startsWith("-") || digits.startsWith("+")) ? digits.substring(1) : digits;
    }

    private long yearsAndMonths(String digits, LeadingNumber years, boolean negative) {
        LeadingNumber months = LeadingNumber.ofInt(digits, years.end() + 1);
        if (!months.fits() || months.value() < 0 || months.value() >= 12) {
            throw errors.intervalOverflow();
        }
        if (months.end() != digits.length()) {
            throw errors.syntax();
        }
        try {
            return Math.addExact(Math.multiplyExact(years.value(), 12), negative ? -months.value() : months.value());
        } catch (ArithmeticException _) {
            throw errors.intervalOverflow();
        }
    }

    /** Returns the unit of a last number without one: the smallest of the type's fields, seconds if it has none. */
    private IntervalUnit lastField() {
        if (fields == TypeModifier.ALL_INTERVAL_FIELDS || (fields & IntervalUnit.SECOND.mask()) != 0) {
            return IntervalUnit.SECOND;
        }
        for (IntervalUnit field : List.of(
                IntervalUnit.MINUTE, IntervalUnit.HOUR, IntervalUnit.DAY, IntervalUnit.MONTH, IntervalUnit.YEAR)) {
            if ((fields & field.mask()) != 0) {
                return field;
            }
        }
        return IntervalUnit.SECOND;
    }

    private int add(IntervalUnit wanted, long whole, double fraction) {
        switch (wanted) {
            case MICROSECOND -> parts.addMicros(whole, fraction, 1);
            case MILLISECOND -> parts.addMicros(whole, fraction, 1000);
            case SECOND -> {
                parts.addMicros(whole, fraction, MICROS_PER_SECOND);
                return fraction == 0 ? wanted.mask() : ALL_SECONDS;
            }
            case MINUTE -> parts.addMicros(whole, fraction, MICROS_PER_MINUTE);
            case HOUR -> {
                parts.addMicros(whole, fraction, MICROS_PER_HOUR);
                unit = IntervalUnit.DAY;
            }
            case DAY -> parts.addDays(whole, fraction, 1);
            case WEEK -> parts.addDays(whole, fraction, 7);
            case MONTH -> parts.addMonths(whole, fraction);
            case YEAR -> parts.addYears(whole, fraction, 1);
            case DECADE -> parts.addYears(whole, fraction, 10);
            case CENTURY -> parts.addYears(whole, fraction, 100);
            case MILLENNIUM -> parts.addYears(whole, fraction, 1000);
            case AGO, OTHER -> throw errors.syntax();
        }
        return wanted.mask();
    }
}
