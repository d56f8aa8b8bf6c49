package org.borealisdb.expr.value;

import static org.borealisdb.expr.value.CivilCalendar.MICROS_PER_DAY;
import static org.borealisdb.expr.value.CivilCalendar.MICROS_PER_HOUR;
import static org.borealisdb.expr.value.CivilCalendar.MICROS_PER_MINUTE;
import static org.borealisdb.expr.value.CivilCalendar.MICROS_PER_SECOND;

import java.time.Month;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;
import org.jspecify.annotations.Nullable;

/**
 * Reads a date, time or timestamp. One object reads one text, once.
 *
 * <p>Fields may come in any order, as PostgreSQL's ParseDateTime allows: dates as {@code 2020-01-02}, {@code 1/2/2020},
 * {@code 20200102}, {@code Jan 2, 2020} or {@code 2-Jan-2020}, times with fraction, AM or PM, zones as offset, name or
 * abbreviation, AD or BC, and the special words.
 */
final class DateTimeParser {
    private static final List<String> MONTHS =
            List.of("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec");
    private static final List<String> DAYS = List.of("sun", "mon", "tue", "wed", "thu", "fri", "sat");
    private static final int MAXIMUM_LENGTH = 128;

    private final String typeName;
    private final String text;
    private final SessionFormat format;
    private final long now;

    private int at;
    private long day = Long.MIN_VALUE;
    private long time;
    private boolean hasTime;
    private boolean afternoon;
    private boolean halfDay;
    private boolean beforeChrist;
    private int namedMonth;
    private final long[] loose = new long[3];
    private final int[] looseDigits = new int[3];
    private int looseCount;
    private boolean hasZone;
    private int offsetSeconds;
    private @Nullable ZoneId namedZone;
    private @Nullable Long special;
    private @Nullable String specialWord;

    DateTimeParser(String typeName, String text, SessionFormat format, long now) {
        this.typeName = typeName;
        this.text = text;
        this.format = format;
        this.now = now;
    }

    long date() {
        read();
        if (specialWord != null && special != null) {
            return switch (specialWord) {
                case "infinity" -> CivilCalendar.DATE_INFINITY;
                case "-infinity" -> CivilCalendar.DATE_MINUS_INFINITY;
                default -> CivilCalendar.dayOf(special);
            };
        }
        long result = requireDay();
        if (!CivilCalendar.isDate(result)) {
            throw new SqlException(ErrorCode.DATETIME_FIELD_OVERFLOW, "date out of range: \"" + text + "\"");
        }
        return result;
    }

    long time() {
        read();
        if (specialWord != null && special != null) {
            if (!specialWord.equals("now")) {
                throw syntax();
            }
            return CivilCalendar.timeOf(special);
        }
        if (!hasTime) {
            throw syntax();
        }
        return timeOfDay();
    }

    long timeWithZone() {
        read();
        if (specialWord != null && special != null) {
            if (!specialWord.equals("now")) {
                throw syntax();
            }
            return ZonedTimes.ofInstant(now, format.zone());
        }
        if (!hasTime) {
            throw syntax();
        }
        long ofDay = timeOfDay();
        if (namedZone == null && hasZone) {
            return ZonedTimes.of(ofDay, offsetSeconds);
        }
        boolean hasDay = day != Long.MIN_VALUE || looseCount > 0;
        if (namedZone != null && !(namedZone instanceof ZoneOffset) && !hasDay) {
            throw syntax();
        }
        ZoneId zone = namedZone == null ? format.zone() : namedZone;
        long on = hasDay ? requireDay() : CivilCalendar.dayOf(CivilCalendar.toLocal(now, zone));
        return ZonedTimes.of(ofDay, CivilCalendar.offsetOfLocal(CivilCalendar.timestamp(on, ofDay), zone));
    }

    long timestamp() {
        read();
        if (special != null) {
            return special;
        }
        return stamp(requireDay(), timeOfDay());
    }

    long timestampWithZone() {
        read();
        if (special != null) {
            if ("now".equals(specialWord)) {
                return now;
            }
            return "epoch".equals(specialWord) ? special : CivilCalendar.toInstant(special, format.zone());
        }
        long local = stamp(requireDay(), timeOfDay());
        if (namedZone != null) {
            return CivilCalendar.toInstant(local, namedZone);
        }
        if (hasZone) {
            return CivilCalendar.checkTimestamp(local - offsetSeconds * MICROS_PER_SECOND);
        }
        return CivilCalendar.toInstant(local, format.zone());
    }

