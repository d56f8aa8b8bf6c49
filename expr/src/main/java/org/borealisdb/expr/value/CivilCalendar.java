package org.borealisdb.expr.value;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;

/**
 * Arithmetic between day numbers, microseconds and the proleptic Gregorian calendar, on primitives.
 *
 * <p>Days and microseconds count from 2000-01-01, as PostgreSQL stores and sends them. The day-number formulas are those of
 * Howard Hinnant, "chrono-compatible low-level date algorithms".
 */
public final class CivilCalendar {
    /** A date's positive infinity. */
    public static final long DATE_INFINITY = Integer.MAX_VALUE;
    /** A date's negative infinity. */
    public static final long DATE_MINUS_INFINITY = Integer.MIN_VALUE;
    /** A timestamp's positive infinity. */
    public static final long TIMESTAMP_INFINITY = Long.MAX_VALUE;
    /** A timestamp's negative infinity. */
    public static final long TIMESTAMP_MINUS_INFINITY = Long.MIN_VALUE;

    /** Microseconds in a second. */
    public static final long MICROS_PER_SECOND = 1_000_000L;
    /** Microseconds in a minute. */
    public static final long MICROS_PER_MINUTE = 60 * MICROS_PER_SECOND;
    /** Microseconds in an hour. */
    public static final long MICROS_PER_HOUR = 60 * MICROS_PER_MINUTE;
    /** Microseconds in a day of 24 hours. */
    public static final long MICROS_PER_DAY = 24 * MICROS_PER_HOUR;

    /** Days from 1970-01-01 to 2000-01-01. */
    public static final long EPOCH_DAYS = 10_957;
    /** Seconds from 1970-01-01 to 2000-01-01. */
    public static final long EPOCH_SECONDS = EPOCH_DAYS * 86_400;

    /** 4714-11-24 BC, the first date. */
    public static final long MINIMUM_DATE = -2_451_545;
    /** One past 5874897-12-31, the last date. */
    public static final long END_DATE = 2_147_483_494L - 2_451_545L;

    private static final long MINIMUM_TIMESTAMP = -211_813_488_000_000_000L;
    private static final long END_TIMESTAMP = 9_223_371_331_200_000_000L;

    private CivilCalendar() {}

