package org.borealisdb.expr.value;

import static org.borealisdb.expr.value.CivilCalendar.MICROS_PER_DAY;
import static org.borealisdb.expr.value.CivilCalendar.MICROS_PER_HOUR;
import static org.borealisdb.expr.value.CivilCalendar.MICROS_PER_MINUTE;
import static org.borealisdb.expr.value.CivilCalendar.MICROS_PER_SECOND;

import java.util.ArrayList;
import java.util.List;

/**
 * The fields of a date and a time that are collected from one text, and which of them are known. Owned by one {@link
 * DateTimeParser}.
 *
 * <p>What a number means depends on the fields before it, the number of its digits and the order of day, month and year: the
 * rules are those of PostgreSQL's manual, "Date/Time Input Interpretation".
 */
final class DateFields {
    /** The field of the month. */
    static final int MONTH = 1;
    /** The field of the year. */
    static final int YEAR = 2;
    /** The field of the day in the month. */
    static final int DAY = 3;
    /** The unit of a Julian day. */
    static final int JULIAN = 4;
    /** The field of the zone. */
    static final int ZONE = 5;
    /** The field of the hour. */
    static final int HOUR = 10;
    /** The field of the minute. */
    static final int MINUTE = 11;
    /** The field of the second. */
    static final int SECOND = 12;
    /** The field of the day in the year. */
    static final int DAY_OF_YEAR = 15;
    /** The unit of a whole time. */
    static final int TIME = 30;
    /** A unit that no number can have. */
    static final int OTHER = 31;

    /** The bits of year, month and day. */
    static final int DATE_MASK = 1 << YEAR | 1 << MONTH | 1 << DAY;
    /** The bits of a second with its fraction. */
    static final int SECONDS_MASK = 7 << SECOND;
    /** The bits of a time. */
    static final int TIME_MASK = 1 << HOUR | 1 << MINUTE | SECONDS_MASK;
    /** The bit of the zone. */
    static final int ZONE_MASK = 1 << ZONE;

    /** The date 2000-01-01 as a Julian day. */
    private static final long EPOCH_JULIAN = 2_451_545;

    private static final int MAXIMUM_PARTS = 25;

    private final DateTimeErrors errors;
    private final DateOrder order;

    private int known;
    private long year;
    private int month;
    private int day;
    private int dayOfYear;
    private int hour;
    private int minute;
    private int second;
    private long micros;
    private boolean twoDigitYear;
    private boolean julian;
    private boolean monthNamed;

    DateFields(DateTimeErrors errors, DateOrder order) {
        this.errors = errors;
        this.order = order;
    }

    int known() {
        return known;
    }

    boolean has(int mask) {
        return (known & mask) == mask;
    }

    boolean hasAny(int mask) {
        return (known & mask) != 0;
    }

    /** Notes that fields are known, none of which may have been before. */
    void add(int mask) {
        if ((mask & known) != 0) {
            throw errors.syntax();
        }
        known |= mask;
    }

    long dayNumber() {
        return CivilCalendar.dayNumber(year, month, day);
    }

    long microsOfDay() {
        return hour * MICROS_PER_HOUR + minute * MICROS_PER_MINUTE + second * MICROS_PER_SECOND + micros;
    }

    void setDate(long dayNumber) {
        long packed = CivilCalendar.packedDate(dayNumber);
        year = CivilCalendar.year(packed);
        month = CivilCalendar.month(packed);
        day = CivilCalendar.day(packed);
    }

    void setTime(long microsOfDay) {
        hour = (int) (microsOfDay / MICROS_PER_HOUR);
        minute = (int) (microsOfDay / MICROS_PER_MINUTE % 60);
        second = (int) (microsOfDay / MICROS_PER_SECOND % 60);
        micros = microsOfDay % MICROS_PER_SECOND;
    }

    /** Sets the date to a Julian day. */
    void setJulian(long julianDay) {
        if (julianDay < 0) {
            throw errors.overflow();
        }
        setDate(julianDay - EPOCH_JULIAN);
        julian = true;
    }

    /** Sets the month by its name; a number before it that was taken for the month is the day. Returns what is known by it. */
    int setNamedMonth(int named) {
        int mask = 1 << MONTH;
        if (hasAny(1 << MONTH) && !monthNamed && !hasAny(1 << DAY) && month >= 1 && month <= 31) {
            day = month;
            mask = 1 << DAY;
        }
        monthNamed = true;
        month = named;
        return mask;
    }