    private long stamp(long dayNumber, long microsOfDay) {
        try {
            return CivilCalendar.timestamp(dayNumber, microsOfDay);
        } catch (SqlException outOfRange) {
            throw new SqlException(outOfRange.code(), "timestamp out of range: \"" + text + "\"");
        }
    }

    private long timeOfDay() {
        if (!halfDay) {
            return time;
        }
        if (time >= 13 * MICROS_PER_HOUR) {
            throw overflow(false);
        }
        long base = time >= 12 * MICROS_PER_HOUR ? time - 12 * MICROS_PER_HOUR : time;
        return afternoon ? base + 12 * MICROS_PER_HOUR : base;
    }

    private void read() {
        if (text.length() > MAXIMUM_LENGTH) {
            throw syntax();
        }
        skipSpace();
        if (at == text.length()) {
            throw syntax();
        }
        while (at < text.length()) {
            char c = text.charAt(at);
            if (isDigit(c)) {
                readNumber();
            } else if (isLetter(c)) {
                readWord();
            } else if ((c == '+' || c == '-') && at + 1 < text.length()) {
                readSigned(c);
            } else if (c == ',' || c == '/') {
                at++;
            } else {
                throw syntax();
            }
            skipSpace();
        }
        if (special != null && (looseCount > 0 || day != Long.MIN_VALUE)) {
            throw syntax();
        }
    }

    private void readSigned(char sign) {
        if (isDigit(text.charAt(at + 1))) {
            boolean wholeDay = day != Long.MIN_VALUE || looseCount + (namedMonth == 0 ? 0 : 1) >= 3;
            if (hasZone || !(hasTime || wholeDay)) {
                throw syntax();
            }
            readOffset(sign == '-' ? -1 : 1);
        } else if (sign == '-' && text.regionMatches(true, at + 1, "infinity", 0, 8)) {
            at += 9;
            setSpecial("-infinity", CivilCalendar.TIMESTAMP_MINUS_INFINITY);
        } else if (sign == '-' && isLetter(text.charAt(at + 1))) {
            at++;
        } else {
            throw syntax();
        }
    }

    /** Reads hours, minutes and seconds east of Greenwich: +5, +05:30, +0530, +05:30:15. */
    private void readOffset(int sign) {
        at++;
        int start = at;
        long first = digits();
        int length = at - start;
        long hours = first;
        long minutes = 0;
        long seconds = 0;
        if (at < text.length() && text.charAt(at) == ':') {
            at++;
            minutes = digits();
            if (at < text.length() && text.charAt(at) == ':') {
                at++;
                seconds = digits();
            }
        } else if (length > 4) {
            hours = first / 10_000;
            minutes = first / 100 % 100;
            seconds = first % 100;
        } else if (length > 2) {
            hours = first / 100;
            minutes = first % 100;
        }
        if (hours > 15 || minutes > 59 || seconds > 59) {
            throw new SqlException(
                    ErrorCode.INVALID_TIME_ZONE_DISPLACEMENT_VALUE,
                    "time zone displacement out of range: \"" + text + "\"");
        }
        hasZone = true;
        offsetSeconds = sign * (int) (hours * 3600 + minutes * 60 + seconds);
    }

    private void readNumber() {
        int start = at;
        long value = digits();
        int length = at - start;
        char next = at < text.length() ? text.charAt(at) : ' ';
        if (next == ':') {
            if (hasTime) {
                throw syntax();
            }
            readTime(value);
        } else if ((next == '-' || next == '/' || next == '.')
                && at + 1 < text.length()
                && day == Long.MIN_VALUE
                && looseCount == 0
                && (isDigit(text.charAt(at + 1)) || (isLetter(text.charAt(at + 1)) && next != '.'))) {
            readDate(value, length, next);
        } else if (length >= 5 && day == Long.MIN_VALUE && looseCount == 0 && namedMonth == 0) {
            readRunTogether(value, length);
        } else if (length == 6 && !hasTime && day != Long.MIN_VALUE) {
            readCompactTime(value);
        } else {
            addLoose(value, length);
        }
        if (at < text.length()
                && (text.charAt(at) == 'T' || text.charAt(at) == 't')
                && at + 1 < text.length()
                && isDigit(text.charAt(at + 1))) {
            at++;
        }
    }

