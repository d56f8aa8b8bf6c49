package org.borealisdb.expr.scalar;

import static org.borealisdb.expr.value.CivilCalendar.MICROS_PER_DAY;
import static org.borealisdb.expr.value.CivilCalendar.MICROS_PER_HOUR;
import static org.borealisdb.expr.value.CivilCalendar.MICROS_PER_MINUTE;
import static org.borealisdb.expr.value.CivilCalendar.MICROS_PER_SECOND;

import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.expr.value.CivilCalendar;
import org.borealisdb.expr.value.Interval;
import org.jspecify.annotations.Nullable;

/** Intervals between moments, carried over between their parts, and made of numbers; and whether periods overlap. */
final class IntervalMath {
    private static final int DAYS_PER_MONTH = 30;

    private IntervalMath() {}

    private static SqlException intervalOutOfRange() {
        return new SqlException(ErrorCode.DATETIME_FIELD_OVERFLOW, "interval out of range");
    }

    /** Returns the difference in years and months, days, and time; infinity is the last moment there is, as for PostgreSQL. */
    static Interval age(long later, long earlier) {
        if (later == CivilCalendar.TIMESTAMP_MINUS_INFINITY || earlier == CivilCalendar.TIMESTAMP_MINUS_INFINITY) {
            throw CivilCalendar.timestampOutOfRange();
        }
        if (later < earlier) {
            return age(earlier, later).negated();
        }
        long to = CivilCalendar.packedDate(CivilCalendar.dayOf(later));
        long from = CivilCalendar.packedDate(CivilCalendar.dayOf(earlier));
        long time = CivilCalendar.timeOf(later) - CivilCalendar.timeOf(earlier);
        int days = CivilCalendar.day(to) - CivilCalendar.day(from);
        long months = (CivilCalendar.year(to) - CivilCalendar.year(from)) * 12
                + CivilCalendar.month(to)
                - CivilCalendar.month(from);
        if (time < 0) {
            time += MICROS_PER_DAY;
            days--;
        }
        if (days < 0) {
            days += CivilCalendar.daysInMonth(CivilCalendar.year(from), CivilCalendar.month(from));
            months--;
        }
        return new Interval((int) months, days, time);
    }

    private static int exact(long value) {
        if (value != (int) value) {
            throw intervalOutOfRange();
        }
        return (int) value;
    }

    /** Carries whole days of time over to the days; both then have one sign. */
    static Interval withDaysOfHours(Interval interval) {
        long days = interval.days() + interval.micros() / MICROS_PER_DAY;
        long micros = interval.micros() % MICROS_PER_DAY;
        if (days > 0 && micros < 0) {
            micros += MICROS_PER_DAY;
            days--;
        } else if (days < 0 && micros > 0) {
            micros -= MICROS_PER_DAY;
            days++;
        }
        return new Interval(interval.months(), exact(days), micros);
    }

    /** Carries 30 days over to a month; both then have one sign. */
    static Interval withMonthsOfDays(Interval interval) {
        long months = (long) interval.months() + interval.days() / DAYS_PER_MONTH;
        int days = interval.days() % DAYS_PER_MONTH;
        if (months > 0 && days < 0) {
            days += DAYS_PER_MONTH;
            months--;
        } else if (months < 0 && days > 0) {
            days -= DAYS_PER_MONTH;
            months++;
        }
        return new Interval(exact(months), days, interval.micros());
    }

    /** Carries time over to days, and days to months; all then have one sign. */
    static Interval justified(Interval interval) {
        long allDays = interval.days() + interval.micros() / MICROS_PER_DAY;
        long micros = interval.micros() % MICROS_PER_DAY;
        long months = interval.months() + allDays / DAYS_PER_MONTH;
        long days = allDays % DAYS_PER_MONTH;
        if (months > 0 && (days < 0 || (days == 0 && micros < 0))) {
            days += DAYS_PER_MONTH;
            months--;
        } else if (months < 0 && (days > 0 || (days == 0 && micros > 0))) {
            days -= DAYS_PER_MONTH;
            months++;
        }
        if (days > 0 && micros < 0) {
            micros += MICROS_PER_DAY;
            days--;
        } else if (days < 0 && micros > 0) {
            micros -= MICROS_PER_DAY;
            days++;
        }
        return new Interval(exact(months), exact(days), micros);
    }