    /** Sets what a unit before the number says; returns what is known by it. */
    int setUnit(int unit, String text) {
        LeadingNumber number = integer(text, 0);
        int value = (int) number.value();
        boolean fraction = number.end() < text.length();
        if (fraction && (text.charAt(number.end()) != '.' || (unit != JULIAN && unit != TIME && unit != SECOND))) {
            throw errors.syntax();
        }
        switch (unit) {
            case YEAR -> year = value;
            case MONTH -> {
                if (has(1 << MONTH | 1 << HOUR)) {
                    minute = value;
                    return 1 << MINUTE;
                }
                month = value;
            }
            case DAY -> day = value;
            case HOUR -> hour = value;
            case MINUTE -> minute = value;
            case SECOND -> {
                second = value;
                if (fraction) {
                    micros = fraction(text, number.end());
                    return SECONDS_MASK;
                }
            }
            case JULIAN -> {
                setJulian(value);
                if (fraction) {
                    double part = LeadingNumber.fraction(text, number.end()).orElseThrow(errors::syntax);
                    setTime((long) (part * MICROS_PER_DAY));
                    return DATE_MASK | TIME_MASK;
                }
                return DATE_MASK;
            }
            case TIME -> {
                int mask = setRunTogether(text, known | DATE_MASK);
                if (mask != TIME_MASK) {
                    throw errors.syntax();
                }
                return mask;
            }
            default -> throw errors.syntax();
        }
        return 1 << unit;
    }

    /** Reads hours, minutes and seconds with colons. */
    void setTimeOfDay(String text) {
        LeadingNumber first = integer(text, 0);
        if (first.end() == text.length() || text.charAt(first.end()) != ':') {
            throw errors.syntax();
        }
        LeadingNumber next = integer(text, first.end() + 1);
        hour = (int) first.value();
        minute = (int) next.value();
        second = 0;
        micros = 0;
        if (next.end() < text.length()) {
            if (text.charAt(next.end()) == '.') {
                micros = fraction(text, next.end());
                second = minute;
                minute = hour;
                hour = 0;
            } else if (text.charAt(next.end()) == ':') {
                LeadingNumber last = integer(text, next.end() + 1);
                second = (int) last.value();
                if (last.end() < text.length()) {
                    if (text.charAt(last.end()) != '.') {
                        throw errors.syntax();
                    }
                    micros = fraction(text, last.end());
                }
            } else {
                throw errors.syntax();
            }
        }
        checkTime();
    }

    /** Refuses a time beyond the end of the day. */
    void checkTime() {
        boolean inRange = hour >= 0 && hour <= 24 && minute >= 0 && minute <= 59 && second >= 0 && second <= 60;
        if (!inRange || microsOfDay() > MICROS_PER_DAY) {
            throw errors.overflow();
        }
    }

    /** Reads a date of several parts; returns what is known by it. */
    int setParts(String text) {
        List<String> parts = parts(text);
        int before = known;
        boolean named = false;
        for (String part : parts) {
            if (DateTimeToken.isLetter(part.charAt(0))) {
                DateTimeWord word = DateTimeWord.find(part).orElseThrow(errors::syntax);
                if (word.kind() == DateTimeWord.Kind.IGNORED) {
                    continue;
                }
                if (word.kind() != DateTimeWord.Kind.MONTH) {
                    throw errors.syntax();
                }
                month = word.value();
                named = true;
                add(1 << MONTH);
            }
        }
        for (String part : parts) {
            if (DateTimeToken.isDigit(part.charAt(0))) {
                add(setNumber(part, named, known));
            }
        }
        if ((known & ~(1 << DAY_OF_YEAR | ZONE_MASK)) != DATE_MASK) {
            throw errors.syntax();
        }
        int mask = known & ~before;
        known = before;
        return mask;
    }

    private List<String> parts(String text) {
        List<String> parts = new ArrayList<>();
        int at = 0;
        while (at < text.length() && parts.size() < MAXIMUM_PARTS) {
            while (at < text.length() && !isLetterOrDigit(text.charAt(at))) {
                at++;
            }
            if (at == text.length()) {
                throw errors.syntax();
            }
            int start = at;
            boolean digits = DateTimeToken.isDigit(text.charAt(at));
            while (at < text.length()
                    && (digits ? DateTimeToken.isDigit(text.charAt(at)) : DateTimeToken.isLetter(text.charAt(at)))) {
                at++;
            }
            parts.add(text.substring(start, at));
            at++;
        }
        return parts;
    }

    private static boolean isLetterOrDigit(char c) {
        return DateTimeToken.isDigit(c) || DateTimeToken.isLetter(c);
    }

    /**
     * Reads a number by itself; returns what is known by it.
     *
     * @param assumed the fields that count as known
     */
    int setNumber(String text, int assumed) {
        return setNumber(text, monthNamed, assumed);
    }