    /** Returns the day number of a date; year 0 is 1 BC. */
    public static long dayNumber(long year, int month, int day) {
        long y = month <= 2 ? year - 1 : year;
        long era = Math.floorDiv(y, 400L);
        long yearOfEra = y - era * 400;
        long dayOfYear = (153L * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
        long dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear;
        return era * 146_097 + dayOfEra - 719_468 - EPOCH_DAYS;
    }

    /** Returns year, month and day of a day number packed as {@code year * 10,000 + month * 100 + day}. */
    public static long packedDate(long dayNumber) {
        long z = dayNumber + EPOCH_DAYS + 719_468;
        long era = Math.floorDiv(z, 146_097L);
        long dayOfEra = z - era * 146_097;
        long yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365;
        long dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100);
        long shifted = (5 * dayOfYear + 2) / 153;
        long day = dayOfYear - (153 * shifted + 2) / 5 + 1;
        long month = shifted < 10 ? shifted + 3 : shifted - 9;
        long year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0);
        return year * 10_000 + month * 100 + day;
    }

    /** Returns the year of a packed date; 0 is 1 BC. */
    public static long year(long packed) {
        return Math.floorDiv(packed, 10_000L);
    }

    /** Returns the month of a packed date. */
    public static int month(long packed) {
        return (int) (Math.floorMod(packed, 10_000L) / 100);
    }

    /** Returns the day of the month of a packed date. */
    public static int day(long packed) {
        return (int) (Math.floorMod(packed, 10_000L) % 100);
    }

    /** Returns the number of days of a month. */
    public static int daysInMonth(long year, int month) {
        return switch (month) {
            case 2 -> isLeapYear(year) ? 29 : 28;
            case 4, 6, 9, 11 -> 30;
            default -> 31;
        };
    }

    /** Returns whether a year has a 29th of February; year 0 is 1 BC. */
    public static boolean isLeapYear(long year) {
        return Math.floorMod(year, 4L) == 0 && (Math.floorMod(year, 100L) != 0 || Math.floorMod(year, 400L) == 0);
    }

    /** Returns the day of the week: 0 is Sunday. */
    public static int dayOfWeek(long dayNumber) {
        return (int) Math.floorMod(dayNumber + 6, 7L);
    }

    /** Returns whether a day number is a date that PostgreSQL can store, the infinities apart. */
    public static boolean isDate(long dayNumber) {
        return dayNumber >= MINIMUM_DATE && dayNumber < END_DATE;
    }

    /** Returns whether a number of microseconds is a timestamp that PostgreSQL can store, the infinities apart. */
    public static boolean isTimestamp(long micros) {
        return micros >= MINIMUM_TIMESTAMP && micros < END_TIMESTAMP;
    }

    /** Returns whether a day of those that are dates has timestamps as well; they end sooner. */
    public static boolean isDateOfTimestamp(long dayNumber) {
        return dayNumber < END_TIMESTAMP / MICROS_PER_DAY;
    }

    /** Returns whether a day has timestamps, or is next to one that has: there it may still be that day elsewhere. */
    static boolean isNearTimestamps(long dayNumber) {
        return dayNumber >= MINIMUM_TIMESTAMP / MICROS_PER_DAY - 1 && dayNumber <= END_TIMESTAMP / MICROS_PER_DAY;
    }

    /** Returns whether a timestamp is one of the infinities. */
    public static boolean isInfinite(long micros) {
        return micros == TIMESTAMP_INFINITY || micros == TIMESTAMP_MINUS_INFINITY;
    }

    /** Returns the microseconds if they are a timestamp, else fails with 22008. */
    public static long checkTimestamp(long micros) {
        if (!isTimestamp(micros)) {
            throw timestampOutOfRange();
        }
        return micros;
    }

    /** Returns the error of a timestamp beyond the limits. */
    public static SqlException timestampOutOfRange() {
        return new SqlException(ErrorCode.DATETIME_FIELD_OVERFLOW, "timestamp out of range");
    }

    /** Returns the microseconds of a day and a time in it, or fails with 22008. */
    public static long timestamp(long dayNumber, long microsOfDay) {
        long high = Math.multiplyHigh(dayNumber, MICROS_PER_DAY);
        long low = dayNumber * MICROS_PER_DAY;
        if ((high != 0 || low < 0) && (high != -1 || low >= 0)) {
            throw timestampOutOfRange();
        }
        long sum = low + microsOfDay;
        if (((low ^ sum) & (microsOfDay ^ sum)) < 0) {
            throw timestampOutOfRange();
        }
        return checkTimestamp(sum);
    }

    /** Returns whether a date is not later than the last day of timestamps; none is earlier than the first. */
    public static boolean isDateOfTimestamps(long dayNumber) {
        return dayNumber < END_TIMESTAMP / MICROS_PER_DAY;
    }

    /** Returns the day number that microseconds fall on. */
    public static long dayOf(long micros) {
        return Math.floorDiv(micros, MICROS_PER_DAY);
    }

    /** Returns the microseconds since midnight. */
    public static long timeOf(long micros) {
        return Math.floorMod(micros, MICROS_PER_DAY);
    }

    /** Returns the seconds east of Greenwich that a zone has at an instant. */
    public static int offsetAt(long micros, ZoneId zone) {
        if (zone instanceof ZoneOffset fixed) {
            return fixed.getTotalSeconds();
        }
        return zone.getRules().getOffset(instant(micros)).getTotalSeconds();
    }

    /** Returns the second that microseconds fall into. */
    public static Instant instant(long micros) {
        return Instant.ofEpochSecond(Math.floorDiv(micros, MICROS_PER_SECOND) + EPOCH_SECONDS);
    }

    /** Returns the local time in a zone at an instant, as a timestamp without zone. */
    public static long toLocal(long micros, ZoneId zone) {
        return isInfinite(micros) ? micros : micros + offsetAt(micros, zone) * MICROS_PER_SECOND;
    }

    /**
     * Returns the instant of a local time in a zone. In a gap (clocks go forward) the offset before it holds, in an overlap
     * the standard offset after it, as PostgreSQL's DetermineTimeZoneOffset decides.
     */
    public static long toInstant(long localMicros, ZoneId zone) {
        if (isInfinite(localMicros)) {
            return localMicros;
        }
        return checkTimestamp(toInstantUnchecked(localMicros, zone));
    }

    /** Returns the same of a local time that is not infinite; beyond the limits of timestamps there may be no such timestamp. */
    public static long toInstantUnchecked(long localMicros, ZoneId zone) {
        return localMicros - offsetOfLocal(localMicros, zone) * MICROS_PER_SECOND;
    }

    /** Returns the seconds east of Greenwich that a zone has at a local time. */
    public static int offsetOfLocal(long localMicros, ZoneId zone) {
        if (zone instanceof ZoneOffset fixed) {
            return fixed.getTotalSeconds();
        }
        ZoneRules rules = zone.getRules();
        long seconds = Math.floorDiv(localMicros, MICROS_PER_SECOND) + EPOCH_SECONDS;
        LocalDateTime local = LocalDateTime.ofEpochSecond(seconds, 0, ZoneOffset.UTC);
        ZoneOffsetTransition transition = rules.getTransition(local);
        if (transition == null) {
            return rules.getOffset(local).getTotalSeconds();
        }
        ZoneOffset chosen = transition.isGap() ? transition.getOffsetBefore() : transition.getOffsetAfter();
        return chosen.getTotalSeconds();
    }
}