    static Interval made(@Nullable Object[] numbers) {
        double seconds = (Double) NumericMath.value(numbers, 6);
        if (Double.isNaN(seconds) || Double.isInfinite(seconds)) {
            throw intervalOutOfRange();
        }
        int months = NumericMath.integer(numbers, 0) * 12 + NumericMath.integer(numbers, 1);
        int days = NumericMath.integer(numbers, 2) * 7 + NumericMath.integer(numbers, 3);
        long micros = NumericMath.whole(numbers, 4) * MICROS_PER_HOUR
                + NumericMath.whole(numbers, 5) * MICROS_PER_MINUTE
                + (long) Math.rint(seconds * MICROS_PER_SECOND);
        return new Interval(months, days, micros);
    }

    static long date(int year, int month, int day) {
        long astronomical = year < 0 ? year + 1L : year;
        boolean valid = year != 0
                && month >= 1
                && month <= 12
                && day >= 1
                && day <= CivilCalendar.daysInMonth(astronomical, month);
        String text = year + "-" + twoDigits(month) + "-" + twoDigits(day);
        if (!valid) {
            throw new SqlException(ErrorCode.DATETIME_FIELD_OVERFLOW, "date field value out of range: " + text);
        }
        long number = CivilCalendar.dayNumber(astronomical, month, day);
        if (!CivilCalendar.isDate(number)) {
            throw new SqlException(ErrorCode.DATETIME_FIELD_OVERFLOW, "date out of range: " + text);
        }
        return number;
    }

    private static String twoDigits(int number) {
        return number >= 0 && number < 10 ? "0" + number : Integer.toString(number);
    }

    /** Returns the microseconds of a time of day, which may end with 24:00. */
    static long time(int hour, int minute, double second) {
        double micros = Math.rint(second * MICROS_PER_SECOND);
        boolean valid = hour >= 0
                && hour <= 24
                && minute >= 0
                && minute < 60
                && micros >= 0
                && micros <= 60.0 * MICROS_PER_SECOND;
        long time = valid ? hour * MICROS_PER_HOUR + minute * MICROS_PER_MINUTE + (long) micros : -1;
        if (time < 0 || time > MICROS_PER_DAY) {
            throw new SqlException(
                    ErrorCode.DATETIME_FIELD_OVERFLOW,
                    "time field value out of range: " + timeText(hour, minute, second));
        }
        return time;
    }

    private static String timeText(int hour, int minute, double second) {
        String seconds = second == Math.rint(second) && Math.abs(second) < 1e6
                ? twoDigits((int) second)
                : Double.toString(second);
        return hour + ":" + twoDigits(minute) + ":" + seconds;
    }

    static long timestamp(@Nullable Object[] numbers) {
        int year = NumericMath.integer(numbers, 0);
        int month = NumericMath.integer(numbers, 1);
        int day = NumericMath.integer(numbers, 2);
        int hour = NumericMath.integer(numbers, 3);
        int minute = NumericMath.integer(numbers, 4);
        double second = (Double) NumericMath.value(numbers, 5);
        long date = date(year, month, day);
        long time = time(hour, minute, second);
        if (!CivilCalendar.isDateOfTimestamp(date)) {
            throw new SqlException(
                    ErrorCode.DATETIME_FIELD_OVERFLOW,
                    "timestamp out of range: " + year + "-" + twoDigits(month) + "-" + twoDigits(day) + " "
                            + timeText(hour, minute, second));
        }
        return CivilCalendar.timestamp(date, time);
    }

    /** Whether two periods, each given by both its ends, of which one may be unknown, overlap; NULL if that is unknown. */
    static @Nullable Boolean overlap(
            @Nullable Long start1, @Nullable Long end1, @Nullable Long start2, @Nullable Long end2) {
        Long from1 = start1 == null || (end1 != null && end1 < start1) ? end1 : start1;
        Long to1 = start1 == null || end1 == null ? null : (Long) Math.max(start1, end1);
        Long from2 = start2 == null || (end2 != null && end2 < start2) ? end2 : start2;
        Long to2 = start2 == null || end2 == null ? null : (Long) Math.max(start2, end2);
        if (from1 == null || from2 == null) {
            return null;
        }
        if (from1.equals(from2)) {
            return (to1 == null || to2 == null) ? null : Boolean.TRUE;
        }
        boolean firstIsLater = from1 > from2;
        Long laterFrom = firstIsLater ? from1 : from2;
        Long laterTo = firstIsLater ? to1 : to2;
        Long earlierTo = firstIsLater ? to2 : to1;
        if (earlierTo == null) {
            return null;
        }
        if (laterFrom < earlierTo) {
            return Boolean.TRUE;
        }
        return laterTo == null ? null : Boolean.FALSE;
    }
}
