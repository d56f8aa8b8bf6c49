package org.borealisdb.expr.format;

import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Optional;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.expr.format.ReadParts.Part;
import org.borealisdb.expr.value.CivilCalendar;
import org.borealisdb.expr.value.IsoWeeks;

/**
 * The date and time that the parts of a text stand for: the year first, then what depends on it. Parts that were not given are
 * those of the first of January, 1 BC. Belongs to one call.
 */
final class ReadDateTime {
    private static final int HOURS_OF_HALF_DAY = 12;
    private static final int MAXIMUM_ZONE_HOUR = 15;
    private static final int MINIMUM_JULIAN_YEAR = -4713;
    private static final int MAXIMUM_JULIAN_YEAR = 5_874_897;
    private static final long JULIAN_2000 = 2_451_545;
    private static final long MICROS_PER_MILLI = 1000;

    private final String text;
    private final ReadParts parts;
    private int year;
    private int month = 1;
    private int day = 1;
    private boolean hasYear;
    private boolean hasMonth;
    private boolean hasDay;
    private int hour;
    private int minute;
    private int second;
    private long micros;

    private ReadDateTime(String text, ReadParts parts) {
        this.text = text;
        this.parts = parts;
    }

    static ReadDateTime of(String text, String template) {
        return of(text, new DateTimeReader(text, DateTimeTemplate.parse(template), false));
    }

    static ReadDateTime ofStandard(String text, DateTimeTemplate template) {
        return of(text, new DateTimeReader(text, template, true));
    }

    private static ReadDateTime of(String text, DateTimeReader reader) {
        ReadDateTime result = new ReadDateTime(text, reader.read());
        result.resolve();
        result.checkZone();
        return result;
    }

    /** Returns the day number. */
    long date() {
        boolean julian = (year > MINIMUM_JULIAN_YEAR || (year == MINIMUM_JULIAN_YEAR && month >= 11))
                && (year < MAXIMUM_JULIAN_YEAR + 1);
        long date = julian ? CivilCalendar.dayNumber(year, month, day) : 0;
        if (!julian || !CivilCalendar.isDate(date)) {
            throw new SqlException(ErrorCode.DATETIME_FIELD_OVERFLOW, "date out of range: \"" + text + "\"");
        }
        return date;
    }

    /** Returns the instant; in the zone that the text names, or in the session's. */
    long instant(ZoneId session) {
        return CivilCalendar.toInstant(local(), zone().<ZoneId>map(zone -> zone).orElse(session));
    }

    private void checkZone() {
        int zoneHour = parts.get(Part.ZONE_HOUR);
        int zoneMinute = parts.get(Part.ZONE_MINUTE);
        if (zoneHour < 0 || zoneHour > MAXIMUM_ZONE_HOUR || zoneMinute < 0 || zoneMinute > 59) {
            throw new SqlException(
                    ErrorCode.INVALID_TIME_ZONE_DISPLACEMENT_VALUE,
                    "time zone displacement out of range: \"" + text + "\"");
        }
    }

    /** Returns the zone that the text names. */
    Optional<ZoneOffset> zone() {
        int seconds = parts.zoneSign() * (parts.get(Part.ZONE_HOUR) * 3600 + parts.get(Part.ZONE_MINUTE) * 60);
        return parts.zoneSign() == 0 ? Optional.empty() : Optional.of(ZoneOffset.ofTotalSeconds(seconds));
    }

    /** Returns the date and time of day. */
    long local() {
        return fitted(CivilCalendar.timestamp(CivilCalendar.dayNumber(year, month, day), timeAsGiven()));
    }

    /** Returns the time of day. */
    long time() {
        return fitted(timeAsGiven());
    }

    private long timeAsGiven() {
        return ((hour * 60L + minute) * 60 + second) * CivilCalendar.MICROS_PER_SECOND + micros;
    }

    /** Rounds to as many digits of a second as the template says, halves away from zero. */
    private long fitted(long value) {
        long unit = 1;
        for (int digits = parts.precision(); digits < 6; digits++) {
            unit *= 10;
        }
        long half = unit / 2;
        return value >= 0 ? (value + half) / unit * unit : -((-value + half) / unit * unit);
    }

    private void resolve() {
        resolveTime();
        resolveYear();
        resolveWeeks();
        if (parts.has(Part.DAY_OF_MONTH)) {
            day = parts.get(Part.DAY_OF_MONTH);
            hasDay = true;
        }
        if (parts.has(Part.MONTH)) {
            month = parts.get(Part.MONTH);
            hasMonth = true;
        }
        if (parts.has(Part.DAY_OF_YEAR) && (month <= 1 || day <= 1)) {
            resolveDayOfYear();
        }
        checkDate();
    }