    private void readCompactTime(long value) {
        setTime(value / 10_000, value / 100 % 100, value % 100);
    }

    private void addLoose(long value, int length) {
        if (looseCount == 3 || day != Long.MIN_VALUE) {
            throw syntax();
        }
        loose[looseCount] = value;
        looseDigits[looseCount++] = length;
    }

    private void readRunTogether(long value, int length) {
        if (length == 8 || length > 8) {
            setDay(value / 10_000, value / 100 % 100, value % 100, length - 4);
        } else if (length == 6) {
            setDay(value / 10_000, value / 100 % 100, value % 100, 2);
        } else {
            throw syntax();
        }
    }

    private void readTime(long hours) {
        at++;
        long minutes = digits();
        long seconds = 0;
        if (at < text.length() && text.charAt(at) == ':') {
            at++;
            seconds = digits();
        }
        setTime(hours, minutes, seconds);
        if (at < text.length() && text.charAt(at) == '.') {
            at++;
            time += fraction();
        }
        if (time > MICROS_PER_DAY) {
            throw overflow(false);
        }
    }

    private void setTime(long hours, long minutes, long seconds) {
        if (hours > 24 || minutes > 59 || seconds > 60 || (hours == 24 && (minutes > 0 || seconds > 0))) {
            throw overflow(false);
        }
        hasTime = true;
        time = hours * MICROS_PER_HOUR + minutes * MICROS_PER_MINUTE + seconds * MICROS_PER_SECOND;
    }

    private long fraction() {
        long micros = 0;
        int place = 0;
        while (at < text.length() && isDigit(text.charAt(at))) {
            int digit = text.charAt(at++) - '0';
            if (place < 6) {
                micros = micros * 10 + digit;
            } else if (place == 6 && digit >= 5) {
                micros++;
            }
            place++;
        }
        for (int i = place; i < 6; i++) {
            micros *= 10;
        }
        return micros;
    }

    private void readDate(long first, int firstLength, char separator) {
        at++;
        long second;
        boolean named = isLetter(text.charAt(at));
        if (named) {
            int month = monthOf(word());
            if (month == 0) {
                throw syntax();
            }
            second = month;
        } else {
            int secondStart = at;
            second = digits();
            if (firstLength > 2 && at - secondStart == 3 && (at == text.length() || text.charAt(at) != separator)) {
                day = CivilCalendar.dayNumber(first, 1, 1) + second - 1;
                return;
            }
        }
        if (at >= text.length() || text.charAt(at) != separator) {
            throw syntax();
        }
        at++;
        int start = at;
        long third = digits();
        int thirdLength = at - start;
        if (named) {
            if (firstLength > 2) {
                setDay(first, second, third, firstLength);
            } else {
                setDay(third, second, first, thirdLength);
            }
        } else if (firstLength > 2 || format.yearFirst()) {
            setDay(first, second, third, firstLength);
        } else if (format.dayFirst()) {
            setDay(third, second, first, thirdLength);
        } else {
            setDay(third, first, second, thirdLength);
        }
    }

    private void setDay(long year, long month, long dayOfMonth, int yearDigits) {
        long full = yearDigits > 2 ? year : year < 70 ? year + 2000 : year + 1900;
        if (month < 1 || month > 12 || dayOfMonth < 1 || dayOfMonth > 31) {
            throw overflow(true);
        }
        if (full > 5_874_898 || full == 0) {
            throw overflow(false);
        }
        loose[0] = full;
        loose[1] = month;
        loose[2] = dayOfMonth;
        day = 0;
    }

    private long requireDay() {
        if (day == Long.MIN_VALUE) {
            dayFromLooseFields();
        }
        if (day != 0) {
            return day;
        }
        long year = beforeChrist ? 1 - loose[0] : loose[0];
        int month = (int) loose[1];
        int dayOfMonth = (int) loose[2];
        if (dayOfMonth > CivilCalendar.daysInMonth(year, month)) {
            throw overflow(false);
        }
        return CivilCalendar.dayNumber(year, month, dayOfMonth);
    }