    private int setNumber(String text, boolean named, int assumed) {
        LeadingNumber number = integer(text, 0);
        int value = (int) number.value();
        if (number.end() == 0) {
            throw errors.syntax();
        }
        if (number.end() < text.length()) {
            if (text.charAt(number.end()) != '.') {
                throw errors.syntax();
            }
            if (number.end() > 2) {
                return setRunTogether(text, assumed | DATE_MASK);
            }
            micros = fraction(text, number.end());
        }
        int digits = text.length();
        int date = assumed & DATE_MASK;
        if (digits == 3 && date == 1 << YEAR && value >= 1 && value <= 366) {
            dayOfYear = value;
            return 1 << DAY_OF_YEAR | 1 << MONTH | 1 << DAY;
        }
        if (date == DATE_MASK) {
            return setRunTogether(text, assumed);
        }
        boolean yearFirst = digits >= 3 || order == DateOrder.YMD;
        if (date == (1 << YEAR | 1 << MONTH) && named && digits >= 3 && twoDigitYear) {
            day = (int) year;
            year = value;
            twoDigitYear = false;
            return 1 << DAY;
        }
        int field = switch (date) {
            case 0 -> yearFirst ? YEAR : order == DateOrder.DMY ? DAY : MONTH;
            case 1 << YEAR, 1 << DAY -> MONTH;
            case 1 << MONTH -> named && yearFirst ? YEAR : DAY;
            case 1 << YEAR | 1 << MONTH -> DAY;
            case 1 << MONTH | 1 << DAY -> YEAR;
            default -> throw errors.syntax();
        };
        switch (field) {
            case YEAR -> {
                year = value;
                twoDigitYear = digits <= 2;
            }
            case MONTH -> month = value;
            default -> day = value;
        }
        return 1 << field;
    }

    /**
     * Reads a date or a time whose digits are run together; returns what is known by it.
     *
     * @param assumed the fields that count as known
     */
    int setRunTogether(String text, int assumed) {
        String digits = text;
        int point = text.indexOf('.');
        if (point >= 0) {
            micros = fraction(text, point);
            digits = text.substring(0, point);
        } else if ((assumed & DATE_MASK) != DATE_MASK && digits.length() >= 6) {
            int length = digits.length();
            day = two(digits, length - 2);
            month = two(digits, length - 4);
            LeadingNumber first = LeadingNumber.ofInt(digits.substring(0, length - 4), 0);
            if (!first.fits()) {
                throw errors.overflow();
            }
            year = first.value();
            twoDigitYear |= length == 6;
            return DATE_MASK;
        }
        if ((assumed & TIME_MASK) != TIME_MASK && (digits.length() == 6 || digits.length() == 4)) {
            hour = two(digits, 0);
            minute = two(digits, 2);
            second = digits.length() == 6 ? two(digits, 4) : 0;
            return TIME_MASK;
        }
        throw errors.syntax();
    }

    private int two(String digits, int from) {
        if (!DateTimeToken.isDigit(digits.charAt(from)) || !DateTimeToken.isDigit(digits.charAt(from + 1))) {
            throw errors.syntax();
        }
        return (digits.charAt(from) - '0') * 10 + digits.charAt(from + 1) - '0';
    }

    /** Completes the year by its era and century, and refuses days and months that there are none. */
    void validate(boolean beforeChrist) {
        if (hasAny(1 << YEAR) && !julian) {
            if (beforeChrist) {
                if (year <= 0) {
                    throw errors.overflow();
                }
                year = 1 - year;
            } else if (twoDigitYear) {
                year += year < 70 ? 2000 : year < 100 ? 1900 : 0;
            } else if (year <= 0) {
                throw errors.overflow();
            }
        }
        if (hasAny(1 << DAY_OF_YEAR)) {
            setDate(CivilCalendar.dayNumber(year, 1, 1) + dayOfYear - 1);
        }
        if ((hasAny(1 << MONTH) && (month < 1 || month > 12)) || (hasAny(1 << DAY) && (day < 1 || day > 31))) {
            throw errors.dayOrMonthOverflow();
        }
        if (has(DATE_MASK) && day > CivilCalendar.daysInMonth(year, month)) {
            throw errors.overflow();
        }
    }

    /** Turns an hour of AM or PM into one of 24. */
    void setHalfOfDay(boolean afternoon) {
        if (hour > 12) {
            throw errors.overflow();
        }
        hour = hour % 12 + (afternoon ? 12 : 0);
    }

    private LeadingNumber integer(String text, int from) {
        LeadingNumber number = LeadingNumber.ofInt(text, from);
        if (!number.fits()) {
            throw errors.overflow();
        }
        return number;
    }

    private long fraction(String text, int point) {
        return (long) Math.rint(LeadingNumber.fraction(text, point).orElseThrow(errors::syntax) * MICROS_PER_SECOND);
    }
}