    private void resolveTime() {
        int ofDay = parts.get(Part.SECOND_OF_DAY);
        hour = parts.has(Part.HOUR) ? parts.get(Part.HOUR) : ofDay / 3600;
        minute = parts.has(Part.MINUTE) ? parts.get(Part.MINUTE) : ofDay % 3600 / 60;
        second = parts.has(Part.SECOND) ? parts.get(Part.SECOND) : ofDay % 60;
        micros = parts.get(Part.MILLISECOND) * MICROS_PER_MILLI + parts.get(Part.MICROSECOND);
        if (!parts.isTwelveHours()) {
            return;
        }
        if (hour < 1 || hour > HOURS_OF_HALF_DAY) {
            throw new SqlException(
                            ErrorCode.INVALID_DATETIME_FORMAT, "hour \"" + hour + "\" is invalid for the 12-hour clock")
                    .withHint("Use the 24-hour clock, or give an hour between 1 and 12.");
        }
        hour = hour % HOURS_OF_HALF_DAY + (parts.has(Part.AFTERNOON) ? HOURS_OF_HALF_DAY : 0);
    }

    /** Centuries begin with the year 1: the 21st is from 2001 to 2100, the 6th before Christ from 600 to 501. */
    private void resolveYear() {
        boolean before = parts.has(Part.BEFORE_CHRIST);
        int century = before ? -parts.get(Part.CENTURY) : parts.get(Part.CENTURY);
        hasYear = parts.has(Part.YEAR) || century != 0;
        if (!parts.has(Part.YEAR)) {
            year = century == 0 ? 0 : century > 0 ? (century - 1) * 100 + 1 : century * 100 + 1;
            return;
        }
        if (century == 0 || parts.yearDigits() > 2) {
            year = before ? -parts.get(Part.YEAR) : parts.get(Part.YEAR);
            year += year < 0 ? 1 : 0;
            return;
        }
        int inCentury = parts.get(Part.YEAR) % 100;
        if (inCentury == 0) {
            year = century * 100 + (century >= 0 ? 0 : 1);
        } else {
            year = century >= 0 ? inCentury + (century - 1) * 100 : (century + 1) * 100 - inCentury + 1;
        }
    }

    private void setDate(long dayNumber) {
        long packed = CivilCalendar.packedDate(dayNumber);
        year = (int) CivilCalendar.year(packed);
        month = CivilCalendar.month(packed);
        day = CivilCalendar.day(packed);
        hasYear = true;
        hasMonth = true;
        hasDay = true;
    }

    private void resolveWeeks() {
        if (parts.has(Part.JULIAN_DAY)) {
            setDate(parts.get(Part.JULIAN_DAY) - JULIAN_2000);
        }
        int week = parts.get(Part.WEEK_OF_YEAR);
        if (week != 0 && parts.mode() == DateTimeField.DateMode.ISO_WEEK) {
            long monday = IsoWeeks.firstDayOfYear(year) + (week - 1) * 7L;
            int dayOfWeek = parts.get(Part.DAY_OF_WEEK);
            setDate(monday + (dayOfWeek == 0 ? 0 : dayOfWeek > 1 ? dayOfWeek - 2 : 6));
        } else if (week != 0) {
            parts.replace(Part.DAY_OF_YEAR, (week - 1) * 7 + 1);
        }
        if (parts.has(Part.WEEK_OF_MONTH)) {
            parts.replace(Part.DAY_OF_MONTH, (parts.get(Part.WEEK_OF_MONTH) - 1) * 7 + 1);
        }
    }

    private void resolveDayOfYear() {
        int ofYear = parts.get(Part.DAY_OF_YEAR);
        if (year == 0 && !parts.has(Part.BEFORE_CHRIST)) {
            throw new SqlException(
                    ErrorCode.INVALID_DATETIME_FORMAT, "cannot calculate day of year without year information");
        }
        if (parts.mode() == DateTimeField.DateMode.ISO_WEEK) {
            setDate(IsoWeeks.firstDayOfYear(year) - 1 + ofYear);
            return;
        }
        int before = 0;
        int inMonth = 1;
        while (inMonth <= 12 && ofYear > before + CivilCalendar.daysInMonth(year, inMonth)) {
            before += CivilCalendar.daysInMonth(year, inMonth);
            inMonth++;
        }
        month = month <= 1 ? inMonth : month;
        day = day <= 1 ? ofYear - before : day;
        hasMonth = true;
        hasDay = true;
    }

    private void checkDate() {
        boolean valid = !hasMonth || (month >= 1 && month <= 12);
        valid &= !hasDay || (day >= 1 && day <= 31);
        valid = valid && !(hasYear && hasMonth && hasDay && day > CivilCalendar.daysInMonth(year, month));
        valid &= hour >= 0 && hour < 24 && minute >= 0 && minute < 60 && second >= 0 && second < 60;
        valid &= micros >= 0 && micros < CivilCalendar.MICROS_PER_SECOND;
        if (!valid) {
            throw new SqlException(
                    ErrorCode.DATETIME_FIELD_OVERFLOW, "date/time field value out of range: \"" + text + "\"");
        }
    }
}