    private void dayFromLooseFields() {
        if (namedMonth == 0 || looseCount != 2) {
            throw syntax();
        }
        boolean yearFirst = looseDigits[0] > 2;
        if (yearFirst) {
            setDay(loose[0], namedMonth, loose[1], looseDigits[0]);
        } else {
            setDay(loose[1], namedMonth, loose[0], looseDigits[1]);
        }
    }

    private void readWord() {
        String word = word();
        int month = monthOf(word);
        if (month != 0 && namedMonth == 0) {
            namedMonth = month;
            return;
        }
        switch (word) {
            case "am", "pm" -> {
                halfDay = true;
                afternoon = word.equals("pm");
            }
            case "bc" -> beforeChrist = true;
            case "ad" -> {}
            case "t" -> {}
            case "infinity" -> setSpecial(word, CivilCalendar.TIMESTAMP_INFINITY);
            case "epoch" -> setSpecial(word, -CivilCalendar.EPOCH_SECONDS * MICROS_PER_SECOND);
            case "now" -> setSpecial(word, CivilCalendar.toLocal(now, format.zone()));
            case "today" -> setSpecial(word, midnight(0));
            case "tomorrow" -> setSpecial(word, midnight(1));
            case "yesterday" -> setSpecial(word, midnight(-1));
            case "allballs" -> setTime(0, 0, 0);
            default -> {
                if (word.length() >= 3 && DAYS.contains(word.substring(0, 3)) && word.length() != 4) {
                    return;
                }
                readZone(word);
            }
        }
    }

    private long midnight(int daysAhead) {
        long today = CivilCalendar.dayOf(CivilCalendar.toLocal(now, format.zone()));
        return CivilCalendar.timestamp(today + daysAhead, 0);
    }

    private void setSpecial(String word, long value) {
        if (special != null) {
            throw syntax();
        }
        special = value;
        specialWord = word;
    }

    private void readZone(String word) {
        int start = at - word.length();
        while (at < text.length() && isZoneCharacter(text.charAt(at))) {
            at++;
        }
        String name = text.substring(start, at);
        if (hasZone) {
            throw syntax();
        }
        hasZone = true;
        ZoneId zone = TimeZones.find(name).orElse(null);
        if (zone == null) {
            if (name.indexOf('/') > 0) {
                throw new SqlException(
                        ErrorCode.INVALID_PARAMETER_VALUE,
                        "time zone \"" + name.toLowerCase(Locale.ROOT) + "\" not recognized");
            }
            throw syntax();
        }
        if (zone instanceof ZoneOffset fixed) {
            offsetSeconds = fixed.getTotalSeconds();
        } else {
            namedZone = zone;
        }
    }

    private static boolean isZoneCharacter(char c) {
        return isLetter(c) || c == '/' || c == '_';
    }

    private static int monthOf(String word) {
        if (word.length() < 3) {
            return 0;
        }
        int month = MONTHS.indexOf(word.substring(0, 3)) + 1;
        if (month == 0 || word.length() == 3 || word.equals("sept")) {
            return month;
        }
        String full = Month.of(month).name().toLowerCase(Locale.ROOT);
        return full.equals(word) ? month : 0;
    }

    private String word() {
        int start = at;
        while (at < text.length() && isLetter(text.charAt(at))) {
            at++;
        }
        return text.substring(start, at).toLowerCase(Locale.ROOT);
    }

    private long digits() {
        int start = at;
        long value = 0;
        while (at < text.length() && isDigit(text.charAt(at))) {
            if (at - start >= 12) {
                throw overflow(false);
            }
            value = value * 10 + (text.charAt(at++) - '0');
        }
        if (at == start) {
            throw syntax();
        }
        return value;
    }

    private void skipSpace() {
        while (at < text.length() && text.charAt(at) <= ' ') {
            at++;
        }
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static boolean isLetter(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }

    private SqlException syntax() {
        return new SqlException(
                ErrorCode.INVALID_DATETIME_FORMAT, "invalid input syntax for type " + typeName + ": \"" + text + "\"");
    }

    private SqlException overflow(boolean monthOrDay) {
        SqlException error = new SqlException(
                ErrorCode.DATETIME_FIELD_OVERFLOW, "date/time field value out of range: \"" + text + "\"");
        return monthOrDay ? error.withHint("Perhaps you need a different \"datestyle\" setting.") : error;
    }
}
